package import CivilTime
package import Delivery
import GRDB
import Household
package import Planning
import Synchronization

extension SQLiteLedger: LedgerWriting {
    package func record(_ step: PlannerStep) throws {
        try write { try StepWriter($0).write(step) }
        scrub(step.undone.map(\.said) + step.removedMoments.map(\.said))
    }

    package func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws {
        try write { database in
            try DeliveryStore(database)
                .enqueue(nudge, on: channels, carriers: carriers, from: instant, at: instant)
        }
    }

    package func separate(_ delivery: Delivery.ID, at instant: Instant) throws {
        try write { try DeliveryStore($0).separate(delivery, at: instant) }
    }

    package func memory(at now: Instant) throws -> PlannerMemory {
        try read { try MemoryReader($0).memory(at: now) }
    }

    package func channels(dueAt instant: Instant) throws -> [String] {
        try read { try DeliveryStore($0).channels(dueAt: instant) }
    }

    package func deliveries(
        dueAt instant: Instant,
        on channel: String,
        limit: Int
    ) throws -> [Delivery] {
        let due = try read {
            try DeliveryStore($0).deliveries(dueAt: instant, on: channel, limit: limit)
        }
        let highest = due.map(\.id).max() ?? 0
        handedOut.withLock { $0 = max($0, highest) }
        return due
    }

    package func nextAttempt(after instant: Instant) throws -> Instant? {
        try read { try DeliveryStore($0).nextAttempt(after: instant) }
    }

    package func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { try DeliveryStore($0).begin(delivery, at: instant) }
    }

    package func finish(_ end: DeliveryEnd, at instant: Instant) throws {
        try write { try DeliveryStore($0).finish(end, at: instant) }
    }

    package func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { try DeliveryStore($0).retry(delivery, at: instant) }
    }

    package func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool {
        try write { try DeliveryStore($0).drop(delivery, at: instant) }
    }

    package func reopen(_ delivery: Delivery.ID, at instant: Instant) throws {
        try write { try DeliveryStore($0).reopen(delivery, at: instant) }
    }

    package func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws {
        try write { try DeliveryStore($0).dismiss(delivery, at: instant) }
    }

    package func see(_ delivery: Delivery.ID, at instant: Instant) throws {
        try write { try DeliveryStore($0).see(delivery, at: instant) }
    }

    package func release(_ channel: String, at instant: Instant) throws {
        try write { try DeliveryStore($0).release(channel, at: instant) }
    }

    package func save(_ health: ChannelHealth) throws {
        try write { try DeliveryStore($0).save(health) }
    }

    package func enable(_ channel: String, at instant: Instant) throws -> Bool {
        try write { try DeliveryStore($0).enable(channel, at: instant) }
    }
}
