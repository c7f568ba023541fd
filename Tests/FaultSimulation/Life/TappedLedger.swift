import CivilTime
import Ledger
import Delivery
import Planning

/// The process that wrote has died.
struct ProcessDied: Error {}

/// The real ledger with an oracle listening, and with a process that can die at each write.
final class TappedLedger: LedgerWriting, @unchecked Sendable {
    let store: SQLiteLedger
    private let disk: FrailDisk
    private let oracle: Oracle

    init(_ store: SQLiteLedger, disk: FrailDisk, oracle: Oracle) {
        self.store = store
        self.disk = disk
        self.oracle = oracle
    }

    /// Whether what was just written is on the disk.
    private var isDurable: Bool { store.degradedReason == nil }

    private func live<Value>(_ body: () throws -> Value) throws -> Value {
        let value = try body()
        guard !disk.isDead else {
            throw ProcessDied()
        }
        return value
    }

    func memory(at now: Instant) throws -> PlannerMemory {
        try live { try store.memory(at: now) }
    }

    func record(_ step: PlannerStep) throws {
        oracle.isWriting(step)
        try live { try store.record(step) }
        oracle.hasWritten(step, isDurable: isDurable)
    }

    func channels(dueAt instant: Instant) throws -> [String] {
        try live { try store.channels(dueAt: instant) }
    }

    func deliveries(dueAt instant: Instant, on channel: String, limit: Int) throws -> [Delivery] {
        try live { try store.deliveries(dueAt: instant, on: channel, limit: limit) }
    }

    func nextAttempt(after instant: Instant) throws -> Instant? {
        try live { try store.nextAttempt(after: instant) }
    }

    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try live { try store.begin(delivery, at: instant) }
    }

    func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        try live { try store.finish(end, at: instant) }
    }

    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try live { try store.retry(delivery, at: instant) }
    }

    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try live { try store.drop(delivery, at: instant) }
    }

    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws {
        try live { try store.reopen(delivery, at: instant) }
    }

    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws {
        try live { try store.dismiss(delivery, at: instant) }
    }

    func see(_ delivery: Delivery.ID, at instant: Instant) throws {
        try live { try store.see(delivery, at: instant) }
    }

    func release(_ channel: String, at instant: Instant) throws {
        try live { try store.release(channel, at: instant) }
    }

    func save(_ health: ChannelHealth) throws {
        try live { try store.save(health) }
    }

    func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try live { try store.enable(channel, at: instant) }
    }

    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws {
        try live { try store.enqueue(nudge, on: channels, carriers: carriers, at: instant) }
    }

    func separate(_ delivery: Delivery.ID, at instant: Instant) throws {
        try live { try store.separate(delivery, at: instant) }
    }

    /// Writes what stayed in memory, where it can be.
    func flush() throws {
        let wasInTrouble = !isDurable
        try live { store.flush() }
        if wasInTrouble, isDurable {
            oracle.everythingIsDurable()
        }
    }
}
