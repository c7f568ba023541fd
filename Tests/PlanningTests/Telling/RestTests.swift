import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Rest days: nothing is told on them, and nothing that falls on them counts.
@Suite struct RestTests {
    private func household(
        quiet: String? = "22:00-07:00",
        rests: [Rest]? = nil,
        _ schedule: Schedule,
        _ change: (inout Ritual) throws -> Void = { _ in }
    ) throws -> Household {
        let saturdays = Schedule.calendar(try CalendarExpression(parsing: "Sat"), notBefore: nil)
        let ritual = try Ritual.of("r", schedule, zone: .utc) { ritual in
            ritual.ladder = try .of(["0m"], followUp: "12h")
            try change(&ritual)
        }
        var household = try Household.ofAlex(zone: .utc, quiet: quiet, [ritual])
        household.rests = Rests(rests ?? [Rest(label: "Shabbat", .rule(saturdays), in: .utc)])
        return household
    }

    private func lived(_ household: Household, until end: String) throws -> ModelKeeper {
        // A Monday.
        var keeper = try ModelKeeper(household, from: "2026-01-05T00:00:00Z")
        try keeper.run(until: end)
        #expect(keeper.ledger.breaches == [])
        return keeper
    }

    private func told(_ keeper: ModelKeeper) -> [String] {
        keeper.told.map { line in
            let words = line.split(separator: " ")
            return "\(words[0].dropFirst(5).prefix(11)) \(words[1]) of \(words[3].dropFirst(7))"
        }
    }

    private func reasons(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.decisions.values.filter { $0.verdict == .held }
            .sorted { $0.due < $1.due }
            .map { "\($0.key.stage) of \($0.key.occurrence.start.short): \($0.reason)" }
    }

    @Test func `what falls on a rest day is not told, nor asked about`() throws {
        let keeper = try lived(household(.daily("20:00")), until: "2026-01-12T06:00:00Z")
        #expect(
            told(keeper).filter { $0.hasPrefix("01-09") || $0.hasPrefix("01-1") } == [
                "01-09T08:00 follow_up of 01-08T20:00", "01-09T20:00 start of 01-09T20:00",
                "01-11T20:00 start of 01-11T20:00",
            ]
        )
        #expect(
            reasons(keeper) == [
                "follow_up of 2026-01-09T20:00: it is Shabbat",
                "start of 2026-01-10T20:00: it is Shabbat",
                "follow_up of 2026-01-10T20:00: it is Shabbat",
            ]
        )
    }

    @Test func `a question about the day before is asked when the rest is over`() throws {
        let keeper = try lived(
            household(.weekly(.friday, at: "19:00")),
            until: "2026-01-12T00:00:00Z"
        )
        #expect(
            told(keeper) == [
                "01-09T19:00 start of 01-09T19:00", "01-11T07:00 follow_up of 01-09T19:00",
            ]
        )
        let asked = try #require(keeper.decision("follow_up", of: "r@2026-01-09T19:00"))
        #expect(asked.reason == "in time; waited for the end of Shabbat")
    }

    @Test func `a lead is told after the rest, but not after what it announces`() throws {
        let sunday = try lived(
            household(.weekly(.sunday, at: "19:00")) { $0.ladder = try .of(["1d", "0m"]) },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(
            told(sunday) == [
                "01-11T07:00 lead:1d of 01-11T19:00", "01-11T19:00 start of 01-11T19:00",
            ]
        )
        let early = try lived(
            household(.weekly(.sunday, at: "06:30")) { $0.ladder = try .of(["12h", "0m"]) },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(told(early) == ["01-11T07:00 start of 01-11T06:30"])
        #expect(reasons(early) == ["lead:12h of 2026-01-11T06:30: it is Shabbat"])
    }

    @Test func `of what falls on a rest day nothing is told before it`() throws {
        let keeper = try lived(
            household(.weekly(.saturday, at: "19:00")) { $0.ladder = try .of(["2d", "0m"]) },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(told(keeper) == [])
        #expect(reasons(keeper).count == 2)
    }

    @Test func `a milestone is told ahead of a rest day, and when it is over`() throws {
        let keeper = try lived(
            household(.on("2026-01-10T19:00")) { ritual in
                ritual.kind = .milestone
                ritual.ladder = try .of(["3d", "0m"])
            },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(
            told(keeper) == [
                "01-07T19:00 lead:3d of 01-10T19:00", "01-11T07:00 start of 01-10T19:00",
            ]
        )
    }

    @Test func `rests that follow one another are one, and end outside quiet hours`() throws {
        let days = try ["2026-01-07", "2026-01-08"].map { try CivilDate(parsing: $0) }
        let keeper = try lived(
            household(
                rests: [
                    Rest(label: "a holiday", .dates([days[0]]), in: .utc),
                    Rest(label: "another", .dates([days[1]]), in: .utc),
                ],
                .on("2026-01-06T21:00")
            ),
            until: "2026-01-12T00:00:00Z"
        )
        #expect(
            told(keeper) == [
                "01-06T21:00 start of 01-06T21:00", "01-09T07:00 follow_up of 01-06T21:00",
            ]
        )
        #expect(
            keeper.decision("follow_up", of: "r@2026-01-06T21:00")?.reason
                == "in time; waited for the end of a holiday"
        )
    }

    @Test func `a rest of weeks keeps back no longer than it is of use`() throws {
        let first = try CivilDate(parsing: "2026-01-10")
        let keeper = try lived(
            household(
                rests: [
                    Rest(
                        label: "the break",
                        .dates(Set((0..<14).map { first.adding(days: $0) })),
                        in: .utc
                    )
                ],
                .weekly(.friday, at: "19:00")
            ),
            until: "2026-01-26T00:00:00Z"
        )
        #expect(
            told(keeper)
                == [
                    "01-09T19:00 start of 01-09T19:00", "01-24T07:00 follow_up of 01-23T19:00",
                ].filter { !$0.contains("01-23") }
        )
        #expect(reasons(keeper).first == "follow_up of 2026-01-09T19:00: it is the break")
    }

    @Test func `a ritual that says so is told all the same, and urgent ones are not`() throws {
        let touched = try lived(
            household(quiet: nil, .daily("20:00")) { ritual in
                ritual.isUrgent = true
                ritual.ladder = try .of(["0m"])
            },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(!told(touched).contains("01-10T20:00 start of 01-10T20:00"))
        let untouched = try lived(
            household(quiet: nil, .daily("20:00")) { ritual in
                ritual.rests = false
                ritual.ladder = try .of(["0m"])
            },
            until: "2026-01-12T00:00:00Z"
        )
        #expect(told(untouched).contains("01-10T20:00 start of 01-10T20:00"))
    }

    @Test func `moved away from a rest day it is told, moved to one it is not`() throws {
        var keeper = try ModelKeeper(
            household(.weekly(.saturday, at: "19:00")) { $0.ladder = try .of(["0m"]) },
            from: "2026-01-05T00:00:00Z"
        )
        try keeper.say(.moved(to: local("2026-01-11T17:00")), of: "r@2026-01-10T19:00")
        try keeper.say(.moved(to: local("2026-01-18T17:00")), of: "r@2026-01-17T19:00")
        try keeper.say(.moved(to: local("2026-01-17T17:00")), of: "r@2026-01-17T19:00")
        try keeper.run(until: "2026-01-19T00:00:00Z")
        #expect(told(keeper) == ["01-11T17:00 start of 01-10T19:00"])
    }

    @Test func `a later that comes on a rest day waits for its end`() throws {
        var keeper = try ModelKeeper(
            household(.weekly(.friday, at: "19:00")) { $0.ladder = try .of(["0m"]) },
            from: "2026-01-05T00:00:00Z"
        )
        try keeper.run(until: "2026-01-09T19:00:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-10T10:00:00Z")), of: "r@2026-01-09T19:00")
        try keeper.run(until: "2026-01-12T00:00:00Z")
        #expect(told(keeper).last == "01-11T07:00 snooze:1 of 01-09T19:00")
    }

    @Test func `found late on a rest day, it is shown when that is over`() throws {
        var keeper = try ModelKeeper(
            household(.weekly(.friday, at: "19:00")) { $0.ladder = try .of(["0m"]) },
            from: "2026-01-05T00:00:00Z"
        )
        try keeper.wake(at: "2026-01-10T10:00:00Z")
        #expect(told(keeper) == ["01-11T07:00 start of 01-09T19:00"])
        let decision = try #require(keeper.decision("start", of: "r@2026-01-09T19:00"))
        #expect(decision.reason.hasSuffix("shown when Shabbat ends"))
    }

    @Test func `what rests is neither coming nor open, and neither kept nor missed`() throws {
        let household = try household(.daily("20:00"))
        let keeper = try lived(household, until: "2026-01-10T21:00:00Z")
        let agenda = Agenda(keeper.planner.plan)
        let start = try instant("2026-01-09T00:00:00Z")
        #expect(
            agenda.upcoming(after: start, count: 2).map(\.key.start.short)
                == ["2026-01-09T20:00", "2026-01-11T20:00"]
        )
        #expect(agenda.open(at: keeper.now).isEmpty)
        let key = try #require(OccurrenceKey(parsing: "r@2026-01-10T20:00"))
        #expect(keeper.planner.plan.rest(over: key)?.label == "Shabbat")
    }

    @Test func `a rest day is a whole date of its own zone, however long`() throws {
        let zone = try SettledZone.newYork.zone
        let days = try ["2026-03-08", "2026-11-01"].map { try CivilDate(parsing: $0) }
        let rests = Rests([Rest(.dates(Set(days)), in: zone)])
        #expect(try rests.rest(at: instant("2026-03-08T04:59:59Z")) == nil)
        #expect(
            try rests.deferring(instant("2026-03-08T05:00:00Z")) == instant("2026-03-09T04:00:00Z")
        )
        #expect(
            try rests.deferring(instant("2026-11-01T04:00:00Z")) == instant("2026-11-02T05:00:00Z")
        )
        #expect(
            try rests.deferring(instant("2026-11-02T05:00:00Z")) == instant("2026-11-02T05:00:00Z")
        )
    }

    @Test func `others hear of a move when the rest is over`() throws {
        let saturdays = Schedule.calendar(try CalendarExpression(parsing: "Sat"), notBefore: nil)
        var household = try couple(.utc, [.of("r", .weekly(.sunday, at: "19:00"), zone: .utc)])
        household.rests = Rests([Rest(label: "Shabbat", .rule(saturdays), in: .utc)])
        var keeper = try ModelKeeper(household, from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-10T12:00:00Z")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: "r@2026-01-11T19:00", by: "sam")
        #expect(told(keeper) == ["01-11T00:00 notice:1 of 01-11T19:00"])
    }
}
