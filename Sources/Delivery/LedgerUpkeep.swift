package import CivilTime

/// What a ledger needs beside reading and writing, because it lies in a file that can fail.
///
/// None of it decides anything: a ledger without a file needs none of it.
package protocol LedgerUpkeep: Sendable {
    /// Why what is written stays in memory for now; `nil` where it reaches the disk.
    ///
    /// Reading and writing go on meanwhile. What stays in memory is lost with the process, and then
    /// decided and sent again, with the same ids.
    var degradedReason: String? { get }

    /// Tries to write to the disk what has stayed in memory; in order, and whole or not at all.
    func flush()

    /// Why the file is no longer a sound database; `nil` where nothing is known against it.
    var corruption: String? { get }

    /// Repairs a corrupt file, and says what was done since it was last asked, at opening included.
    ///
    /// What was decided after the backup that takes the file's place is forgotten: a planner has to
    /// be made anew from `memory(at:)`.
    ///
    /// A repair that was not reported (`markRepairsReported`) is returned again when the ledger is opened anew.
    func repair() throws -> LedgerRepair?

    /// Notes that every repair up to now was reported to the couple.
    func markRepairsReported() throws

    /// The repairs made at `instant` or later, oldest first, but for those that somebody has
    /// acknowledged by taking away the file that was set aside.
    func repairs(since instant: Instant) throws -> [LedgerRepair]

    /// Makes a copy beside the file, unless there is one made at `instant` or later.
    ///
    /// - Returns: whether a copy was made.
    func backUp(unlessMadeSince instant: Instant) throws -> Bool

    /// Opens a copy of what is known now, whole in itself and without a name: it goes with its descriptor,
    /// which the caller closes.
    func openCopy() throws -> (file: Int32, length: Int)

    /// Deletes what nobody asks for any more: the single attempts that ended, and the used tokens that
    /// expired, before `instant`.
    ///
    /// Decisions, outcomes and deliveries, with the number of their attempts, stay for ever.
    func performMaintenance(before instant: Instant) throws
}

/// What was done about a ledger that was corrupt.
package struct LedgerRepair: Hashable, Sendable {
    package var at: Instant
    /// What was wrong, in SQLite's words.
    package var reason: String
    /// The name that the corrupt file has now, beside the ledger; `nil` where it held nothing.
    package var setAside: String?
    /// Up to when the backup that took its place knows everything; `nil` where there was none, and
    /// the ledger began anew.
    package var restored: Instant?

    package init(at: Instant, reason: String, setAside: String?, restored: Instant?) {
        self.at = at
        self.reason = reason
        self.setAside = setAside
        self.restored = restored
    }
}
