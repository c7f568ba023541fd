import CivilTime
import Delivery
import Emitters
import Household
import Logging
import Planning

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
        /// Whether it was a test: one that did not arrive gives up no nudge.
        var isTest = false
    }

    let ledger: Store
    let now: @Sendable () -> Instant
    let log: Logger
    let names: LogNames
    private(set) var emitters: [String: any Emitting]
    /// The new channels of a config that is being taken.
    private var expected: [String: any Emitting] = [:]
    /// What waits for a channel that is not ready; it is not looked at again until that says so or
    /// there is something new for it.
    private var waiting: [String: Set<Delivery.ID>] = [:]
    /// How often each channel has said that it is ready.
    private var readiness: [String: Int] = [:]
    var health: [String: Health] = [:]
    /// The channels that are at it, each until what follows it has been seen to.
    private var busy: Set<String> = []
    private var running = 0
    /// Ends of attempts that the ledger did not take yet.
    var unwritten: [(end: DeliveryEnd, at: Instant)] = []
    /// What a person asked to be tried again now, quiet hours or not.
    var byHand: Set<Delivery.ID> = []
    /// Until when the ledger is not tried again after it failed.
    private var patience: Instant?
    /// Who lives in the house, for what is to be said to them.
    var household: (@Sendable () async -> Household)?
    private var onIdle: @Sendable () async -> Void = {}
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var isStopping = false
    /// Whether what is under way is waited for no more; what it comes to is unknown.
    private(set) var hasGivenUp = false

    /// How many deliveries of a channel are read from the ledger at once.
    private static let batch = 16

    init(
        ledger: Store,
        emitters: [String: any Emitting],
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames = LogNames()
    ) {
        self.ledger = ledger
        self.emitters = emitters
        self.now = now
        self.log = log
        self.names = names
        Self.enableChanged(emitters, in: ledger, at: now(), log)
    }

    /// Calls `action` whenever a channel has nothing left to hand over.
    func whenIdle(_ action: @escaping @Sendable () async -> Void) {
        onIdle = action
    }

    /// Learns who lives in the house: whose quiet hours are to be kept, and whom to tell that a
    /// channel was switched off.
    func serve(_ household: @escaping @Sendable () async -> Household) async {
        self.household = household
        await announceDisabled()
    }

    /// Learns the channels of a config before the ledger has taken it: what that leads to may be due
    /// on a new one before `replace` is called.
    func expect(_ emitters: [String: any Emitting]) {
        expected = emitters
    }

    /// Takes the channels of a new config; attempts under way end as they are.
    func replace(_ emitters: [String: any Emitting]) {
        self.emitters = emitters
        expected = [:]
        waiting = [:]
        health = health.filter { emitters[$0.key] != nil }
        Self.enableChanged(emitters, in: ledger, at: now(), log)
    }

    /// The emitter of a channel.
    func emitter(of channel: String) -> (any Emitting)? {
        emitters[channel] ?? expected[channel]
    }

    /// Starts handing over what is due on each channel that is not at it already.
    func dispatch(at now: Instant) {
        guard !isStopping, patience.map({ $0 <= now || $0 > now + Keeper.retry }) ?? true else {
            return
        }
        do {
            try writeUnwritten()
            for channel in try ledger.channels(dueAt: now)
            where try !busy.contains(channel) && !due(on: channel).isEmpty {
                busy.insert(channel)
                running += 1
                Task.pooled {
                    await self.work(on: channel)
                }
            }
            patience = nil
        } catch {
            tolerate(error, "the outbox cannot be used")
        }
    }

    /// Hands over what waited for a channel that is ready now.
    func resume(_ channel: String, at now: Instant) {
        waiting[channel] = nil
        readiness[channel, default: 0] += 1
        dispatch(at: now)
    }

    /// Hands over at once what a person asked to be tried again.
    func retry(_ delivery: Delivery.ID, at now: Instant) {
        byHand.insert(delivery)
        dispatch(at: now)
    }

    /// What is due on a channel; nothing where all of it waits for the channel to be ready.
    private func due(on channel: String) throws -> [Delivery] {
        let now = now()
        let due = try ledger.deliveries(dueAt: now, on: channel, limit: Self.batch)
        guard let known = waiting[channel] else {
            return due
        }
        return due.contains { !known.contains($0.id) || $0.nudge.expires < now } ? due : []
    }

    /// When the next attempt after `now` may be made; what is due now is under way.
    func nextAttempt(after now: Instant) -> Instant? {
        let next = (try? ledger.nextAttempt(after: now)) ?? nil
        return [next, patience].compactMap(\.self).min()
    }

    /// Starts nothing more, and returns when every attempt under way has ended or is given up.
    func finish() async {
        isStopping = true
        await settled()
        try? writeUnwritten()
    }

    /// Waits no more for the attempts under way: what they come to is unknown, so nothing is noted of
    /// it, and the next start makes them again.
    func giveUp() {
        isStopping = true
        hasGivenUp = true
        if !busy.isEmpty {
            let channels = busy.sorted().map { "'\($0)'" }.joined(separator: ", ")
            log.warning(
                "no answer yet from \(channels): given up, and tried again at the next start"
            )
        }
        resumeIdleWaiters()
    }

    /// Has what could not be answered any more taken down.
    func leave() async {
        for emitter in emitters.values {
            await emitter.leave()
        }
    }

    /// Returns when every channel has handed over what it was given.
    func settled() async {
        guard running > 0, !hasGivenUp else {
            return
        }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    /// Hands over on one channel until nothing is due there.
    ///
    /// Between the look that finds nothing and the end of being busy nothing else can run, so what
    /// becomes due meanwhile is not missed.
    private func work(on channel: String) async {
        do {
            while !isStopping {
                let due = try due(on: channel)
                guard !due.isEmpty else {
                    break
                }
                waiting[channel] = nil
                try await handOver(due, to: channel)
            }
        } catch {
            tolerate(error, "a delivery to '\(channel)' cannot be noted")
        }
        busy.remove(channel)
        guard !hasGivenUp else {
            return
        }
        await onIdle()
        running -= 1
        if running == 0 {
            resumeIdleWaiters()
        }
    }

    private func resumeIdleWaiters() {
        for waiter in idleWaiters {
            waiter.resume()
        }
        idleWaiters = []
    }

    /// Makes one attempt at each, as long as the channel is not given rest.
    private func handOver(_ deliveries: [Delivery], to channel: String) async throws {
        for delivery in deliveries where !isStopping {
            let known = try ledger.health(of: channel)
            guard known?.breaker(at: now()) != .open else {
                return
            }
            try await attempt(delivery, known)
        }
    }

    /// Whether an attempt can be made; where not, the delivery waits, and none is counted.
    func isReady(_ emitter: any Emitting, for delivery: Delivery) async -> Bool {
        let channel = delivery.channel
        let before = readiness[channel]
        if waiting[channel] == nil {
            guard let obstacle = await emitter.obstacle() else {
                return true
            }
            health[channel] = Health(state: .pending, detail: obstacle)
        }
        // What became ready in between is looked at again.
        if readiness[channel] == before {
            waiting[channel, default: []].insert(delivery.id)
        }
        return false
    }

    private func writeUnwritten() throws {
        while let first = unwritten.first {
            try ledger.finish(first.end, at: first.at)
            unwritten.removeFirst()
        }
    }

    private func tolerate(_ error: any Error, _ what: String) {
        patience = now() + Keeper.retry
        log.error("\(what): \(error), trying again in \(Keeper.retry.components.seconds) seconds")
    }
}
