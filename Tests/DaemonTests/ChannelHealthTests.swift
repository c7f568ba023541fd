import CivilTime
import Delivery
import Emitters
import Household
import Ledger
import Planning
import Testing

@testable import Daemon

/// What the daemon does about a channel whose other side is not well.
@Suite struct `A channel that is not well` {
    private let house: House
    private let ledger: SQLiteLedger

    init() throws {
        house = try House()
        ledger = try house.openLedger()
    }

    /// A planner's actor and an outbox after the nudges of noon.
    private func afternoon(
        _ household: Household,
        _ channels: [String: any Emitting]
    ) async throws -> (PlannerActor, Outbox) {
        let (planning, outbox) = try house.parts(household, ledger: ledger, channels: channels)
        await outbox.announceDisabled()
        try await planning.start()
        try house.clock.set("2026-01-09T12:00:00Z")
        await planning.wake()
        await outbox.settled()
        return (planning, outbox)
    }

    /// Until when the channel `one` rests.
    private func restOfOne() throws -> String? {
        try ledger.health(of: "one")?.coolDownUntil?.description
    }

    /// Seven who are told at noon, each of a ritual of their own, which expires at three.
    private func household(_ channels: [String] = ["one"]) throws -> Household {
        var household = try House.couple(channels: channels)
        household.partners = ["alex", "bo", "cy", "di", "eli", "flo", "gus"].map {
            Partner(id: $0, name: $0, zone: .utc)
        }
        let noon = household.rituals[0]
        household.rituals = household.partners.map { partner in
            var ritual = noon
            ritual.id = "noon-\(partner.id)"
            ritual.partners = [partner.id]
            return ritual
        }
        return household
    }

    @Test func `rests after five failures in a row, whatever else waits`() async throws {
        let failing = WatchedChannel(
            answering: Array(repeating: .failed(retryAfter: .seconds(600)), count: 99)
        )
        let channel = Endpoint(watched: failing)
        let (planning, outbox) = try await afternoon(household(), ["one": channel])
        #expect(failing.nudges.count == 5)
        #expect(try restOfOne() == "2026-01-09T12:00:30Z")
        #expect(try ledger.summary().deliveries == [.pending: 7])
        await planning.setAlarm()
        #expect(house.alarm.asked?.description == "2026-01-09T12:00:30Z")

        // The rest is over: one attempt shows that nothing is better, and the rest is longer.
        try house.clock.set("2026-01-09T12:00:30Z")
        await planning.wake()
        await outbox.settled()
        #expect(failing.nudges.count == 6)
        #expect(try restOfOne() == "2026-01-09T12:01:30Z")
    }

    @Test func `is well again with the first success, and what waited leaves`() async throws {
        let failing = WatchedChannel(
            answering: Array(repeating: .failed(retryAfter: .zero), count: 5)
        )
        let (planning, outbox) = try await afternoon(
            household(),
            ["one": Endpoint(watched: failing)]
        )
        try house.clock.set("2026-01-09T12:10:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(try ledger.summary().deliveries == [.delivered: 7])
        #expect(try ledger.health(of: "one")?.breaker(at: house.clock.read()) == .closed)
    }

    @Test func `still rests after a restart`() async throws {
        let failing = WatchedChannel(
            answering: Array(repeating: .failed(retryAfter: .zero), count: 99)
        )
        let channel = Endpoint(watched: failing)
        _ = try await afternoon(household(), ["one": channel])
        let (again, outbox) = try house.parts(
            household(),
            ledger: ledger,
            channels: ["one": channel]
        )
        try await again.start()
        await outbox.settled()
        #expect(failing.nudges.count == 5)
    }

    @Test func `that is gone is off, and the couple hears of it by the other channel`()
        async throws
    {
        let gone = WatchedChannel(answering: [.gone])
        let other = WatchedChannel()
        let (_, outbox) = try await afternoon(
            household(["one", "two"]),
            ["one": Endpoint(watched: gone), "two": other]
        )
        await outbox.settled()
        #expect(gone.nudges.count == 1)
        let notices = other.nudges.filter { $0.ritual == "channel-off-one" }
        #expect(notices.map(\.partners) == [["alex", "bo", "cy", "di", "eli", "flo", "gus"]])
        #expect(notices.first?.title == "The channel 'one' is off")
        #expect(notices.first?.body.contains("as told") == true)
        let dead = try ledger.deliveries(in: [.dead], limit: 99)
        #expect(dead.count == 7)
        #expect(dead.allSatisfy { $0.channel == "one" })
        let details = Set(dead.compactMap(\.detail))
        #expect(details == ["as told", "the channel is off since 2026-01-09T12:00:00Z: as told"])
    }

    @Test func `that is off stays off over a restart and is on again with other settings`()
        async throws
    {
        let gone = WatchedChannel(answering: [.gone])
        let household = try House.couple()
        _ = try await afternoon(household, ["one": Endpoint(watched: gone)])
        let (again, outbox) = try house.parts(
            household,
            ledger: ledger,
            channels: ["one": Endpoint(watched: gone)]
        )
        try house.clock.set("2026-01-10T12:00:00Z")
        try await again.start()
        await outbox.settled()
        #expect(gone.nudges.count == 1)

        await outbox.replace(
            ["one": Endpoint(watched: gone, endpoint: "elsewhere")],
            for: household
        )
        try house.clock.set("2026-01-11T12:00:00Z")
        await again.wake()
        await outbox.settled()
        #expect(gone.nudges.count == 2)
        #expect(try ledger.health(of: "one")?.disabled == nil)
    }

    @Test func `that is off is on again when one of its nudges is tried again by hand`()
        async throws
    {
        let gone = WatchedChannel(answering: [.gone])
        let (_, outbox) = try await afternoon(House.couple(), ["one": Endpoint(watched: gone)])
        let dead = try ledger.deliveries(in: [.dead], limit: 9)[0]
        #expect(try ledger.retry(dead.id, at: house.clock.read()))
        await outbox.dispatch(at: house.clock.read())
        await outbox.settled()
        #expect(try ledger.delivery(dead.id)?.state == .delivered)
        #expect(try ledger.health(of: "one")?.disabled == nil)
    }

    @Test func `that takes a test is well again`() async throws {
        let gone = WatchedChannel(answering: [.gone])
        let (_, outbox) = try await afternoon(House.couple(), ["one": Endpoint(watched: gone)])
        let nudge = try #require(gone.nudges.first)
        let tested = try await outbox.test("one", with: nudge)
        let attempt = try #require(tested)
        #expect(attempt.result == .delivered)
        #expect(attempt.latency != nil)
        #expect(try ledger.health(of: "one")?.disabled == nil)
        #expect(try await outbox.test("none", with: nudge) == nil)
    }

    @Test func `that rejects is asked a second time and no third`() async throws {
        let rejecting = WatchedChannel(answering: [.rejected, .rejected, .rejected])
        let (planning, outbox) = try await afternoon(
            House.couple(),
            ["one": Endpoint(watched: rejecting)]
        )
        #expect(try ledger.summary().deliveries == [.pending: 1])
        try house.clock.set("2026-01-09T12:00:05Z")
        await planning.wake()
        await outbox.settled()
        #expect(rejecting.nudges.count == 2)
        #expect(try ledger.summary().deliveries == [.dead: 1])
        let dead = try ledger.deliveries(in: [.dead], limit: 9)[0]
        let attempts = try ledger.attempts(at: dead.id)
        #expect(attempts.map(\.status) == [418, 418])
        #expect(attempts.map(\.reply) == ["short and stout", "short and stout"])
        #expect(attempts.allSatisfy { $0.latency != nil })
    }

    @Test func `rests also after a clock that was ahead`() async throws {
        let failing = WatchedChannel(
            answering: Array(repeating: .failed(retryAfter: .seconds(600)), count: 99)
        )
        let channel = Endpoint(watched: failing)
        let (planning, outbox) = try await afternoon(household(), ["one": channel])
        #expect(failing.nudges.count == 5)
        // What the clock of noon had said is over: one attempt, and a rest from the present time on.
        try house.clock.set("2026-01-09T11:00:00Z")
        await planning.wake()
        await outbox.settled()
        #expect(failing.nudges.count == 6)
        #expect(try restOfOne() == "2026-01-09T11:01:00Z")
        #expect(try ledger.channels(dueAt: house.clock.read()).isEmpty)
        await planning.setAlarm()
        #expect(house.alarm.asked?.description == "2026-01-09T11:01:00Z")
    }

    @Test func `that was switched off is told of after a crash that came between`() async throws {
        let since = house.clock.read()
        var health = ChannelHealth(channel: "one", endpoint: "there", updated: since)
        health.disabled = .init(since: since, reason: "HTTP 410")
        try ledger.save(health)
        let other = WatchedChannel()
        let channels: [String: any Emitting] = [
            "one": Endpoint(watched: WatchedChannel()), "two": other,
        ]
        for _ in 1...2 {
            _ = try await afternoon(House.couple(channels: ["one", "two"]), channels)
        }
        let notices = other.nudges.filter { $0.ritual == "channel-off-one" }
        #expect(notices.map(\.partner) == ["alex"])
    }
}
