import CivilTime
import Delivery
import Emitters
import Household
import Logging
import Planning

/// Hands deliveries from the ledger to their channels: in order on each channel, on all channels in
/// parallel.
///
/// Each channel has a lane of its own, so a channel that hangs keeps only its own nudges waiting.
/// The ledger records an attempt before it begins and its result after it ends, so a crash leaves
/// no doubt about which attempt was in flight.
///
/// | phase | event | next phase |
/// |---|---|---|
/// | running | `finish()` | stopping: lanes end after the attempt under way |
/// | running, stopping | `giveUp()` | abandoned: results of attempts under way are not recorded |
actor Outbox {
    typealias Store = any LedgerWriting & LedgerReading

    /// What the outbox reports to the runtime.
    enum Event: Sendable {
        /// A lane has handed over everything that was due on its channel.
        case laneIdle
    }

    private enum Phase {
        case running
        case stopping
        case abandoned
    }

    let ledger: Store
    let now: @Sendable () -> Instant
    let log: Logger
    let names: LogNames
    let feed: EventFeed
    private let report: @Sendable (Event) -> Void
    /// The household of the current config, for quiet hours and for notices about channels.
    private(set) var household: Household
    var lanes: [String: Lane]
    private var phase = Phase.running
    /// Results of attempts that could not be written to the ledger yet.
    var unwritten: [(end: DeliveryEnd, at: Instant)] = []
    /// Deliveries that a person asked to be tried at once, quiet hours or not.
    var byHand: Set<Delivery.ID> = []
    /// The time until which a ledger that failed is not used again.
    private var coolDown: Instant?
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []

    /// How many deliveries of a channel are read from the ledger at once.
    private static let batch = 16
    /// How long to wait before a ledger that failed is tried again.
    static let retry = Duration.seconds(30)

    /// Makes an outbox for the channels of `household`, each with its emitter by the channel's id.
    ///
    /// `report` is called, from any task, whenever there is something for the runtime to follow up.
    init(
        _ household: Household,
        ledger: Store,
        emitters: [String: any Emitting],
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames = LogNames(),
        feed: EventFeed = EventFeed(),
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.household = household
        self.ledger = ledger
        self.now = now
        self.log = log
        self.names = names
        self.feed = feed
        self.report = report
        lanes = emitters.mapValues { Lane(emitter: .current($0)) }
        NewSettings.take(emitters, in: ledger, at: now(), log)
    }

    /// Whether results of attempts under way are no longer recorded.
    var isAbandoned: Bool { phase == .abandoned }

    // MARK: - Channels

    /// Prepares the channels of a config that is not recorded in the ledger yet, since a nudge of
    /// that config may be due on a new channel before `replace` is called.
    func expect(_ emitters: [String: any Emitting]) {
        for (channel, emitter) in emitters where lanes[channel]?.emitter.current == nil {
            lanes[channel, default: Lane()].emitter = .expected(emitter)
        }
    }

    /// Removes the channels that `expect` prepared, because the config was refused.
    func forgetExpected() {
        for (channel, lane) in lanes {
            if case .expected = lane.emitter {
                lanes[channel]?.emitter = .none
            }
        }
    }

    /// Takes the channels of a new config; attempts under way end with the emitter that they began with.
    func replace(_ emitters: [String: any Emitting], for household: Household) {
        self.household = household
        for channel in Set(lanes.keys).union(emitters.keys) {
            lanes[channel, default: Lane()].take(emitters[channel])
        }
        lanes = lanes.filter { $0.value.isRunning || $0.value.emitter.usable != nil }
        NewSettings.take(emitters, in: ledger, at: now(), log)
    }

    /// The emitter of a channel; `nil` where the config has no such channel.
    func emitter(of channel: String) -> (any Emitting)? {
        lanes[channel]?.emitter.usable
    }

    /// How the last attempt on each channel went, by the channel's id.
    var lastAttempts: [String: Lane.LastAttempt] {
        lanes.compactMapValues(\.lastAttempt)
    }

    /// What partners should know of the channels now, by the channel's id.
    var notices: [String: String] {
        lanes.compactMapValues(\.notice)
    }

    /// Notes what a partner should know of a channel; `nil` where there is nothing to know.
    func note(_ notice: String?, of channel: String) {
        lanes[channel]?.notice = notice
    }

    // MARK: - Dispatching

    /// Starts the lane of each channel with due deliveries, unless the lane runs already.
    func dispatch(at now: Instant) {
        guard phase == .running, coolDown.map({ $0 <= now || $0 > now + Self.retry }) ?? true else {
            return
        }
        do {
            try writeUnwritten()
            for channel in try ledger.channels(dueAt: now)
            where try lanes[channel]?.isRunning != true && !due(on: channel).isEmpty {
                lanes[channel, default: Lane()].isRunning = true
                Task.pooled {
                    await self.run(lane: channel)
                }
            }
            coolDown = nil
        } catch {
            tolerate(error, "the outbox cannot be used")
        }
    }

    /// Delivers the nudges that waited for a channel that is ready now.
    func resume(_ channel: String, at now: Instant) {
        lanes[channel, default: Lane()].becomeReady()
        do {
            try ledger.release(channel, at: now)
        } catch {
            log.error("what waits for '\(channel)' cannot be released: \(error), ignoring")
        }
        dispatch(at: now)
    }

    /// Retries a delivery at once, as a person asked; returns `false` where it is neither pending
    /// nor dead.
    func retry(_ delivery: Delivery.ID, at now: Instant) throws -> Bool {
        guard try ledger.retry(delivery, at: now) else {
            return false
        }
        byHand.insert(delivery)
        dispatch(at: now)
        return true
    }

    /// Gives a delivery up; `false` where there is nothing to give up.
    func drop(_ delivery: Delivery.ID, at now: Instant) throws -> Bool {
        try ledger.drop(delivery, at: now)
    }

    /// When the next attempt after `now` may be made; deliveries that are due now are under way.
    func nextAttempt(after now: Instant) -> Instant? {
        let next = (try? ledger.nextAttempt(after: now)) ?? nil
        return [next, coolDown].compactMap(\.self).min()
    }

    /// The deliveries that are due on a channel; none where all of them wait for the channel to be ready.
    private func due(on channel: String) throws -> [Delivery] {
        let now = now()
        let due = try ledger.deliveries(dueAt: now, on: channel, limit: Self.batch)
        guard case .blocked(let known) = lanes[channel]?.readiness else {
            return due
        }
        return due.contains {
            !known.contains($0.id) || $0.kind == .show && $0.nudge.expires < now
        } ? due : []
    }

    /// Runs a lane until nothing is due on its channel.
    ///
    /// No other code of the actor runs between the last check and the end of the run, so `dispatch`
    /// starts the lane again for deliveries that become due later.
    private func run(lane channel: String) async {
        do {
            while phase == .running {
                let due = try due(on: channel)
                guard !due.isEmpty else {
                    break
                }
                lanes[channel]?.readiness = .unknown
                try await handOver(due, to: channel)
            }
        } catch {
            tolerate(error, "the result of a delivery to '\(channel)' cannot be written")
        }
        lanes[channel]?.isRunning = false
        if lanes[channel]?.emitter.usable == nil {
            lanes[channel] = nil
        }
        guard !isAbandoned else {
            return
        }
        report(.laneIdle)
        if !isRunning {
            resumeIdleWaiters()
        }
    }

    /// Makes one attempt at each delivery, as long as the channel's breaker is not open.
    private func handOver(_ deliveries: [Delivery], to channel: String) async throws {
        for delivery in deliveries where phase == .running {
            let known = try ledger.health(of: channel)
            guard known?.breaker(at: now()) != .open else {
                return
            }
            try await attempt(delivery, known)
        }
    }

    private func writeUnwritten() throws {
        while let first = unwritten.first {
            try ledger.finish(first.end, at: first.at)
            unwritten.removeFirst()
        }
    }

    private func tolerate(_ error: any Error, _ what: String) {
        coolDown = now() + Self.retry
        log.error("\(what): \(error), trying again in \(Self.retry.components.seconds) seconds")
    }

    // MARK: - Stopping

    /// Starts nothing more, and returns when every attempt under way has ended or is abandoned.
    func finish() async {
        if phase == .running {
            phase = .stopping
        }
        await settled()
        try? writeUnwritten()
    }

    /// Abandons the attempts under way: their results are unknown, so none is recorded, and the
    /// next start repeats the attempts.
    func giveUp() {
        phase = .abandoned
        let channels = lanes.filter(\.value.isRunning).keys.sorted().map { "'\($0)'" }
        if !channels.isEmpty {
            log.warning(
                """
                no answer yet from \(channels.joined(separator: ", ")): given up, and tried again at \
                the next start
                """
            )
        }
        resumeIdleWaiters()
    }

    /// Has each channel remove messages that could not be answered any more.
    func leave() async {
        for lane in lanes.values {
            await lane.emitter.current?.leave()
        }
    }

    /// Returns when no lane runs any more, or all are abandoned.
    func settled() async {
        guard isRunning, !isAbandoned else {
            return
        }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private var isRunning: Bool { lanes.values.contains(where: \.isRunning) }

    private func resumeIdleWaiters() {
        for waiter in idleWaiters {
            waiter.resume()
        }
        idleWaiters = []
    }
}
