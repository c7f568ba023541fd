import CivilTime
import Delivery
import Household
import Planning

/// What one request is answered from: the plan, the time, and the ledger.
///
/// The planner is a copy, so an answer can run it ahead while the daemon goes on. The ledger is read as it
/// is when it is asked.
struct Snapshot: Sendable {
    /// How the ledger fails.
    struct Degraded: Hashable, Sendable {
        var reason: String
        var since: Instant?
        /// Whether the ledger could not be written when it was opened.
        var isSinceStart: Bool
    }

    let planner: Planner
    let now: Instant
    let ledger: any LedgerReading & LedgerUpkeep
    /// `nil` where every transaction reaches the disk.
    let degraded: Degraded?

    var plan: Plan { planner.plan }
    var household: Household { planner.household }
}
