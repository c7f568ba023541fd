import Commands
import Household
import Planning
import Settings
import TestKit
import Testing

@testable import ControlAPI

struct TellingTests {
    static func outcome(
        _ outcome: OutcomeWord,
        state: OccurrenceState,
        partner: String? = nil,
        waiting: [String] = [],
        to: MovedOrSnoozed? = nil,
        closed: [OccurrenceKey] = [],
        unchanged: Bool = false
    ) -> OutcomeMessage {
        OutcomeMessage(
            outcome: outcome,
            ritual: "date-night",
            title: "Date night",
            occurrence: "date-night@2026-01-07T19:00",
            start: "2026-01-07T19:00:00-07:00[America/Denver]",
            state: state,
            partner: partner,
            waiting: waiting,
            to: to,
            closed: closed,
            unchanged: unchanged
        )
    }

    private static let undo = "'ritualctl undo' takes it back\n"

    @Test func `what was said before is told as that`() throws {
        let ritualctl = Ritualctl()
        let outcome = Self.outcome(.done, state: .done, unchanged: true)
        try ritualctl.daemon.answer(.done, with: outcome)
        #expect(
            try ritualctl.run("done", "date-night").output
                == "Date night, today 19:00: done, as was said before\n"
        )
    }

    @Test(arguments: [
        (
            ["done", "walk", "--note"], "a", 1_001,
            "--note is 1001 characters long; at most 1000 are"
        ),
        (
            ["skip", "walk", "--note"], "a", 9_000,
            "--note is 9000 characters long; at most 1000 are"
        ),
        (["hold", "--until", "2026-01-16", "--reason"], "é", 1_001, "--reason is 1001 characters"),
        (
            ["done", "walk", "--note"], "e\u{301}\u{302}\u{303}\u{304}", 999,
            "--note is 8991 bytes long; at most 8000"
        ),
    ])
    func `a note or a reason that is too long is refused before anybody is asked`(
        _ words: [String],
        _ letter: String,
        _ count: Int,
        _ message: String
    ) throws {
        let ritualctl = Ritualctl()
        let result = try ritualctl.run(words + [String(repeating: letter, count: count)])
        #expect(result.code == 64)
        #expect(result.errors.contains(message), "\(result.errors.prefix(300))")
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test(arguments: [
        (
            ["a@2026-01-06T19:00"],
            "Date night, today 19:00: done; nobody is asked about the one before it any more\n\(undo)"
        ),
        (
            ["a@2026-01-06T19:00", "b@2026-01-05T19:00"],
            "Date night, today 19:00: done; nobody is asked about the 2 before it any more\n\(undo)"
        ),
    ])
    func `what one word closes beside it is said`(closed: [OccurrenceKey], text: String) throws {
        let ritualctl = Ritualctl()
        let outcome = Self.outcome(.done, state: .done, closed: closed)
        try ritualctl.daemon.answer(.done, with: outcome)
        #expect(try ritualctl.run("done", "date-night").output == text)
    }

    @Test func `done is told with everything that was said`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.done, with: Self.outcome(.done, state: .done))
        let result = try ritualctl.run(
            "done",
            "date-night",
            "--occurrence",
            "2026-01-07T19:00",
            "--partner",
            "alex",
            "--note",
            "the “new” place"
        )
        #expect(result.output == "Date night, today 19:00: done\n\(Self.undo)")
        #expect(result.code == 0)
        #expect(
            ritualctl.daemon.requests == [
                ControlRequest(
                    .done,
                    body: """
                        {"both":null,"for":null,"note":"the “new” place","occurrence":"2026-01-07T19:00",\
                        "partner":"alex","preview":null,"ritual":"date-night","step":null,"to":null}
                        """
                )
            ]
        )
    }

    @Test func `an occurrence may be named by its whole key`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.skip, with: Self.outcome(.skipped, state: .skipped))
        let result = try ritualctl.run(
            "skip",
            "date-night",
            "--occurrence",
            "date-night@2026-01-07T19:00"
        )
        #expect(result.code == 0)
        #expect(
            ritualctl.daemon.bodies.first == """
                {"both":null,"for":null,"note":null,"occurrence":"2026-01-07T19:00","partner":null,\
                "preview":null,"ritual":"date-night","step":null,"to":null}
                """
        )
    }

    @Test func `where a ritual needs both, the other one is named`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .done,
            with: Self.outcome(.done, state: .open, partner: "alex", waiting: ["sam"])
        )
        #expect(
            try ritualctl.run("done", "date-night", "--partner", "alex").output == """
                Date night, today 19:00: alex says done
                it counts once sam says so too
                'ritualctl undo' takes it back

                """
        )
    }

    @Test func `it is said for both, or for one of them`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.done, with: Self.outcome(.done, state: .done))
        _ = try ritualctl.run("done", "date-night", "--both")
        #expect(ritualctl.daemon.bodies.last?.contains(#""both":true"#) == true)
        let refused = try ritualctl.run("done", "date-night", "--both", "--partner", "alex")
        #expect(refused.code == 64)
        #expect(refused.errors.contains("--partner cannot stand beside --both"))
    }

    @Test func `skip and snooze say what was understood`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.skip, with: Self.outcome(.skipped, state: .skipped))
        try ritualctl.daemon.answer(
            .snooze,
            with: Self.outcome(.snoozed, state: .ahead, to: .snoozed("2026-01-08T01:36:00Z"))
        )
        #expect(
            try ritualctl.run("skip", "date-night").output
                == "Date night, today 19:00: skipped\n\(Self.undo)"
        )
        #expect(
            try ritualctl.run("snooze", "date-night", "--for", "20m").output
                == "Date night, today 19:00: snoozed until today 18:36 (in 20 min)\n\(Self.undo)"
        )
        #expect(
            ritualctl.daemon.bodies.last == """
                {"both":null,"for":"20m","note":null,"occurrence":null,"partner":null,\
                "preview":null,"ritual":"date-night","step":null,"to":null}
                """
        )
    }

    @Test func `a move says where to, and posts the local time`() throws {
        let ritualctl = Ritualctl()
        var moved = Self.outcome(.moved, state: .moved, to: .moved("2026-01-10T18:30:00"))
        moved.start = "2026-01-10T18:30:00-07:00[America/Denver]"
        moved.from = "2026-01-08T20:00:00-07:00[America/Denver]"
        try ritualctl.daemon.answer(.move, with: moved)
        #expect(
            try ritualctl.run("move", "date-night", "--to", "2026-01-10T18:30").output
                == "Date night: moved from tomorrow 20:00 to Sat 10 Jan 18:30\n\(Self.undo)"
        )
        #expect(
            ritualctl.daemon.bodies == [
                """
                {"both":null,"for":null,"note":null,"occurrence":null,"partner":null,\
                "preview":null,"ritual":"date-night","step":null,"to":"2026-01-10T18:30"}
                """
            ]
        )
    }

    @Test func `a signal says what it began`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .signal,
            with: SignalMessage(name: "both-home", began: [UpcomingTests.three[0]])
        )
        #expect(try ritualctl.run("signal", "both-home").output == "both-home: Check-in begins\n")
        try ritualctl.daemon.answer(.signal, with: SignalMessage(name: "both-home", began: []))
        #expect(
            try ritualctl.run("signal", "both-home").output == "both-home: nothing begins now\n"
        )
    }

    @Test(arguments: [
        (
            ["move", "x", "--to", "soon"],
            "The value 'soon' is invalid for '--to <local>': give a time such as sat, fri 19:00 or 2026-"
        ),
        (
            ["snooze", "x", "--for", "soon"],
            "The value 'soon' is invalid for '--for <length>': give a length or a time such as 20m, 2h or"
        ),
        (["snooze", "x", "--for=-20m"], "The value '-20m' is invalid for '--for <length>': "),
        (["snooze", "x", "--for", "0m"], "The value '0m' is invalid for '--for <length>': "),
        (
            ["snooze", "check-in", "20x"],
            "'20x' is no time: give a length or a time such as 20m, 2h or"
        ),
        (["snooze", "x", "20m", "--for", "20m"], "say for how long once, with --for or without"),
        (
            ["move", "date-night"],
            "to when? give a time such as sat, fri 19:00 or 2026-01-10T19:00"
        ),
        (
            ["move", "date-night", "25:00"],
            "'25:00' is no time: hour 25 is not between 0 and 23; give a"
        ),
        (
            ["move", "date-night", "soon"],
            "'soon' is no time: give a time such as sat, fri 19:00 or"
        ),
        (["move", "x", "sat", "--to", "sat"], "say once to when, with --to or without"),
        (
            ["done", "x", "--occurrence", "soon"],
            "--occurrence: give its start such as 2026-01-09T19:00"
        ),
        (["done", "x", "--occurrence", "walk@2026-01-07T19:00"], "--occurrence: 'walk' is not"),
        (
            ["done", "--occurrence", "fri"],
            "--occurrence needs its ritual: ritualctl done RITUAL …"
        ),
        (["why"], "Missing expected argument"),
        (["why", "fri"], "of which ritual? ritualctl why RITUAL [DATE]"),
        (["hold"], "until when? give a date such as 3d, fri or 2026-01-16"),
        (["hold", "date-night"], "until when? "),
        (["hold", "date-night", "soon"], "'soon' is no time: give a date such as 3d, fri or"),
    ])
    func `what cannot be meant is bad usage`(arguments: [String], message: String) throws {
        let ritualctl = Ritualctl()
        let result = try ritualctl.run(arguments)
        #expect(result.errors.hasPrefix("ritualctl: \(message)"))
        #expect(result.code == 64)
        #expect(ritualctl.daemon.requests == [])
    }

    @Test func `a test nudge says what the channel made of it`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .sendTest,
            with: SendTestMessage(channel: "phone", type: "webhook", detail: "HTTP 204")
        )
        #expect(
            try ritualctl.run("send-test", "phone").output == "sent to phone (webhook): HTTP 204\n"
        )
        try ritualctl.daemon.refuse(
            .sendTest,
            with: Problem(.deliveryFailed, detail: "phone did not take it: HTTP 403")
        )
        let result = try ritualctl.run("send-test", "phone")
        #expect(
            result
                == .init(
                    code: 1,
                    output: "",
                    errors: "ritualctl: phone did not take it: HTTP 403\n"
                )
        )
    }

    @Test func `a good reload says what is kept now`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .reload,
            with: ReloadMessage(config: "/c/config.toml", rituals: 1, partners: 2)
        )
        let result = try ritualctl.run("reload")
        #expect(result.output == "/c/config.toml: read, 1 ritual for two partners\n")
        #expect(ritualctl.daemon.requests == [ControlRequest(.reload, body: "{}")])
    }

    static let rejected = Problem(
        .configRejected,
        detail: "1 error in /c/config.toml; the old config is kept",
        diagnostics: [
            DiagnosticMessage(
                file: "/c/config.toml",
                line: 3,
                column: 1,
                severity: .error,
                key: "household.time_zon",
                message: "unknown key; did you mean 'time_zone'?"
            )
        ]
    )

    @Test func `a rejected reload exits 2 with every diagnostic`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.refuse(.reload, with: Self.rejected)
        let result = try ritualctl.run("reload")
        #expect(result.code == 2)
        #expect(result.output == "")
        #expect(
            result.errors == """
                /c/config.toml:3:1: error: household.time_zon: unknown key; did you mean 'time_zone'?
                ritualctl: 1 error in /c/config.toml; the old config is kept

                """
        )
    }

    @Test func `with --json a problem is printed whole`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.refuse(.reload, with: Self.rejected)
        let result = try ritualctl.run("reload", "--json")
        #expect(result.code == 2)
        #expect(try ControlJSON.read(Problem.self, from: result.output.utf8) == Self.rejected)
    }
}
