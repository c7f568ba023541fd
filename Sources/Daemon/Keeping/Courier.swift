import CivilTime
import Emitters
import Logging
import Rituals

/// Hands deliveries from the ledger to their channels: each channel in order, all side by side.
///
/// A channel that hangs keeps only its own nudges waiting. Before an attempt the ledger says that it
/// begins, after it what it came to, so a crash leaves no doubt about which attempt was in flight.
actor Courier {
    typealias Store = any LedgerWriting & LedgerReading

    /// How a channel's last attempt went.
    struct Health: Sendable {
        var state: Delivery.State
        var detail: String
    }

    private let ledger: Store
    private let now: @Sendable () -> Instant
    private let log: Logger
    private var emitters: [String: any Emitting]
    private var busy: Set<String> = []
    /// What waits for a channel that is not ready; it is not looked at again until that says so or
    /// there is something new for it.
    private var waiting: [String: Set<Delivery.ID>] = [:]
    /// How often each channel has said that it is ready.
    private var readiness: [String: Int] = [:]
    /// The tasks that hand over, each until what follows it has been seen to.
    private var running = 0
    private(set) var health: [String: Health] = [:]
    private var onIdle: @Sendable () async -> Void = {}
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var isStopping = false

    /// How many deliveries are read from the ledger at once.
    private static let batch = 200

    init(
        ledger: Store,
        emitters: [String: any Emitting],
        now: @escaping @Sendable () -> Instant,
        log: Logger
    ) {
        self.ledger = ledger
        self.emitters = emitters
        self.now = now
        self.log = log
    }

    /// Calls `action` whenever a channel has nothing left to hand over.
    func whenIdle(_ action: @escaping @Sendable () async -> Void) {
        onIdle = action
    }

    /// Takes the channels of a new config; attempts under way end as they are.
    func replace(_ emitters: [String: any Emitting]) {
        self.emitters = emitters
        waiting = [:]
        health = health.filter { emitters[$0.key] != nil }
    }

    /// The emitter of a channel.
    func emitter(of channel: String) -> (any Emitting)? {
        emitters[channel]
    }

    /// Starts handing over what is due on each channel that is not at it already.
    func dispatch(at now: Instant) {
        guard !isStopping else {
            return
        }
        let due: [Delivery]
        do {
            due = try ledger.deliveries(dueAt: now, limit: Self.batch)
        } catch {
            log.error("the outbox cannot be read: \(error), ignoring")
            return
        }
        for (channel, deliveries) in Dictionary(grouping: due, by: \.channel)
        where !busy.contains(channel) && hasNew(deliveries, for: channel, at: now) {
            waiting[channel] = nil
            busy.insert(channel)
            running += 1
            Task.pooled {
                await self.hand(over: deliveries, to: channel)
            }
        }
    }

    /// Hands over what waited for a channel that is ready now.
    func resume(_ channel: String, at now: Instant) {
        waiting[channel] = nil
        readiness[channel, default: 0] += 1
        dispatch(at: now)
    }

    private func hasNew(_ due: [Delivery], for channel: String, at now: Instant) -> Bool {
        guard let known = waiting[channel] else {
            return true
        }
        return due.contains { !known.contains($0.id) || $0.nudge.expires < now }
    }

    /// When the next attempt after `now` may be made; what is due now is under way.
    func nextAttempt(after now: Instant) -> Instant? {
        (try? ledger.nextAttempt(after: now)) ?? nil
    }

    /// Takes back what is still shown of an occurrence.
    func withdraw(_ withdrawal: Withdrawal) async {
        let shown = (try? ledger.deliveries(about: withdrawal.occurrence)) ?? []
        let wanted = shown.filter { delivery in
            withdrawal.partner == nil || withdrawal.partner == delivery.nudge.partner
        }
        for (channel, deliveries) in Dictionary(grouping: wanted, by: \.channel) {
            await emitters[channel]?.withdraw(deliveries.map(\.nudge))
        }
    }

    /// Starts nothing more, and returns when every attempt under way has ended and what could not be
    /// answered any more is taken down.
    func finish() async {
        isStopping = true
        await settled()
        for emitter in emitters.values {
            await emitter.leave()
        }
    }

    /// Returns when every channel has handed over what it was given.
    func settled() async {
        guard running > 0 else {
            return
        }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private func hand(over deliveries: [Delivery], to channel: String) async {
        for delivery in deliveries where !isStopping {
            await attempt(delivery)
        }
        busy.remove(channel)
        await onIdle()
        running -= 1
        if running == 0 {
            for waiter in idleWaiters {
                waiter.resume()
            }
            idleWaiters = []
        }
    }

    private func attempt(_ delivery: Delivery) async {
        do {
            if delivery.nudge.expires < now() {
                try finish(delivery, as: .expired, "its time had passed")
                return
            }
            guard let emitter = emitters[delivery.channel] else {
                try finish(delivery, as: .dead, "the config has no such channel")
                return
            }
            guard await isReady(emitter, for: delivery) else {
                return
            }
            guard try ledger.begin(delivery.id, at: now()) else {
                return
            }
            let attempt = await emitter.deliver(delivery.nudge)
            try settle(delivery, attempt)
        } catch {
            log.error("a delivery to '\(delivery.channel)' cannot be noted: \(error), ignoring")
        }
    }

    /// Whether an attempt can be made; where not, the delivery waits, and none is counted.
    private func isReady(_ emitter: any Emitting, for delivery: Delivery) async -> Bool {
        let channel = delivery.channel
        let before = readiness[channel]
        if waiting[channel] == nil, await emitter.isReady() {
            return true
        }
        // What became ready in between is looked at again once this round is over.
        if readiness[channel] == before {
            waiting[channel, default: []].insert(delivery.id)
            health[channel] = Health(state: .pending, detail: "not ready yet")
        }
        return false
    }

    private func settle(_ delivery: Delivery, _ attempt: DeliveryAttempt) throws {
        switch attempt.result {
        case .delivered:
            try finish(delivery, as: .delivered, attempt.detail)
        case .refused:
            try finish(delivery, as: .dead, attempt.detail)
        case .failed(let retryAfter):
            var generator = SystemRandomNumberGenerator()
            let next = RetrySchedule().next(
                afterAttempts: delivery.attempts + 1,
                at: now(),
                retryAfter: retryAfter,
                expires: delivery.nudge.expires,
                using: &generator
            )
            // Without a next time it is given up: its time runs out, or it was tried often enough.
            try finish(delivery, as: next == nil ? .dead : .pending, attempt.detail, next: next)
        }
    }

    private func finish(
        _ delivery: Delivery,
        as state: Delivery.State,
        _ detail: String,
        next: Instant? = nil
    ) throws {
        try ledger.finish(delivery.id, as: state, detail: detail, nextAttempt: next, at: now())
        health[delivery.channel] = Health(state: state, detail: detail)
        let what = "\(delivery.nudge.key) by '\(delivery.channel)'"
        switch state {
        case .delivered: log.debug("delivered: \(what): \(detail)")
        case .pending: log.warning("not delivered yet: \(what): \(detail)")
        default: log.warning("\(state.rawValue): \(what): \(detail)")
        }
    }
}
