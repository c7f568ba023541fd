import CivilTime
import Delivery
import Household
import Ledger
import Planning
import Testing

@testable import Daemon

@Suite struct PlannerActorTests {
    @Test func `a nudge is told when it is due, and the alarm is set for the next`() async throws {
        let house = try House()
        let channel = WatchedChannel()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await planning.start()
        #expect(house.alarm.asked?.description == "2026-01-09T12:00:00Z")
        #expect(channel.nudges.isEmpty)

        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        let nudge = try #require(await channel.next())
        #expect(nudge.occurrence.key.description == "noon@2026-01-09T12:00")
        #expect(nudge.late == .zero)
        #expect(house.alarm.asked?.description == "2026-01-10T12:00:00Z")
        await outbox.settled()
    }

    @Test func `a restart tells nothing again, and takes up what fell due meanwhile`() async throws
    {
        let house = try House()
        let first = WatchedChannel()
        do {
            let (planning, outbox) = try house.parts(
                House.couple(),
                ledger: house.openLedger(),
                channels: ["one": first]
            )
            try await planning.start()
            try house.clock.set("2026-01-09T12:00:00Z")
            await planning.wake()
            await outbox.settled()
        }
        #expect(first.nudges.count == 1)

        try house.clock.set("2026-01-10T13:00:00Z")
        let second = WatchedChannel()
        let (planning, outbox) = try await house.parts(
            House.couple(),
            ledger: house.reopenLedger(),
            channels: ["one": second]
        )
        try await planning.start()
        await outbox.settled()
        #expect(second.nudges.map(\.occurrence.key.description) == ["noon@2026-01-10T12:00"])
        #expect(second.nudges.map(\.late) == [.seconds(3_600)])
    }

    @Test func `a ledger that cannot be written delays a nudge, and neither loses nor doubles it`()
        async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        let ledger = BrokenLedger(try house.openLedger())
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        ledger.set(broken: true)
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        #expect(channel.nudges.isEmpty)
        #expect(
            await planning.degradedReason == "the ledger cannot be used: database or disk is full"
        )
        #expect(house.alarm.asked?.description == "2026-01-09T12:00:30Z")

        ledger.set(broken: false)
        try house.clock.set("2026-01-09T12:00:30Z")
        await planning.wake()
        await outbox.settled()
        #expect(channel.nudges.map(\.occurrence.key.description) == ["noon@2026-01-09T12:00"])
        #expect(await planning.degradedReason == nil)
    }

    @Test func `what a person says while the ledger is broken is refused, not half taken`()
        async throws
    {
        let house = try House()
        let ledger = BrokenLedger(try house.openLedger())
        let (planning, _) = try house.parts(House.couple(), ledger: ledger, channels: [:])
        try await planning.start()
        ledger.set(broken: true)
        let outcome = Outcome(
            occurrence: try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00")),
            kind: .done,
            said: house.clock.read()
        )
        await #expect(throws: LedgerError.self) {
            try await planning.perform(.said(outcome))
        }
        #expect(
            await planning.planner.plan.state(of: outcome.occurrence, at: outcome.said) == .ahead
        )
    }

    @Test func `what an event led to is told as it was before the next one`() async throws {
        let house = try House()
        let (planning, _) = try house.parts(
            House.couple(),
            ledger: house.openLedger(),
            channels: [:]
        )
        try await planning.start()
        let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        let now = house.clock.read()
        let done = Outcome(occurrence: key, kind: .done, said: now)
        let performed = try await planning.perform(.said(done)) {
            _ = try? await planning.perform(.undo(key, by: nil, at: now))
        }
        #expect(performed.plan.state(of: key, at: now) == .done)
        #expect(await planning.snapshot().plan.state(of: key, at: now) == .ahead)
    }

    @Test func `done before it is due silences the day, and takes back what is shown`() async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        var household = try House.couple { ritual in
            ritual.ladder = Ladder(rungs: [
                Rung(before: Span(seconds: 3_600)), Rung(before: .zero),
            ])
        }
        household.channels[0].kind = .desktop(DesktopSettings())
        let (planning, outbox) = try house.parts(
            household,
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T11:00:00Z")
        await planning.wake()
        let lead = try #require(await channel.next())
        try house.clock.set("2026-01-09T11:30:00Z")
        let outcome = Outcome(
            occurrence: lead.occurrence.key,
            kind: .done,
            said: house.clock.read()
        )
        try await planning.perform(.said(outcome))
        await outbox.settled()
        #expect(channel.withdrawn.map(\.id) == [lead.id])
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(channel.nudges.count == 1)
    }

    @Test func `a clock that leapt ahead and came back neither repeats nor falls silent`()
        async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        _ = await channel.next()
        try house.clock.set("2026-03-01T09:00:00Z")
        await planning.wake()
        #expect(house.alarm.asked?.description == "2026-03-01T12:00:00Z")
        try house.clock.set("2026-01-09T12:01:00Z")
        await planning.wake()
        #expect(house.alarm.asked?.description == "2026-01-10T12:00:00Z")
        try house.clock.set("2026-01-10T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(
            channel.nudges.map(\.occurrence.key.description) == [
                "noon@2026-01-09T12:00", "noon@2026-01-10T12:00",
            ]
        )
    }

    @Test func `a ritual that was added while the daemon was down starts then, not before`()
        async throws
    {
        let house = try House()
        let ledger = try house.openLedger()
        let (planning, _) = try house.parts(House.couple(), ledger: ledger, channels: [:])
        try await planning.start()
        try house.clock.set("2026-01-09T14:00:00Z")
        await planning.stop()

        try house.clock.set("2026-01-09T14:30:00Z")
        let channel = WatchedChannel()
        let changed = try House.couple(at: "13:30")
        let (next, outbox) = try house.parts(changed, ledger: ledger, channels: ["one": channel])
        try await next.start()
        await outbox.settled()
        // Noon was due while it still ran; half past one was not its to keep yet.
        #expect(channel.nudges.map(\.occurrence.key.description) == ["noon@2026-01-09T12:00"])
        #expect(house.alarm.asked?.description == "2026-01-10T13:30:00Z")
    }
}
