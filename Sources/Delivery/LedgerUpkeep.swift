package import CivilTime

/// The maintenance of a ledger whose file can fail.
///
/// No method decides anything; a ledger without a file needs none of them.
package protocol LedgerUpkeep: Sendable {
    /// Why transactions stay in memory for now; `nil` where they reach the disk.
    ///
    /// Reading and writing go on meanwhile. Transactions in memory are lost with the process; the
    /// next start then decides and sends again, with the same ids.
    var degradedReason: String? { get }

    /// Tries to write the transactions in memory to the disk; in order, and all or none.
    func flush()

    /// Why the file is corrupt; `nil` where no corruption was found.
    var corruption: String? { get }

    /// Repairs a corrupt file, and returns the repair that was made since the last call, or at
    /// opening.
    ///
    /// Decisions made after the restored backup are lost: the caller has to make a new planner from
    /// `memory(at:)`.
    ///
    /// A repair that was not reported (`markRepairsReported`) is returned again when the ledger is
    /// opened again.
    func repair() throws -> LedgerRepair?

    /// Records that every repair up to now was reported to the household.
    func markRepairsReported() throws

    /// The repairs made at `instant` or later, oldest first, except those that somebody has
    /// acknowledged by removing the file that was set aside.
    func repairs(since instant: Instant) throws -> [LedgerRepair]

    /// Makes a copy beside the file, unless there is one made at `instant` or later.
    ///
    /// - Returns: whether a copy was made.
    func backUp(unlessMadeSince instant: Instant) throws -> Bool

    /// Opens a complete copy of the ledger without a name, which is gone once the caller closes its
    /// descriptor.
    func openCopy() throws -> (file: Int32, length: Int)

    /// Deletes the attempts that ended, and the used tokens that expired, before `instant`.
    ///
    /// Decisions, outcomes and deliveries, with the number of their attempts, stay for ever.
    func performMaintenance(before instant: Instant) throws
}

/// A repair of a corrupt ledger.
package struct LedgerRepair: Hashable, Sendable {
    package var at: Instant
    /// What was wrong, in SQLite's words.
    package var reason: String
    /// The new name of the corrupt file, beside the ledger; `nil` where the file was empty.
    package var setAside: String?
    /// The time up to which the restored backup is complete; `nil` where there was none, and the
    /// ledger began anew.
    package var restored: Instant?

    package init(at: Instant, reason: String, setAside: String?, restored: Instant?) {
        self.at = at
        self.reason = reason
        self.setAside = setAside
        self.restored = restored
    }
}
