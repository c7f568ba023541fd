import Commands
import TestKit
import Testing

@testable import ControlAPI

/// What a command makes of the words behind it, on Wednesday 7 January 2026 at 18:16.
struct TypedWordsTests {
    @Test(arguments: [
        (
            ["snooze", "check-in", "20m"], #""for":"20m""#,
            #""ritual":"check-in","step":null,"to":null"#
        ),
        (["snooze", "check-in"], #""for":"20m""#, #""ritual":"check-in""#),
        (["snooze", "check", "in", "for", "2h"], #""for":"2h""#, #""ritual":"check-in""#),
        (["snooze", "check-in", "--for", "in 2h"], #""for":"2h""#, #""ritual":"check-in""#),
        (["snooze", "check-in", "20:00"], #""for":null"#, #""to":"2026-01-07T20:00""#),
        (["snooze", "check-in", "tomorrow"], #""for":null"#, #""to":"2026-01-08""#),
        // By the clock of the ritual, which is another one: 20:00 in Lisbon lies ahead only tomorrow.
        (["snooze", "vacation", "20:00"], #""for":null"#, #""to":"2026-01-08T20:00""#),
        (["move", "date-night", "sat"], #""ritual":"date-night""#, #""to":"2026-01-10""#),
        (
            ["move", "date", "night", "next", "fri", "20:00"], "date-night",
            #""to":"2026-01-09T20:00""#
        ),
        (["move", "date-night", "to", "sat", "8pm"], "date-night", #""to":"2026-01-10T20:00""#),
        (["move", "date-night", "--to", "5 dec"], "date-night", #""to":"2026-12-05""#),
        (["move", "date-night", "next", "week"], #""for":"1w""#, #""to":null"#),
        (["move", "date-night", "--to", "next month"], #""for":"1 month""#, #""to":null"#),
        (["move", "check-in", "in", "20m"], "check-in", #""to":"2026-01-08T01:36:00Z""#),
        (["hold", "3d"], #""ritual":null"#, #""until":"2026-01-10""#),
        (["hold", "until", "fri"], #""ritual":"until""#, #""until":"2026-01-09""#),
        (["hold", "date", "night", "until", "1", "feb"], "date-night", #""until":"2026-02-01""#),
        (["hold", "--until", "fri 18:00"], #""ritual":null"#, #""until":"2026-01-09T18:00""#),
        (["hold", "2h"], #""ritual":null"#, #""until":"2026-01-08T03:16:00Z""#),
        (
            ["done", "date-night", "--occurrence", "fri"], "date-night",
            #""occurrence":"2026-01-09""#
        ),
        (
            ["done", "date-night", "--occurrence", "5 dec"], "date-night",
            #""occurrence":"2025-12-05""#
        ),
        (
            ["skip", "--occurrence", "date-night@2026-01-09T19:00"], "date-night",
            "2026-01-09T19:00"
        ),
        (
            ["undo", "check-in", "--occurrence", "yesterday"], "check-in",
            #""occurrence":"2026-01-06""#
        ),
        (["forget", "--before", "1 jan", "--yes"], #""ritual":null"#, #""before":"2026-01-01""#),
    ]) func `what is sent is exact`(arguments: [String], one: String, other: String) throws {
        let ritualctl = Ritualctl()
        _ = try ritualctl.run(arguments)
        let body = try #require(ritualctl.daemon.bodies.first)
        #expect(body.contains(one) && body.contains(other), "\(body)")
    }

    @Test(arguments: [
        (["why", "date", "night", "fri"], "/v1/why?ritual=date-night&date=2026-01-09"),
        (["why", "check-in", "yesterday"], "/v1/why?ritual=check-in&date=2026-01-06"),
        (["history", "--from", "mon"], "/v1/history?from=2026-01-05"),
        (["history", "date", "night"], "/v1/history?ritual=date-night"),
        (
            ["history", "--from", "2 weeks ago", "--until", "fri"],
            "/v1/history?from=2025-12-24&until=2026-01-02"
        ),
    ]) func `a question is exact too`(arguments: [String], target: String) throws {
        let ritualctl = Ritualctl()
        _ = try ritualctl.run(arguments)
        #expect(ritualctl.daemon.requests.map(\.target) == [target])
    }

    @Test(arguments: [
        (
            ["recur", "--every", "week", "--start", "fri 19:00", "--count", "1"],
            "2026-01-09T19:00:00-07:00"
        ),
        (
            ["recur", "--every", "day", "--at", "8pm", "--until", "tomorrow"],
            "2026-01-07T20:00:00-07:00"
        ),
        (
            [
                "recur", "--every", "day", "--start", "today", "--exclude", "tomorrow", "--count",
                "2",
            ],
            "2026-01-09T00:00:00-07:00"
        ),
        (["upcoming", "--config", "CONFIG", "--from", "5 dec", "--count", "1"], "Sat 5 Dec 2026"),
        (["simulate", "--config", "CONFIG", "--from", "fri", "--until", "fri"], "2026-01-09T"),
    ]) func `so are the commands that need no daemon`(arguments: [String], text: String) throws {
        let arguments = arguments.map {
            $0 == "CONFIG" ? BuiltCommands.project("config.example.toml") : $0
        }
        let result = try Ritualctl().run(arguments)
        #expect(result.output.contains(text), "\(result)")
        #expect(result.code == 0)
    }
}
