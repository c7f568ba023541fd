import CivilTime
import Delivery
import Household
import Ledger
import Logging
import Planning
import Testing

@testable import Daemon

/// Nudges that go by another channel, because the first ones do not reach anybody.
@Suite struct EscalationTests {
    /// Alex is told of noon on `desk`; `phone` gets it where that fails.
    private struct Told {
        let house: House
        let desk: WatchedChannel
        let phone = WatchedChannel()
        let ledger: BrokenLedger
        let planning: PlannerActor
        let outbox: Outbox
        let answers: ChannelAnswers

        init(
            desk: WatchedChannel = WatchedChannel(),
            _ settings: DesktopSettings = DesktopSettings(),
            change: (inout Ritual) -> Void = { _ in }
        ) async throws {
            house = try House()
            self.desk = desk
            ledger = BrokenLedger(try house.openLedger())
            var household = try House.couple(channels: ["desk", "phone"], change: change)
            household.channels[0].kind = .desktop(settings)
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["desk": desk, "phone": phone]
            )
            answers = ChannelAnswers(
                planning: planning,
                outbox: outbox,
                ledger: ledger,
                now: house.clock.read,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                names: LogNames()
            )
            try await planning.start()
            try await wake(at: "2026-01-09T12:00:00Z")
        }

        /// The ritual goes to `phone` where nobody answers for half an hour.
        static func escalating(desk: WatchedChannel = WatchedChannel()) async throws -> Told {
            try await Told(desk: desk) {
                $0.escalation = Escalation(channels: ["phone"], after: .seconds(1_800))
            }
        }

        /// The phone waits a quarter of an hour for the desk to show it.
        static func waiting(hold: String?) async throws -> Told {
            let desk = WatchedChannel()
            desk.set(hold: hold)
            return try await Told(desk: desk, DesktopSettings(elseAfter: .seconds(900)))
        }

        func wake(at time: String) async throws {
            try house.clock.set(time)
            await planning.wake()
            await outbox.settled()
            await planning.wake()
            await outbox.settled()
        }

        func say(_ kind: Outcome.Kind) async throws {
            let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
            try await planning.perform(
                .said(Outcome(occurrence: key, kind: kind, said: house.clock.read()))
            )
            await outbox.settled()
        }

        func take(_ kind: ChannelEvent.Kind) async {
            await answers.take(ChannelEvent(channel: "desk", kind))
            await outbox.settled()
        }

        var onPhone: Delivery? {
            get throws {
                let states = Set(Delivery.State.allCases)
                return try ledger.deliveries(in: states, limit: 100).first { $0.channel == "phone" }
            }
        }
    }

    @Test func `what nobody answers goes by the other channel, once`() async throws {
        let told = try await Told.escalating()
        #expect(told.desk.nudges.count == 1)
        #expect(told.phone.nudges.isEmpty)
        #expect(try told.onPhone?.nextAttempt == Instant(parsing: "2026-01-09T12:30:00Z"))
        await told.planning.setAlarm()
        #expect(told.house.alarm.asked == (try Instant(parsing: "2026-01-09T12:30:00Z")))
        try await told.wake(at: "2026-01-09T12:29:59Z")
        #expect(told.phone.nudges.isEmpty)
        try await told.wake(at: "2026-01-09T12:30:00Z")
        #expect(told.phone.nudges.map(\.id) == told.desk.nudges.map(\.id))
        try await told.wake(at: "2026-01-09T14:00:00Z")
        #expect(told.phone.nudges.count == 1)
        #expect(told.desk.nudges.count == 1)
    }

    @Test(arguments: ["done", "skipped", "later"])
    func `what is answered goes nowhere else`(_ word: String) async throws {
        let told = try await Told.escalating()
        switch word {
        case "done": try await told.say(.done)
        case "skipped": try await told.say(.skipped)
        default: try await told.say(.later(until: Instant(parsing: "2026-01-09T14:50:00Z")))
        }
        try await told.wake(at: "2026-01-09T12:30:00Z")
        #expect(told.phone.nudges.isEmpty)
        #expect(try told.onPhone?.state == .withdrawn)
    }

    @Test(arguments: [true, false])
    func `what is seen to be read, or put away, goes nowhere else`(_ isPutAway: Bool) async throws {
        let told = try await Told.escalating()
        let nudge = try #require(told.desk.nudges.first)
        await told.take(isPutAway ? .dismissed(nudge) : .seen(nudge))
        try await told.wake(at: "2026-01-09T12:30:00Z")
        #expect(told.phone.nudges.isEmpty)
        #expect(try told.onPhone?.state == .withdrawn)
        #expect(try told.onPhone?.detail == "not needed: it was seen on 'desk'")
    }

    @Test func `where the first channel refuses it, the other gets it at once`() async throws {
        let told = try await Told.escalating(desk: WatchedChannel(answering: .refused))
        #expect(told.phone.nudges.count == 1)
    }

    @Test func `a first channel that is tried again is given its time`() async throws {
        let failing = WatchedChannel(answering: .failed(retryAfter: .seconds(7_200)))
        let told = try await Told.escalating(desk: failing)
        #expect(told.phone.nudges.isEmpty)
        try await told.wake(at: "2026-01-09T12:30:00Z")
        #expect(told.phone.nudges.count == 1)
    }

    @Test func `it survives a crash: the other channel is a delivery in the ledger`() async throws {
        let told = try await Told.escalating()
        let id = try #require(told.desk.nudges.first?.id)
        let first = try told.ledger.firstWay(of: id)
        #expect(first.shownOn == "desk")
        #expect(first.seenOn == nil)
        #expect(
            try told.onPhone?.fallback?.unlessAnswered == Instant(parsing: "2026-01-09T12:30:00Z")
        )
        try await told.planning.recall()
        try await told.wake(at: "2026-01-09T12:40:00Z")
        #expect(told.phone.nudges.map(\.id) == [id])
    }

    @Test
    func
        `the others wait for a desktop with else_after, and are not told where it shows the nudge`()
        async throws
    {
        let told = try await Told.waiting(hold: nil)
        #expect(told.desk.nudges.count == 1)
        try await told.wake(at: "2026-01-09T12:15:00Z")
        #expect(told.phone.nudges.isEmpty)
        #expect(try told.onPhone?.state == .withdrawn)
        #expect(try told.onPhone?.detail == "not needed: shown on 'desk'")
    }

    @Test func `where nobody is there for so long, the others get it`() async throws {
        let told = try await Told.waiting(hold: "nobody is at the machine")
        #expect(told.desk.nudges.isEmpty)
        try await told.wake(at: "2026-01-09T12:14:59Z")
        #expect(told.phone.nudges.isEmpty)
        try await told.wake(at: "2026-01-09T12:15:00Z")
        #expect(told.phone.nudges.count == 1)
        // Who comes back finds it on the desktop too, as long as it is open.
        told.desk.set(hold: nil)
        await told.take(.ready)
        #expect(told.desk.nudges.count == 1)
    }

    @Test func `an urgent nudge waits for no desktop`() async throws {
        let desk = WatchedChannel()
        let told = try await Told(desk: desk, DesktopSettings(elseAfter: .seconds(900))) {
            $0.isUrgent = true
        }
        #expect(told.desk.nudges.count == 1)
        #expect(told.phone.nudges.count == 1)
    }

    @Test func `an urgent ritual escalates by the partner's other channels by default`()
        async throws
    {
        let told = try await Told {
            $0.isUrgent = true
            $0.channels = ["desk"]
        }
        #expect(told.phone.nudges.isEmpty)
        try await told.wake(at: "2026-01-09T12:30:00Z")
        #expect(told.phone.nudges.count == 1)
    }

    @Test func `an empty else keeps an urgent ritual where it is`() async throws {
        let told = try await Told {
            $0.isUrgent = true
            $0.channels = ["desk"]
            $0.escalation = Escalation(channels: [])
        }
        try await told.wake(at: "2026-01-09T14:00:00Z")
        #expect(told.phone.nudges.isEmpty)
        #expect(try told.onPhone == nil)
    }
}
