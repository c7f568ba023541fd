import CivilTime
import Delivery
import Household
import Ledger
import Logging
import Planning
import Testing

@testable import Daemon

/// What the outbox does with messages that nobody waits for any more, on a channel elsewhere.
@Suite struct `A message that nobody waits for` {
    /// A household with one channel that takes back, and a ritual at noon.
    private struct Home {
        let house: House
        let ledger: PlannerActor.Store
        let planning: PlannerActor
        let outbox: Outbox
        let key: OccurrenceKey

        init(_ channel: any Emitting) throws {
            house = try House()
            let ledger = try house.openLedger()
            self.ledger = ledger
            var household = try House.couple()
            let settings = CommandSettings(arguments: ["/bin/true"])
            household.channels = [Channel(id: "one", kind: .command(settings))]
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["one": channel]
            )
            key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        }

        func wake(at time: String) async throws {
            try house.clock.set(time)
            await planning.wake()
        }

        func say(_ kind: Outcome.Kind) async throws {
            let word = Outcome(occurrence: key, kind: kind, said: house.clock.read())
            try await planning.perform(.said(word))
        }

        /// The deliveries, oldest first.
        var deliveries: [String] {
            get throws {
                try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
                    .sorted { $0.id < $1.id }
                    .map { "\($0.nudge.stage): \($0.kind) \($0.state)" }
            }
        }
    }

    @Test func `is taken back by the name that the service gave it`() async throws {
        let channel = WatchedChannel()
        let home = try Home(channel)
        try await home.planning.start()
        try await home.wake(at: "2026-01-09T12:00:00Z")
        await home.outbox.settled()
        try await home.say(.done)
        await home.outbox.settled()
        #expect(channel.removed == ["message 1"])
        #expect(try home.deliveries == ["start: withdraw withdrawn"])
    }

    @Test func `is taken back once its channel is there again, and not shown again`() async throws {
        let channel = WatchedChannel()
        channel.set(withdrawing: [.failed(retryAfter: .seconds(3_600))])
        let home = try Home(channel)
        try await home.planning.start()
        try await home.wake(at: "2026-01-09T12:00:00Z")
        await home.outbox.settled()
        try await home.say(.done)
        await home.outbox.settled()
        await home.planning.setAlarm()
        #expect(try home.deliveries == ["start: withdraw pending"])
        #expect(home.house.alarm.asked?.description == "2026-01-09T13:00:00Z")
        for time in ["2026-01-09T12:59:59Z", "2026-01-09T13:00:00Z", "2026-01-09T20:00:00Z"] {
            try await home.wake(at: time)
            await home.outbox.settled()
        }
        #expect(channel.removed == ["message 1", "message 1"])
        #expect(channel.nudges.count == 1)
        #expect(try home.deliveries == ["start: withdraw withdrawn"])
    }

    @Test func `is waited for where it was on its way`() async throws {
        let channel = HangingChannel()
        let home = try Home(channel)
        try await home.planning.start()
        try await home.wake(at: "2026-01-09T12:00:00Z")
        await channel.hasBegun()
        try await home.say(.done)
        #expect(channel.removed == [])
        #expect(try home.deliveries == ["start: withdraw sending"])
        channel.letGo()
        await home.outbox.settled()
        #expect(channel.removed == ["late"])
        #expect(try home.deliveries == ["start: withdraw withdrawn"])
    }

    @Test(arguments: [false, true])
    func `is left alone where a later one took its place`(_ replaces: Bool) async throws {
        let channel = WatchedChannel()
        channel.set(withdrawing: [.failed(retryAfter: .seconds(1_800))], replaces: replaces)
        let home = try Home(channel)
        try await home.planning.start()
        try await home.wake(at: "2026-01-09T12:00:00Z")
        await home.outbox.settled()
        try await home.say(.later(until: home.house.clock.read() + .seconds(1_200)))
        await home.outbox.settled()
        for time in ["2026-01-09T12:20:00Z", "2026-01-09T12:30:00Z"] {
            try await home.wake(at: time)
            await home.outbox.settled()
        }
        #expect(channel.nudges.map(\.stage.description) == ["start", "snooze:1"])
        #expect(channel.removed == (replaces ? ["message 1"] : ["message 1", "message 1"]))
        #expect(
            try home.deliveries == ["start: withdraw withdrawn", "snooze:1: show delivered"]
        )
    }

    @Test func `stays where it is open again before it was taken back`() async throws {
        let channel = WatchedChannel()
        channel.set(withdrawing: [.failed(retryAfter: .seconds(1_800))])
        let home = try Home(channel)
        let answers = ChannelAnswers(
            planning: home.planning,
            outbox: home.outbox,
            ledger: home.ledger,
            now: home.house.clock.read,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            names: LogNames()
        )
        try await home.planning.start()
        try await home.wake(at: "2026-01-09T12:00:00Z")
        await home.outbox.settled()
        try await home.say(.done)
        await home.outbox.settled()
        let undo = PlannerEvent.undo(home.key, by: nil, at: home.house.clock.read())
        try await home.planning.perform(undo)
        await answers.showAgain()
        #expect(try home.deliveries == ["start: show delivered"])
        try await home.wake(at: "2026-01-09T12:30:00Z")
        await home.outbox.settled()
        #expect(channel.removed == ["message 1"])
        #expect(channel.nudges.count == 1)
    }
}
