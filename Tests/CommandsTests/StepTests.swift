import Household
import Planning
import TestKit
import Testing

@testable import ControlAPI

/// The steps of what is to be prepared, as people see them and say that they are done.
struct StepTests {
    /// Choosing is done, booking is open, packing is to come.
    private static let steps = [
        StepMessage(
            step: "choose",
            task: "Time to choose where to go",
            due: "2025-12-26T19:00:00Z",
            state: .done,
            partner: "sam",
            at: "2025-12-27T18:00:00Z"
        ),
        StepMessage(
            step: "book",
            task: "A good day to book it",
            due: "2026-01-02T19:00:00Z",
            state: .open
        ),
        StepMessage(step: "pack", task: nil, due: "2026-01-13T19:00:00Z", state: .ahead),
    ]

    private static var getaway: OccurrenceMessage {
        get throws {
            var row = try OutlookTests.occurrence(
                "7-7-7-getaway",
                "Getaway",
                "2026-01-16T17:00",
                minutes: 2_880
            )
            row.steps = steps
            row.quiets = ["check-in"]
            return row
        }
    }

    @Test func `upcoming has how they stand below the row`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.upcoming, with: [Self.getaway])
        let output = try ritualctl.run("upcoming", "--count", "1").output
        #expect(
            output == """
                Fri 16 Jan, in 9 days
                  17:00  Getaway  2 days  7-7-7-getaway
                         steps: choose done, book open, pack from Tue 13 Jan on
                         silent meanwhile: check-in

                """
        )
    }

    @Test func `today names what is open, and how it is said to be done`() throws {
        let ritualctl = Ritualctl()
        let today = TodayMessage(
            date: "2026-01-07",
            zone: "America/Denver",
            occurrences: [],
            prepare: [try Self.getaway]
        )
        try ritualctl.daemon.answer(.today, with: today)
        let output = try ritualctl.run("today").output
        #expect(output.contains("To prepare\n  book  Getaway"), "\(output)")
        #expect(output.contains("ritualctl done 7-7-7-getaway --step book"))
    }

    @Test func `done --step asks for that step, and says what is left`() throws {
        let ritualctl = Ritualctl()
        var outcome = TellingTests.outcome(.step, state: .ahead)
        outcome.step = "choose"
        outcome.steps = Self.steps
        try ritualctl.daemon.answer(.done, with: outcome)
        let result = try ritualctl.run("done", "date", "--step", "choose")
        #expect(
            result.output == """
                Date night, today 19:00: choose done
                open: book
                'ritualctl undo' takes it back

                """
        )
        #expect(ritualctl.daemon.bodies.last?.contains("\"step\":\"choose\"") == true)
    }

    @Test func `a step needs its ritual`() throws {
        let result = try Ritualctl().run("done", "--step", "book")
        #expect(result.code == 64)
        #expect(
            result.errors.contains("--step needs its ritual: ritualctl done RITUAL --step NAME")
        )
    }

    @Test func `what waits for kept weeks says so`() throws {
        let ritualctl = Ritualctl()
        var waits = WaitingMessage(weeks: 4, kept: 2)
        ritualctl.daemon.names.rituals[0].waits = waits
        try ritualctl.daemon.answer(.upcoming, with: [Self.getaway])
        #expect(
            try ritualctl.run("upcoming").output
                .contains("Check-in begins after 4 kept weeks, 2 so far")
        )
        waits.begins = "2026-02-06"
        let why = WhyMessage(
            ritual: "check-in",
            title: "Check-in",
            date: "2026-01-07",
            zone: "America/Denver",
            waits: waits,
            occurrences: []
        )
        try ritualctl.daemon.answer(.why, with: why)
        #expect(
            try ritualctl.run("why", "check-in").output.hasPrefix("Check-in begins ")
        )
    }
}
