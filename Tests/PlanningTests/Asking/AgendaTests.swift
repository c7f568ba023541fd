import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct AgendaTests {
    private func household() throws -> Household {
        try couple(
            .utc,
            [
                .of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
                    ritual.duration = try .of("3h")
                    ritual.absorbedBy = ["getaway"]
                },
                .of("getaway", .on("2026-01-16T17:00"), zone: .utc) { $0.duration = try .of("2d") },
                .of("yoga", .weekly(.monday, at: "18:00"), zone: .utc) { $0.partners = ["sam"] },
            ]
        )
    }

    private func lines(_ agenda: Agenda, _ found: [UpcomingOccurrence]) -> [String] {
        found.map { "\($0.key) at \($0.start.instant)" }
    }

    @Test func `rituals are merged by their start, and what is absorbed is left out`() throws {
        let now = try instant("2026-01-05T18:00:00Z")
        let agenda = Agenda(try household(), now: now)
        #expect(
            lines(agenda, agenda.upcoming(after: now, count: 5)) == [
                "date@2026-01-09T19:00 at 2026-01-09T19:00:00Z",
                "yoga@2026-01-12T18:00 at 2026-01-12T18:00:00Z",
                "getaway@2026-01-16T17:00 at 2026-01-16T17:00:00Z",
                "yoga@2026-01-19T18:00 at 2026-01-19T18:00:00Z",
                "date@2026-01-23T19:00 at 2026-01-23T19:00:00Z",
            ]
        )
    }

    @Test func `it can be asked for a ritual, a partner and a span`() throws {
        let now = try instant("2026-01-05T00:00:00Z")
        let agenda = Agenda(try household(), now: now)
        let until = try instant("2026-01-12T18:00:00Z")
        #expect(agenda.upcoming(after: now, until: until, ritual: "yoga").count == 1)
        #expect(
            agenda.upcoming(after: now, until: until, partner: "alex").map(\.key.ritual) == ["date"]
        )
        #expect(agenda.upcoming(after: now, count: 0).isEmpty)
        #expect(agenda.upcoming(after: now, count: 3, ritual: "none").isEmpty)
    }

    @Test func `what was moved stands at its new time, what was done is left out`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-05T19:00:00Z")
        try keeper.say(.moved(to: local("2026-01-13T12:00")), of: "date@2026-01-09T19:00")
        try keeper.say(.done, of: "yoga@2026-01-12T18:00")
        try keeper.say(.skipped, of: "getaway@2026-01-16T17:00", by: "sam")
        let agenda = Agenda(keeper.planner.plan)
        #expect(
            lines(agenda, agenda.upcoming(after: keeper.now, count: 3)) == [
                "date@2026-01-09T19:00 at 2026-01-13T12:00:00Z",
                "date@2026-01-16T19:00 at 2026-01-16T19:00:00Z",
                "yoga@2026-01-19T18:00 at 2026-01-19T18:00:00Z",
            ]
        )
    }

    @Test func `one moved past the end of its schedule is still shown`() throws {
        var keeper = try ModelKeeper(household(), from: "2026-01-05T19:00:00Z")
        try keeper.say(.moved(to: local("2026-06-05T12:00")), of: "getaway@2026-01-16T17:00")
        let found = Agenda(keeper.planner.plan).upcoming(
            after: keeper.now,
            count: 5,
            ritual: "getaway"
        )
        #expect(found.map(\.start.description) == ["2026-06-05T12:00:00+00:00[UTC]"])
        #expect(found.map(\.end.description) == ["2026-06-07T12:00:00+00:00[UTC]"])
    }
}
