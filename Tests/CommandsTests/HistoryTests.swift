import Commands
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct HistoryTests {
    private static func entry(
        _ date: String,
        _ state: OccurrenceState,
        said: WhyMessage.Said? = nil,
        told: Int = 2,
        expired: Int = 0
    ) -> HistoryMessage.Entry {
        .init(
            ritual: "date-night",
            title: "Date night",
            occurrence: "date-night@\(date)T19:00",
            start: "\(date)T19:00:00-07:00[America/Denver]",
            state: state,
            said: said,
            told: told,
            expired: expired
        )
    }

    private static let entries = [
        entry("2025-12-19", .expired, told: 0, expired: 3), entry("2025-12-26", .held, told: 0),
        entry(
            "2026-01-02",
            .done,
            said: .init(outcome: .done, note: "at home", at: "2026-01-07T04:00:00Z")
        ),
        entry(
            "2026-01-05",
            .skipped,
            said: .init(outcome: .skipped, partner: "sam", at: "2026-01-07T04:00:00Z")
        ),
        entry("2026-01-06", .missed), entry("2026-01-07", .ahead, told: 1),
    ]

    private static let history = HistoryMessage(
        zone: "America/Denver",
        from: "2025-12-09",
        until: "2026-01-07",
        counts: .init(of: entries.map(\.state)),
        occurrences: entries,
        holds: [
            HoldMessage(
                ritual: nil,
                title: nil,
                from: "2025-12-23T03:00:00Z",
                until: "2026-01-01T07:00:00Z",
                reason: "exams",
                released: "2025-12-28T07:00:00Z",
                zone: "America/Denver"
            )
        ],
        lapses: [
            .init(
                ritual: "check-in",
                title: "Check-in",
                after: "2025-12-10T03:00:00Z",
                through: "2025-12-20T03:30:00Z"
            )
        ]
    )

    @Test func `what was missed is in no colour that scolds`() throws {
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = true
        ritualctl.environment["TERM"] = "xterm"
        try ritualctl.daemon.answer(.history, with: Self.history)
        let output = try ritualctl.run("history").output
        #expect(output.contains("\u{1B}[2mmissed"))
        #expect(!output.contains("\u{1B}[31m"))
    }

    @Test func `each day is shown with what became of it, then what lay over them`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.history, with: Self.history)
        let result = try ritualctl.run("history")
        #expect(
            result.output == """
                Fri 19 Dec 2025
                  19:00  Date night  expired  3 nudges came too late to be told
                Fri 26 Dec 2025
                  19:00  Date night  held
                Fri 2 Jan
                  19:00  Date night  done     “at home”
                Mon 5 Jan
                  19:00  Date night  skipped  said by sam
                Yesterday
                  19:00  Date night  missed
                Today
                  19:00  Date night  ahead
                on hold: everything, Mon 22 Dec 2025 20:00 to Sun 28 Dec 2025: “exams”
                away: Tue 9 Dec 2025 20:00 to Fri 19 Dec 2025 20:30; Check-in was let pass
                Tue 9 Dec 2025 to Wed 7 Jan 2026: 1 done, 1 skipped, 1 missed, 1 held, 1 expired

                """
        )
        #expect(ritualctl.daemon.requests.map(\.target) == ["/v1/history"])
    }

    private static func snoozed(_ partner: String?, note: String? = nil) -> WhyMessage.Said {
        .init(
            outcome: .snoozed,
            partner: partner,
            note: note,
            at: "2026-01-07T02:05:00Z",
            to: .snoozed("2026-01-07T02:25:00Z")
        )
    }

    @Test func `whose word is still waited for is named`() throws {
        let ritualctl = Ritualctl()
        var history = Self.history
        var entry = Self.entry("2026-01-06", .open)
        entry.words = [.init(outcome: .done, partner: "sam", at: "2026-01-07T04:00:00Z")]
        entry.waiting = ["alex"]
        history.occurrences = [entry]
        try ritualctl.daemon.answer(.history, with: history)
        let output = try ritualctl.run("history").output
        #expect(output.contains("open  sam said done; waiting for alex\n"))
    }

    private static let said: [(OccurrenceState, [WhyMessage.Said], String)] = [
        (.missed, [snoozed("sam")], "missed  sam snoozed it until yesterday 19:25"),
        (.open, [snoozed(nil)], "open  snoozed until yesterday 19:25"),
        (
            .open, [.init(outcome: .done, partner: "sam", at: "2026-01-07T04:00:00Z")],
            "open  sam said done"
        ),
        (
            .open,
            [
                .init(outcome: .done, partner: "sam", note: "short", at: "2026-01-07T04:00:00Z"),
                snoozed("alex"),
            ],
            "open  sam said done: “short”; alex snoozed it until yesterday 19:25"
        ),
        (
            .missed,
            [
                .init(
                    outcome: .moved,
                    partner: "sam",
                    at: "2026-01-07T04:00:00Z",
                    to: .moved("2026-01-06T19:00")
                )
            ],
            "missed  sam moved it from Fri 2 Jan 19:00"
        ),
        (
            .moved,
            [
                snoozed("alex"),
                .init(outcome: .moved, at: "2026-01-07T04:00:00Z", to: .moved("2026-01-06T19:00")),
            ],
            "moved  moved from Fri 2 Jan 19:00"
        ),
        (
            .done,
            [
                .init(
                    outcome: .moved,
                    partner: "alex",
                    at: "2026-01-07T04:00:00Z",
                    to: .moved("2026-01-06T19:00")
                ),
                .init(outcome: .done, partner: "sam", at: "2026-01-07T04:00:00Z"),
                .init(outcome: .done, partner: "alex", at: "2026-01-07T04:00:00Z"),
            ], "done  alex moved it from Fri 2 Jan 19:00; said by sam and alex"
        ),
        (
            .skipped, [snoozed("alex"), .init(outcome: .skipped, at: "2026-01-07T04:00:00Z")],
            "skipped"
        ),
    ]

    @Test(arguments: said.indices)
    func `what was said stands beside how it stands`(index: Int) throws {
        let (state, words, text) = Self.said[index]
        var history = Self.history
        var entry = Self.entry("2026-01-06", state, said: words.last)
        entry.occurrence = "date-night@2026-01-02T19:00"
        entry.words = words
        history.occurrences = [entry]
        history.holds = []
        history.lapses = []
        var ritualctl = Ritualctl()
        ritualctl.environment["COLUMNS"] = "200"
        try ritualctl.daemon.answer(.history, with: history)
        let lines = try ritualctl.run("history").output.split(separator: "\n")
        #expect(lines.prefix(2) == ["Yesterday", "  19:00  Date night  \(text)"])
    }

    @Test func `what was moved is listed by the day on which it was`() throws {
        var history = Self.history
        var moved = Self.entry("2026-01-06", .done)
        moved.occurrence = "date-night@2026-01-02T19:00"
        history.occurrences = [moved, Self.entry("2026-01-05", .missed)]
        history.holds = []
        history.lapses = []
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.history, with: history)
        let lines = try ritualctl.run("history").output.split(separator: "\n")
        #expect(lines.filter { !$0.hasPrefix("  ") }.prefix(2) == ["Mon 5 Jan", "Yesterday"])
    }

    @Test func `a span and a ritual are asked for by their names`() throws {
        let ritualctl = Ritualctl()
        var history = Self.history
        history.occurrences = []
        history.holds = []
        history.lapses = []
        history.counts = .init(of: [])
        try ritualctl.daemon.answer(.history, with: history)
        let result = try ritualctl.run(
            "history",
            "--from",
            "2025-12-09",
            "--until",
            "2026-01-07",
            "--ritual",
            "date-night"
        )
        #expect(result.output == "Tue 9 Dec 2025 to Wed 7 Jan 2026: nothing is known\n")
        #expect(
            ritualctl.daemon.requests.map(\.target) == [
                "/v1/history?from=2025-12-09&until=2026-01-07&ritual=date-night"
            ]
        )
    }

    @Test func `where only what is moved is known, that is not called nothing`() throws {
        let ritualctl = Ritualctl()
        var history = Self.history
        history.occurrences = [Self.entry("2026-01-08", .moved)]
        history.holds = []
        history.lapses = []
        history.counts = .init(of: [.moved])
        try ritualctl.daemon.answer(.history, with: history)
        #expect(
            try ritualctl.run("history").output == "Tomorrow\n  19:00  Date night  moved\n"
        )
    }

    @Test func `as JSON it is what the daemon sent`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.history, with: Self.history)
        let result = try ritualctl.run("history", "--json")
        let message = try ControlJSON.read(HistoryMessage.self, from: result.output.utf8)
        #expect(message == Self.history)
    }

    @Test(arguments: [
        (["--days", "3", "--from", "2026-01-01"], "give --days or --from, not both"),
        (
            ["--from", "2026-02-01", "--until", "2026-01-01"],
            "--from 2026-02-01 is after --until 2026-01-01"
        ),
        (["--days", "0"], "--days: 0 is not between 1 and 3660"),
    ])
    func `a span that is none is bad usage`(words: [String], message: String) throws {
        let result = try Ritualctl().run(["history"] + words)
        #expect(result.code == 64)
        #expect(result.errors.hasPrefix("ritualctl: \(message)\n"))
    }
}
