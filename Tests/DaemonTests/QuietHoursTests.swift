import CivilTime
import Ledger
import Delivery
import Household
import Planning
import Testing

@testable import Daemon

/// What is tried again in the evening, and who is asleep by then.
@Suite struct `The quiet hours of a partner` {
    private let house: House
    private let ledger: SQLiteLedger

    init() throws {
        house = try House()
        ledger = try house.openLedger()
    }

    /// A ritual two minutes before a night from ten to seven.
    private func household(
        lateWithin seconds: Int64 = 12 * 3_600,
        change: (inout Ritual) -> Void = { _ in }
    ) throws -> Household {
        var household = try House.couple(at: "21:58") { ritual in
            ritual.lateWithin = Span(seconds: seconds)
            change(&ritual)
        }
        let night = ClockWindow(
            start: try ClockTime(parsing: "22:00"),
            end: try ClockTime(parsing: "07:00")
        )
        household.partners[0].quietHours = QuietHours(night)
        return household
    }

    /// The daemon as it is after a start at that time, once all is quiet.
    private func start(
        at time: String,
        _ household: Household,
        _ channel: WatchedChannel
    ) async throws -> (PlannerActor, Outbox) {
        try house.clock.set(time)
        let (planning, outbox) = try house.parts(
            household,
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        await outbox.settled()
        await planning.setAlarm()
        return (planning, outbox)
    }

    private func wake(_ planning: PlannerActor, _ outbox: Outbox, at time: String) async throws {
        try house.clock.set(time)
        await planning.wake()
        await outbox.settled()
        await planning.setAlarm()
    }

    private func only() throws -> Delivery {
        let all = try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test func `are waited out by what is tried again`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        #expect(channel.nudges.count == 1)
        #expect(house.alarm.asked?.description == "2026-01-10T07:00:00Z")
        let waiting = try only()
        #expect(waiting.state == .pending)
        #expect(waiting.nextAttempt?.description == "2026-01-10T07:00:00Z")
        #expect(waiting.detail == "as told; waits for the end of alex's quiet hours")

        let (_, again) = try await start(at: "2026-01-10T02:00:00Z", household(), channel)
        #expect(channel.nudges.count == 1)
        _ = again
        _ = try await start(at: "2026-01-10T07:00:00Z", household(), channel)
        #expect(channel.nudges.count == 2)
        #expect(try only().state == .delivered)
    }

    @Test func `do not keep what is urgent`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let urgent = try household { $0.isUrgent = true }
        let (planning, outbox) = try await start(at: "2026-01-09T21:57:00Z", urgent, channel)
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        #expect(house.alarm.asked?.description == "2026-01-09T22:08:00Z")
        try await wake(planning, outbox, at: "2026-01-09T22:08:00Z")
        #expect(channel.nudges.count == 2)
    }

    @Test func `end the tries where nobody wants the nudge by their end`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(lateWithin: 3 * 3_600),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        let dead = try only()
        #expect(dead.state == .dead)
        #expect(dead.detail == "as told; the nudge expires before alex's quiet hours end")
        #expect(channel.nudges.count == 1)
    }

    @Test func `are kept by a machine that slept through the time of the next try`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(60)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        #expect(try only().nextAttempt?.description == "2026-01-09T21:59:00Z")
        try await wake(planning, outbox, at: "2026-01-10T02:00:00Z")
        #expect(channel.nudges.count == 1)
        let waiting = try only()
        #expect(waiting.state == .pending)
        #expect(waiting.attempts == 1)
        #expect(waiting.nextAttempt?.description == "2026-01-10T07:00:00Z")
        #expect(waiting.detail == "waits for the end of alex's quiet hours")
    }

    @Test func `let expire what has no time left after them`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(60)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(lateWithin: 6 * 3_600),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        try await wake(planning, outbox, at: "2026-01-10T02:00:00Z")
        let expired = try only()
        #expect(expired.state == .expired)
        #expect(expired.detail == "the nudge expires before alex's quiet hours end")
        #expect(channel.nudges.count == 1)
    }

    @Test func `are kept by what waited for a desktop`() async throws {
        let channel = WatchedChannel()
        channel.set(ready: false)
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        channel.set(ready: true)
        try house.clock.set("2026-01-10T02:00:00Z")
        await outbox.resume("one", at: house.clock.read())
        await outbox.settled()
        #expect(channel.nudges.isEmpty)
        try await wake(planning, outbox, at: "2026-01-10T07:00:00Z")
        #expect(channel.nudges.count == 1)
    }

    /// The household with Sam, who sleeps or does not.
    private func both(samSleeps: Bool) throws -> Household {
        var household = try household()
        household.partners.append(Partner(id: "sam", name: "Sam", zone: .utc))
        household.partners[1].quietHours = samSleeps ? household.partners[0].quietHours : nil
        return household
    }

    @Test func `of one make two of a message for both that is tried again`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            both(samSleeps: false),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        #expect(channel.nudges.map(\.partners) == [["alex", "sam"]])
        #expect(try only().nextAttempt?.description == "2026-01-09T22:08:00Z")

        try await wake(planning, outbox, at: "2026-01-09T22:08:00Z")
        #expect(channel.nudges.map(\.partners) == [["alex", "sam"], ["sam"]])
        try await wake(planning, outbox, at: "2026-01-10T07:00:00Z")
        #expect(channel.nudges.map(\.partners) == [["alex", "sam"], ["sam"], ["alex"]])
        #expect(try ledger.summary().deliveries == [.delivered: 2])
    }

    @Test func `of both keep a message for both in one`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            both(samSleeps: true),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        #expect(try only().detail == "as told; waits for the end of alex's and sam's quiet hours")
        try await wake(planning, outbox, at: "2026-01-10T07:00:00Z")
        #expect(channel.nudges.map(\.partners) == [["alex", "sam"], ["alex", "sam"]])
        #expect(try only().state == .delivered)
    }

    @Test func `are no matter to what a person asks to be tried again`() async throws {
        let channel = WatchedChannel(answering: .failed(retryAfter: .seconds(600)))
        let (planning, outbox) = try await start(
            at: "2026-01-09T21:57:00Z",
            household(),
            channel
        )
        try await wake(planning, outbox, at: "2026-01-09T21:58:00Z")
        try house.clock.set("2026-01-09T23:00:00Z")
        let waiting = try only()
        #expect(try await outbox.retry(waiting.id, at: house.clock.read()))
        await outbox.settled()
        #expect(try only().state == .delivered)
    }
}
