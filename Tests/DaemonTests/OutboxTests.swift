import CivilTime
import Delivery
import Household
import Ledger
import Planning
import Testing

@testable import Daemon

@Suite struct OutboxTests {
    @Test func `a channel that hangs holds up no other`() async throws {
        let house = try House()
        let hanging = HangingChannel()
        let quick = WatchedChannel()
        let (planning, outbox) = try house.parts(
            House.couple(channels: ["hanging", "quick"]),
            ledger: house.openLedger(),
            channels: ["hanging": hanging, "quick": quick]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await hanging.hasBegun()
        #expect(await quick.next() != nil)

        try house.clock.set("2026-01-10T12:00:00Z")
        await planning.wake()
        let second = try #require(await quick.next())
        #expect(second.occurrence.key.description == "noon@2026-01-10T12:00")
        hanging.letGo()
        await outbox.settled()
    }

    @Test func `a failed attempt is made again later, with the same id`() async throws {
        let house = try House()
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        await planning.setAlarm()
        #expect(house.alarm.asked?.description == "2026-01-09T12:10:00Z")

        let (again, retrying) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try house.clock.set("2026-01-09T12:10:00Z")
        try await again.start()
        await retrying.settled()
        #expect(channel.nudges.count == 2)
        #expect(Set(channel.nudges.map(\.id)).count == 1)
        #expect(try ledger.summary().deliveries[.delivered] == 1)
    }

    @Test func `stale text is not sent`() async throws {
        let house = try House()
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(4 * 3_600)))
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(try ledger.summary().deliveries[.dead] == 1)
        #expect(channel.nudges.count == 1)
    }

    @Test func `a refused nudge is dead at once, and the channel's health says so`() async throws {
        let house = try House()
        let channel = WatchedChannel(answering: .refused)
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(try ledger.summary().deliveries[.dead] == 1)
        #expect(await outbox.lastAttempts["one"]?.state == .dead)
        #expect(await outbox.lastAttempts["one"]?.detail == "as told")
    }

    @Test func `a nudge for a channel that the config no longer has is given up`() async throws {
        let house = try House()
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(House.couple(), ledger: ledger, channels: [:])
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        let dead = try ledger.deliveries(in: [.dead], limit: 10)
        #expect(dead.map(\.detail) == ["the config has no such channel"])
    }

    @Test func `what a channel cannot take yet waits for it, and no attempt is counted`()
        async throws
    {
        let house = try House()
        let channel = WatchedChannel()
        channel.set(ready: false)
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        await outbox.dispatch(at: house.clock.read())
        await outbox.settled()
        await planning.setAlarm()
        let waiting = try ledger.deliveries(in: [.pending], limit: 10)
        #expect(waiting.map(\.attempts) == [0])
        #expect(house.alarm.asked?.description == "2026-01-10T12:00:00Z")
        #expect(await outbox.lastAttempts["one"]?.detail == "not there yet")

        channel.set(ready: true)
        try house.clock.set("2026-01-09T13:00:00Z")
        await outbox.resume("one", at: house.clock.read())
        await outbox.settled()
        #expect(channel.nudges.count == 1)
        #expect(try ledger.deliveries(in: [.delivered], limit: 10).map(\.attempts) == [1])
    }

    @Test func `what waited for a channel past its time expires`() async throws {
        let house = try House()
        let channel = WatchedChannel()
        channel.set(ready: false)
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        channel.set(ready: true)
        try house.clock.set("2026-01-09T15:00:01Z")
        await outbox.resume("one", at: house.clock.read())
        await outbox.settled()
        #expect(channel.nudges.isEmpty)
        #expect(try ledger.summary().deliveries == [.expired: 1])
    }

    @Test func `channels take down what they show when it ends`() async throws {
        let house = try House()
        let channel = WatchedChannel()
        let (planning, outbox) = try house.parts(
            House.couple(),
            ledger: house.openLedger(),
            channels: ["one": channel]
        )
        try await planning.start()
        await outbox.finish()
        await outbox.leave()
        #expect(channel.hasLeft)
    }
}
