import CivilTime
import Delivery
import Settings
import TestKit
import Testing

@testable import ControlAPI

struct StatusTests {
    static let status = StatusMessage(
        version: "0.2.0",
        pid: 4242,
        started: "2026-01-04T21:10:00Z",
        now: "2026-01-08T01:16:00Z",
        config: .init(
            path: "/home/alex/.config/rituald/config.toml",
            loaded: "2026-01-07T15:12:00Z",
            rituals: 9,
            partners: 2
        ),
        zone: .init(name: "America/Denver", tzdata: "2026f"),
        ledger: .init(
            path: "/home/alex/.local/state/rituald/ledger.sqlite",
            schema: 1,
            bytes: 1_258_291,
            decisions: 1204,
            deliveries: .init([.pending: 1, .delivered: 2390, .dead: 2]),
            through: "2026-01-08T01:15:00Z"
        ),
        channels: [
            .init(id: "stdout", type: "stdout", state: .delivered),
            .init(id: "phone", type: "webhook", state: .pending, detail: "HTTP 503"),
            .init(id: "journal", type: "journal"),
            .init(id: "desk", type: "desktop", takesBack: true),
        ],
        nextNudge: "2026-01-08T03:30:00Z",
        next: UpcomingTests.three[0]
    )

    @Test func `the status is a sheet of short lines`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: Self.status)
        let result = try ritualctl.run("status")
        #expect(
            result.output == """
                rituald 0.2.0 has run for 3 days 4 h (pid 4242)
                config    /home/alex/.config/rituald/config.toml, read today 08:12
                keeps     9 rituals for two partners, in America/Denver by tzdata 2026f
                ledger    /home/alex/.local/state/rituald/ledger.sqlite
                          1.1 MiB, 1204 decisions, all decided up to today 18:15
                outbox    1 to be delivered, 2390 delivered, 2 given up
                channels  stdout   stdout   delivered
                          phone    webhook  to be tried again: HTTP 503
                          journal  journal  not used yet
                          desk     desktop  not used yet
                          stdout, phone and journal cannot take back what they have shown
                next      Check-in, today 20:30 (in 2 h 14 min)

                """
        )
        #expect(result.code == 0)
    }

    @Test func `a daemon that an upgrade has left behind is told, and how it is started anew`()
        throws
    {
        let ritualctl = Ritualctl()
        var status = Self.status
        status.version = "0.1.9"
        try ritualctl.daemon.answer(.status, with: status)
        let lines = try ritualctl.run("status").output.split(separator: "\n")
        #expect(
            lines.dropFirst().prefix(2) == [
                "          rituald 0.1.9 still runs, and 0.2.0 is installed:",
                "          systemctl --user restart rituald",
            ]
        )
    }

    @Test func `a rejected reload stays in sight until the next good one`() throws {
        var status = Self.status
        status.config.rejected = [
            DiagnosticMessage(
                file: "config.toml",
                line: 12,
                column: 1,
                severity: .error,
                key: "ritual[x]",
                message: "unknown key 'titel'; did you mean 'title'?"
            )
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: status)
        #expect(
            try ritualctl.run("status").output.split(separator: "\n")[3...4] == [
                "          the last reload was rejected; the config is kept:",
                "          config.toml:12:1: error: ritual[x]: unknown key 'titel'; did you mean 'title'?",
            ]
        )
    }

    @Test func `a test that did not arrive gives nothing up`() throws {
        var status = Self.status
        status.channels = [
            .init(id: "phone", type: "webhook", state: .testFailed, detail: "HTTP 503")
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: status)
        let lines = try ritualctl.run("status").output.split(separator: "\n")
        #expect(
            lines.contains("channels  phone  webhook  the last test did not arrive: HTTP 503")
        )
    }

    @Test func `a channel that fares ill, a hold and a ledger in trouble are in sight`() throws {
        var status = Self.status
        status.ledger.degradedReason = "the ledger cannot be used: disk full"
        status.channels = [
            .init(
                id: "phone",
                type: "webhook",
                state: .pending,
                detail: "HTTP 503",
                breaker: .open,
                failures: 5,
                lastSuccess: "2026-01-07T02:00:00Z",
                lastFailure: "2026-01-08T01:15:00Z",
                coolDownUntil: "2026-01-08T01:17:00Z"
            ),
            .init(
                id: "old",
                type: "webhook",
                detail: "HTTP 410",
                failures: 1,
                lastSuccess: "2026-01-07T02:00:00Z",
                disabledSince: "2026-01-07T03:00:00Z"
            ),
        ]
        status.holds = [
            HoldMessage(
                ritual: "date-night",
                title: "Date night",
                from: "2026-01-08T00:00:00Z",
                until: "2026-01-16T07:00:00Z",
                reason: "exams",
                zone: "America/Denver"
            )
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: status)
        #expect(
            try ritualctl.run("status").output.split(separator: "\n")[4...10] == [
                "          1.1 MiB, 1204 decisions, all decided up to today 18:15",
                "          the ledger cannot be used: disk full",
                "outbox    1 to be delivered, 2390 delivered, 2 given up",
                "channels  phone  webhook  to be tried again: HTTP 503; 5 failures in a row, last "
                    + "delivered yesterday 19:00, rests until today 18:17",
                "          old    webhook  last delivered yesterday 19:00: HTTP 410; switched off "
                    + "yesterday 20:00, 'outbox retry' switches it on",
                "          phone and old cannot take back what they have shown",
                "on hold   Date night until Fri 16 Jan (in 9 days): “exams”",
            ]
        )
    }

    @Test func `a ledger in memory says since when, and one that was restored from what`() throws {
        var status = Self.status
        status.ledger.degradedReason = "the ledger stays in memory: disk full"
        status.ledger.degradedSince = "2026-01-08T01:15:00Z"
        status.ledger.repair = StatusMessage.Repair(
            at: "2026-01-07T03:00:00Z",
            reason: "file is not a database",
            setAside: "/state/ledger-damaged-2026-01-07T030000Z.sqlite",
            restored: "2026-01-06T15:00:00Z"
        )
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: status)
        #expect(
            try ritualctl.run("status").output.split(separator: "\n")[5...8] == [
                "          the ledger stays in memory: disk full, since today 18:15",
                "          found damaged yesterday 20:00, restored from a backup of yesterday 08:00",
                "          the damaged file is /state/ledger-damaged-2026-01-07T030000Z.sqlite",
                "          removing it acknowledges the repair: 'status' stops reporting it",
            ]
        )
        status.ledger.unwritableAtStart = true
        status.ledger.repair?.restored = nil
        status.ledger.repair?.setAside = nil
        try ritualctl.daemon.answer(.status, with: status)
        #expect(
            try ritualctl.run("status").output.split(separator: "\n")[5...7] == [
                "          the ledger stays in memory: disk full, since rituald was started today 18:15",
                "          found damaged yesterday 20:00, begun anew: no backup was sound",
                "outbox    1 to be delivered, 2390 delivered, 2 given up",
            ]
        )
    }

    @Test func `a new household with nothing ahead has a sheet too`() throws {
        var status = Self.status
        status.next = nil
        status.zone.tzdata = nil
        status.ledger.through = nil
        status.ledger.bytes = 900
        status.ledger.deliveries = .init([:])
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: status)
        let lines = try ritualctl.run("status").output.split(separator: "\n")
        #expect(lines[2] == "keeps     9 rituals for two partners, in America/Denver")
        #expect(lines[4] == "          900 B, 1204 decisions, new")
        #expect(lines[5] == "outbox    nothing waits, 0 delivered")
        #expect(lines.last == "next      nothing is coming")
    }

    @Test func `as JSON it is what the daemon sent`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.status, with: Self.status)
        let result = try ritualctl.run("status", "--json")
        let message = try ControlJSON.read(StatusMessage.self, from: result.output.utf8)
        #expect(message == Self.status)
        #expect(result.output.contains(#""next_nudge" : "2026-01-08T03:30:00Z""#))
    }

    @Test func `the next occurrence is one line for a status bar`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.next, with: NextMessage(next: UpcomingTests.three[0]))
        #expect(
            try ritualctl.run("next").output == "Check-in, today 20:30 (in 2 h 14 min)\n"
        )
        var held = UpcomingTests.three[0]
        held.held = true
        try ritualctl.daemon.answer(.next, with: NextMessage(next: held))
        #expect(
            try ritualctl.run("next").output == "Check-in, today 20:30 (in 2 h 14 min), on hold\n"
        )
        var status = Self.status
        status.next = held
        try ritualctl.daemon.answer(.status, with: status)
        #expect(
            try ritualctl.run("status").output.hasSuffix(
                "next      Check-in, today 20:30 (in 2 h 14 min), on hold\n"
            )
        )
        try ritualctl.daemon.answer(.next, with: NextMessage(next: nil))
        #expect(try ritualctl.run("next").output == "\n")
        #expect(try ritualctl.run("next", "--json").output == "{\n  \"next\" : null\n}\n")
    }
}
