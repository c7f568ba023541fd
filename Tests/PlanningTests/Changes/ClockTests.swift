import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct ClockTests {
    private func keeper() throws -> ModelKeeper {
        try ModelKeeper(
            couple(
                .utc,
                [
                    .of("walk", .daily("10:00"), zone: .utc),
                    .of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
                        ritual.ladder = try .of(["3d", "0m"])
                    },
                ]
            ),
            from: "2026-01-05T08:00:00Z"
        )
    }

    @Test func `a clock far ahead and back gives nothing up for good and repeats nothing`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2027-01-05T08:00:00Z")
        let wrongly = Set(keeper.told)
        try keeper.wake(at: "2026-01-05T09:00:00Z")
        #expect(keeper.ledger.annulled.count > 200)
        #expect(keeper.ledger.through == (try instant("2026-01-05T09:00:00Z")))
        try keeper.run(until: "2026-01-12T00:00:00Z")
        let since = keeper.told.filter { !wrongly.contains($0) }
        #expect(since.filter { $0.contains("walk") && $0.hasSuffix("alex") }.count == 7)
        #expect(since.contains("2026-01-09T19:00:00Z start of date@2026-01-09T19:00 to sam"))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what was told under the wrong time stays told`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2026-01-06T10:00:20Z")
        try keeper.wake(at: "2026-01-05T09:00:00Z")
        try keeper.run(until: "2026-01-06T12:00:00Z")
        let walks = keeper.told.filter { $0.contains("walk") && $0.hasSuffix("alex") }
        // Monday's was given up under the wrong time, and is told in its own.
        #expect(
            walks == [
                "2026-01-05T10:00:00Z start of walk@2026-01-05T10:00 to alex",
                "2026-01-06T10:00:20Z start of walk@2026-01-06T10:00 to alex",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test(arguments: ["2026-02-05T09:59:30Z", "2027-01-05T09:59:30Z", "2038-01-19T03:14:08Z"])
    func `what fell due while the clock was wrong is told when it is right`(_ ahead: String) throws
    {
        for restarts in [false, true] {
            var keeper = try keeper()
            try keeper.run(until: "2026-01-06T09:59:30Z")
            let before = keeper.told.count
            try keeper.wake(at: ahead)
            if restarts {
                keeper.restart()
            }
            try keeper.wake(at: "2026-01-06T10:01:30Z")
            let walk = keeper.decision("start", of: "walk@2026-01-06T10:00")
            #expect(walk?.verdict == .late)
            #expect(walk?.decided == (try instant("2026-01-06T10:01:30Z")))
            // Monday's was told in its own time, and stays told once.
            #expect(keeper.told.filter { $0.contains("of walk@2026-01-05T10:00") }.count == 2)
            #expect(before == 2)
            try keeper.run(until: "2026-01-07T12:00:00Z")
            #expect(keeper.decision("start", of: "walk@2026-01-07T10:00")?.verdict == .fired)
            #expect(keeper.ledger.breaches == [])
            #expect(keeper.ledger.dangling == [])
        }
    }

    @Test func `a process that starts with a clock ahead and is corrected loses nothing`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2028-01-05T08:00:00Z")
        keeper.restart()
        try keeper.wake(at: "2026-01-05T09:00:00Z")
        keeper.restart()
        try keeper.run(until: "2026-01-05T12:00:00Z")
        #expect(keeper.decision("start", of: "walk@2026-01-05T10:00")?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `that the clock was set back is written even where nothing is annulled`() throws {
        // Else a crash before the next nudge would leave the time reached in the future.
        var keeper = try keeper()
        keeper.perform(.timeReached(try instant("2026-01-05T09:59:00Z")), isFirst: true)
        try keeper.wake(at: "2026-01-05T08:30:00Z")
        #expect(keeper.ledger.through == (try instant("2026-01-05T08:30:00Z")))
    }

    @Test func `a clock set back by a few seconds is waited for`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2026-01-05T10:00:00Z")
        let step = try keeper.wake(at: "2026-01-05T09:59:30Z")
        #expect(step.isEmpty)
        #expect(keeper.planner.through == (try instant("2026-01-05T10:00:00Z")))
        try keeper.run(until: "2026-01-05T12:00:00Z")
        #expect(keeper.told.count == 2)
    }

    @Test func `what a clock ahead gave up of a ritual that is gone stays given up`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2027-01-05T08:00:00Z")
        var household = keeper.planner.household
        household.rituals.removeAll { $0.id == "walk" }
        keeper.reload(household)
        try keeper.wake(at: "2026-01-05T09:00:00Z")
        #expect(keeper.ledger.annulled.allSatisfy { $0.occurrence.ritual == "date" })
        #expect(keeper.decision("start", of: "walk@2026-01-05T10:00")?.verdict == .expired)
    }

    @Test func `two digests in the two passes of a fold have names of their own`() throws {
        let zone = try SettledZone.newYork.zone
        let rituals = try ["a", "b"].map { id in
            try Ritual.of(
                id,
                .every(
                    AnchoredStep(
                        every: 1,
                        .days,
                        at: [
                            ClockTime(parsing: "01:20"), ClockTime(parsing: "02:10"),
                        ]
                    )
                ),
                zone: zone
            ) { $0.lateWithin = try .of("1d") }
        }
        let steps = try ["a", "b"].map { id in
            try Ritual.of(
                "\(id)-hourly",
                .elapsed(
                    ElapsedStep(
                        step: .seconds(3_600),
                        anchor: instant("2026-11-01T05:10:00Z")
                    )
                ),
                zone: zone
            )
        }
        var keeper = try ModelKeeper(
            .ofAlex(zone: zone, rituals + steps),
            from: "2026-11-01T05:00:00Z"
        )
        try keeper.wake(at: "2026-11-01T05:30:00Z")
        try keeper.wake(at: "2026-11-01T06:30:00Z")
        let digests = keeper.ledger.told.filter { $0.key.stage == .digest }.map(
            \.key.occurrence.description
        )
        #expect(digests == ["catch-up@2026-11-01T01:30", "catch-up@2026-11-01T01:30+2"])
        #expect(keeper.ledger.breaches == [])
    }
}
