import CivilTime
import Delivery
import Household
import Planning
import Synchronization

/// A ledger that refuses to write while it is told to, as one on a full disk does.
final class BrokenLedger: LedgerWriting, LedgerReading, LedgerUpkeep, LedgerErasing {
    typealias Store = any LedgerWriting & LedgerReading & LedgerUpkeep & LedgerErasing

    private let store: Store
    private let isBroken = Mutex(false)

    init(_ store: Store) {
        self.store = store
    }

    func set(broken: Bool) {
        isBroken.withLock { $0 = broken }
    }

    private func check() throws {
        if isBroken.withLock({ $0 }) {
            throw LedgerError.unavailable("database or disk is full")
        }
    }

    func memory(at now: Instant) throws -> PlannerMemory {
        try store.memory(at: now)
    }

    func record(_ step: PlannerStep) throws {
        try check()
        try store.record(step)
    }

    func channels(dueAt instant: Instant) throws -> [String] {
        try store.channels(dueAt: instant)
    }

    func deliveries(dueAt instant: Instant, on channel: String, limit: Int) throws -> [Delivery] {
        try store.deliveries(dueAt: instant, on: channel, limit: limit)
    }

    func nextAttempt(after instant: Instant) throws -> Instant? {
        try store.nextAttempt(after: instant)
    }

    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try check()
        return try store.begin(delivery, at: instant)
    }

    func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        try check()
        try store.finish(end, at: instant)
    }

    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try check()
        return try store.retry(delivery, at: instant)
    }

    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try check()
        return try store.drop(delivery, at: instant)
    }

    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws {
        try check()
        try store.reopen(delivery, at: instant)
    }

    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws {
        try check()
        try store.dismiss(delivery, at: instant)
    }

    func see(_ delivery: Delivery.ID, at instant: Instant) throws {
        try check()
        try store.see(delivery, at: instant)
    }

    func release(_ channel: String, at instant: Instant) throws {
        try check()
        try store.release(channel, at: instant)
    }

    func firstWay(of nudge: String) throws -> FirstWay {
        try store.firstWay(of: nudge)
    }

    func save(_ health: ChannelHealth) throws {
        try check()
        try store.save(health)
    }

    func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try check()
        return try store.enable(channel, at: instant)
    }

    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws {
        try check()
        try store.enqueue(nudge, on: channels, carriers: carriers, at: instant)
    }

    func separate(_ delivery: Delivery.ID, at instant: Instant) throws {
        try check()
        try store.separate(delivery, at: instant)
    }

    func delivery(_ id: Delivery.ID) throws -> Delivery? {
        try store.delivery(id)
    }

    func openUntil(on channel: String, at instant: Instant) throws -> Instant? {
        try store.openUntil(on: channel, at: instant)
    }

    func delivery(named message: String, on channel: String) throws -> Delivery? {
        try store.delivery(named: message, on: channel)
    }

    func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord] {
        try store.attempts(at: delivery)
    }

    func health(of channel: String) throws -> ChannelHealth? {
        try store.health(of: channel)
    }

    func decisions(about occurrence: OccurrenceKey) throws -> [Decision] {
        try store.decisions(about: occurrence)
    }

    func decisions(toldBy nudge: String) throws -> [Decision] {
        try store.decisions(toldBy: nudge)
    }

    func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome] {
        try store.outcomes(of: occurrence)
    }

    func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey] {
        try store.occurrences(of: ritual, on: date)
    }

    func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery] {
        try store.deliveries(in: states, limit: limit)
    }

    func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery] {
        try store.deliveries(about: occurrence)
    }

    func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord] {
        try store.history(from: from, until: until, ritual: ritual)
    }

    func holds(from: Instant, until: Instant) throws -> [Hold] {
        try store.holds(from: from, until: until)
    }

    func moments(since instant: Instant) throws -> [Moment] {
        try store.moments(since: instant)
    }
    func asked(of ritual: String) throws -> [OccurrenceKey] { try store.asked(of: ritual) }
    func lapses(of ritual: String?) throws -> [ExpiredSpan] {
        try store.lapses(of: ritual)
    }

    func isSpent(_ token: SpentToken) throws -> Bool { try store.isSpent(token) }

    func summary() throws -> LedgerSummary {
        try store.summary()
    }

    var degradedReason: String? { store.degradedReason }
    var corruption: String? { store.corruption }
    func flush() { store.flush() }
    func repair() throws -> LedgerRepair? { try store.repair() }
    func markRepairsReported() throws { try store.markRepairsReported() }
    func repairs(since instant: Instant) throws -> [LedgerRepair] {
        try store.repairs(since: instant)
    }
    func backUp(unlessMadeSince instant: Instant) throws -> Bool {
        try store.backUp(unlessMadeSince: instant)
    }
    func erase(
        _ erasure: Erasure,
        at instant: Instant,
        copies: Bool,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains
    ) throws -> Erased {
        try check()
        return try store.erase(erasure, at: instant, copies: copies, sparing: remains)
    }
    func openCopy() throws -> (file: Int32, length: Int) { try store.openCopy() }

    func performMaintenance(before instant: Instant) throws {
        try store.performMaintenance(before: instant)
    }
}
