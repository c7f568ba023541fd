import Testing
import CivilTime
import Ledger
import Delivery
import Household
import Planning

/// The ledgers that keep the contract.
enum LedgerUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case kept = "one that stays open"
    case reopened = "one that is closed and opened again before each call"

    var testDescription: String { rawValue }

    func make(in directory: String) throws -> any LedgerWriting & LedgerReading {
        switch self {
        case .kept: try SQLiteLedger(directory: directory)
        case .reopened: ReopenedLedger(directory: directory)
        }
    }
}

/// A ledger that remembers nothing but what is in the file.
struct ReopenedLedger: LedgerWriting, LedgerReading {
    let directory: String

    private func open() throws -> SQLiteLedger {
        try SQLiteLedger(directory: directory)
    }

    func memory(at now: Instant) throws -> PlannerMemory { try open().memory(at: now) }
    func record(_ step: PlannerStep) throws { try open().record(step) }
    func channels(dueAt instant: Instant) throws -> [String] {
        try open().channels(dueAt: instant)
    }
    func deliveries(dueAt instant: Instant, on channel: String, limit: Int) throws -> [Delivery] {
        try open().deliveries(dueAt: instant, on: channel, limit: limit)
    }
    func nextAttempt(after instant: Instant) throws -> Instant? {
        try open().nextAttempt(after: instant)
    }
    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try open().begin(delivery, at: instant)
    }
    func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        try open().finish(end, at: instant)
    }
    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try open().retry(delivery, at: instant)
    }
    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try open().drop(delivery, at: instant)
    }
    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws {
        try open().reopen(delivery, at: instant)
    }
    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws {
        try open().dismiss(delivery, at: instant)
    }
    func see(_ delivery: Delivery.ID, at instant: Instant) throws {
        try open().see(delivery, at: instant)
    }
    func release(_ channel: String, at instant: Instant) throws {
        try open().release(channel, at: instant)
    }
    func firstWay(of nudge: String) throws -> FirstWay { try open().firstWay(of: nudge) }
    func save(_ health: ChannelHealth) throws { try open().save(health) }
    func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try open().enable(channel, at: instant)
    }
    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws {
        try open().enqueue(nudge, on: channels, carriers: carriers, at: instant)
    }
    func separate(_ delivery: Delivery.ID, at instant: Instant) throws {
        try open().separate(delivery, at: instant)
    }
    func delivery(_ id: Delivery.ID) throws -> Delivery? { try open().delivery(id) }
    func openUntil(on channel: String, at instant: Instant) throws -> Instant? {
        try open().openUntil(on: channel, at: instant)
    }

    func delivery(named message: String, on channel: String) throws -> Delivery? {
        try open().delivery(named: message, on: channel)
    }

    func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord] {
        try open().attempts(at: delivery)
    }
    func health(of channel: String) throws -> ChannelHealth? {
        try open().health(of: channel)
    }
    func decisions(about occurrence: OccurrenceKey) throws -> [Decision] {
        try open().decisions(about: occurrence)
    }
    func decisions(toldBy nudge: String) throws -> [Decision] {
        try open().decisions(toldBy: nudge)
    }

    func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome] {
        try open().outcomes(of: occurrence)
    }
    func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey] {
        try open().occurrences(of: ritual, on: date)
    }
    func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery] {
        try open().deliveries(in: states, limit: limit)
    }
    func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery] {
        try open().deliveries(about: occurrence)
    }
    func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord] {
        try open().history(from: from, until: until, ritual: ritual)
    }
    func holds(from: Instant, until: Instant) throws -> [Hold] {
        try open().holds(from: from, until: until)
    }
    func moments(since instant: Instant) throws -> [Moment] {
        try open().moments(since: instant)
    }
    func asked(of ritual: String) throws -> [OccurrenceKey] { try open().asked(of: ritual) }
    func lapses(of ritual: String?) throws -> [ExpiredSpan] { try open().lapses(of: ritual) }
    func isSpent(_ token: SpentToken) throws -> Bool { try open().isSpent(token) }
    func summary() throws -> LedgerSummary { try open().summary() }
}

extension LedgerWriting {
    /// What is due on all channels, those that waited longest first; at most `limit` of each.
    func deliveries(dueAt instant: Instant, limit: Int) throws -> [Delivery] {
        try channels(dueAt: instant)
            .flatMap { try deliveries(dueAt: instant, on: $0, limit: limit) }
            .sorted {
                ($0.nextAttempt ?? .distantFuture, $0.id)
                    < ($1.nextAttempt ?? .distantFuture, $1.id)
            }
    }

    /// Ends an attempt of which nothing but its detail is known.
    func finish(
        _ delivery: Delivery.ID,
        as state: Delivery.State,
        detail: String,
        nextAttempt: Instant?,
        at instant: Instant
    ) throws {
        let end = DeliveryEnd(
            delivery,
            as: state,
            detail: detail,
            nextAttempt: nextAttempt,
            attempt: DeliveryAttempt(.delivered, detail: detail)
        )
        try finish(end, at: instant)
    }
}
