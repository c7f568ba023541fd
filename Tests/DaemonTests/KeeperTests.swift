import CivilTime
import Ledger
import Delivery
import Household
import Planning
import Testing

@testable import Daemon

@Suite struct KeeperTests {
    @Test func `a nudge is told when it is due, and the alarm is set for the next`() async throws {
        let house = try House()
        let channel = WatchedChannel()
        let (keeper, courier) = try house.keeper(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await keeper.start()
        #expect(house.alarm.asked?.description == "2026-01-09T12:00:00Z")
        #expect(channel.nudges.isEmpty)

        try house.clock.set("2026-01-09T12:00:00Z")
        await keeper.wake()
        let nudge = try #require(await channel.next())
        #expect(nudge.occurrence.key.description == "noon@2026-01-09T12:00")
        #expect(nudge.late == .zero)
        #expect(house.alarm.asked?.description == "2026-01-10T12:00:00Z")
        await courier.settled()
    }

    @Test func `a restart tells nothing again, and takes up what fell due meanwhile`() async throws
    {
        let house = try House()
        let first = WatchedChannel()
        do {
            let (keeper, courier) = try house.keeper(
                House.couple(),
                ledger: house.openLedger(),
                channels: ["one": first]
            )
            try await keeper.start()
            try house.clock.set("2026-01-09T12:00:00Z")
            await keeper.wake()
            await courier.settled()
        }
        #expect(first.nudges.count == 1)

        try house.clock.set("2026-01-10T13:00:00Z")
        let second = WatchedChannel()
        let (keeper, courier) = try house.keeper(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": second]
        )
        try await keeper.start()
        await courier.settled()
        #expect(second.nudges.map(\.occurrence.key.description) == ["noon@2026-01-10T12:00"])
        #expect(second.nudges.map(\.late) == [.seconds(3_600)])
    }

    @Test func `a ledger that cannot be written delays a nudge, and neither loses nor doubles it`()
        async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        let ledger = BrokenLedger(try house.openLedger())
        let (keeper, courier) = try house.keeper(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await keeper.start()
        ledger.set(broken: true)
        try house.clock.set("2026-01-09T12:00:00Z")
        await keeper.wake()
        #expect(channel.nudges.isEmpty)
        #expect(
            await keeper.trouble == "the ledger cannot be used: database or disk is full"
        )
        #expect(house.alarm.asked?.description == "2026-01-09T12:00:30Z")

        ledger.set(broken: false)
        try house.clock.set("2026-01-09T12:00:30Z")
        await keeper.wake()
        await courier.settled()
        #expect(channel.nudges.map(\.occurrence.key.description) == ["noon@2026-01-09T12:00"])
        #expect(await keeper.trouble == nil)
    }

    @Test func `what a person says while the ledger is broken is refused, not half taken`()
        async throws
    {
        let house = try House()
        let ledger = BrokenLedger(try house.openLedger())
        let (keeper, _) = try house.keeper(House.couple(), ledger: ledger, channels: [:])
        try await keeper.start()
        ledger.set(broken: true)
        let outcome = Outcome(
            occurrence: try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00")),
            kind: .done,
            said: house.clock.read()
        )
        await #expect(throws: LedgerError.self) {
            try await keeper.take(.said(outcome))
        }
        #expect(await keeper.planner.standing(of: outcome.occurrence, at: outcome.said) == .ahead)
    }

    @Test func `done before it is due silences the day, and takes back what is shown`() async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        let household = try House.couple { ritual in
            ritual.ladder = Ladder(rungs: [
                Rung(before: Span(seconds: 3_600)), Rung(before: .zero),
            ])
        }
        let (keeper, courier) = try house.keeper(
            household,
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await keeper.start()
        try house.clock.set("2026-01-09T11:00:00Z")
        await keeper.wake()
        let lead = try #require(await channel.next())
        try house.clock.set("2026-01-09T11:30:00Z")
        let outcome = Outcome(
            occurrence: lead.occurrence.key,
            kind: .done,
            said: house.clock.read()
        )
        try await keeper.take(.said(outcome))
        #expect(channel.withdrawn.map(\.id) == [lead.id])
        try house.clock.set("2026-01-09T12:00:00Z")
        await keeper.wake()
        await courier.settled()
        #expect(channel.nudges.count == 1)
    }

    @Test func `a clock that leapt ahead and came back neither repeats nor falls silent`()
        async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        let (keeper, courier) = try house.keeper(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await keeper.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await keeper.wake()
        _ = await channel.next()
        try house.clock.set("2026-03-01T09:00:00Z")
        await keeper.wake()
        #expect(house.alarm.asked?.description == "2026-03-01T12:00:00Z")
        try house.clock.set("2026-01-09T12:01:00Z")
        await keeper.wake()
        #expect(house.alarm.asked?.description == "2026-01-10T12:00:00Z")
        try house.clock.set("2026-01-10T12:00:00Z")
        await keeper.wake()
        await courier.settled()
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
        let (keeper, _) = try house.keeper(House.couple(), ledger: ledger, channels: [:])
        try await keeper.start()
        try house.clock.set("2026-01-09T14:00:00Z")
        await keeper.stop()

        try house.clock.set("2026-01-09T14:30:00Z")
        let channel = WatchedChannel()
        let changed = try House.couple(at: "13:30")
        let (next, courier) = try house.keeper(changed, ledger: ledger, channels: ["one": channel])
        try await next.start()
        await courier.settled()
        // Noon was due while it still ran; half past one was not its to keep yet.
        #expect(channel.nudges.map(\.occurrence.key.description) == ["noon@2026-01-09T12:00"])
        #expect(house.alarm.asked?.description == "2026-01-10T13:30:00Z")
    }
}
