import Planning
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// `done`, `skip` and `snooze` without a ritual, and `ritualctl` alone.
struct OpenChoiceTests {
    private func ritualctl(_ open: [OccurrenceMessage]) throws -> Ritualctl {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.open, with: open)
        for route in [ControlRoute.done, .skip, .snooze] {
            try ritualctl.daemon.answer(route, with: TellingTests.outcome(.done, state: .done))
        }
        return ritualctl
    }

    private static let one = TodayTests.entry("Hug", "17", .open)
    private static let two = [one, TodayTests.entry("Talk", "18", .now)]

    @Test(arguments: [["done"], ["skip"], ["snooze"], ["snooze", "2h"]])
    func `the only one that is open is meant`(arguments: [String]) throws {
        let ritualctl = try ritualctl([Self.one])
        #expect(try ritualctl.run(arguments).code == 0)
        let body = try #require(ritualctl.daemon.bodies.last)
        #expect(body.contains(#""occurrence":"2026-01-07T17:00""#))
        #expect(body.contains(#""ritual":"hug""#))
    }

    @Test func `where nothing is open it says what to type`() throws {
        let result = try ritualctl([]).run("done")
        #expect(
            result.errors
                == "ritualctl: nothing is open now; name a ritual: ritualctl done RITUAL\n"
        )
        #expect(result.code == 1)
    }

    @Test func `a script gets the list of several`() throws {
        let ritualctl = try ritualctl(Self.two)
        let result = try ritualctl.run("skip")
        #expect(
            result.errors == """
                  hug  Hug, today 17:00
                  talk  Talk, today 18:00
                ritualctl: 2 are open; say which: ritualctl skip RITUAL

                """
        )
        #expect(result.code == 1)
    }

    @Test(
        arguments: [
            ("2", 0, "talk"), (" 1 ", 0, "hug"), ("3", 1, nil), ("", 1, nil), ("x", 1, nil),
        ]
            as [(String, Int32, String?)]
    )
    func `a person chooses by number`(answer: String, code: Int32, chosen: String?) throws {
        var ritualctl = try ritualctl(Self.two)
        ritualctl.isTerminal = true
        ritualctl.answers = { answer }
        let result = try ritualctl.run("done")
        #expect(result.code == code)
        #expect(
            result.errors.hasPrefix(
                "  1  Hug, today 17:00\n  2  Talk, today 18:00\nWhich one? [1-2] "
            )
        )
        let body = ritualctl.daemon.bodies.last { $0.contains("ritual") }
        #expect(chosen.map { body?.contains(#""ritual":"\#($0)""#) == true } ?? (body == nil))
    }

    @Test func `ritualctl alone on a terminal shows the day, what is open and what to type`() throws
    {
        var ritualctl = try ritualctl([TodayTests.entry("Hug", "17", .open)])
        ritualctl.isTerminal = true
        ritualctl.environment["NO_COLOR"] = "1"
        let today = TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [])
        try ritualctl.daemon.answer(.today, with: today)
        try ritualctl.daemon.answer(.next, with: NextMessage(next: UpcomingTests.three[0]))
        #expect(
            try ritualctl.run().output == """
                Wed 7 Jan
                  nothing today
                Open
                  today 17:00  Hug  hug  how was it?
                Next
                  Check-in, today 20:30 (in 2 h 14 min)

                ritualctl done      we kept what is open; or name it: done check-in
                ritualctl upcoming  this week, and the next of everything rarer
                ritualctl --help    everything else

                """
        )
        #expect(try ritualctl.run("--socket", "/s").code == 0)
    }
}
