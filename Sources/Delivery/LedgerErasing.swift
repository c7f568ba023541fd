package import CivilTime
package import Household
package import Planning

/// Erases from the record what the couple no longer wants to be there.
package protocol LedgerErasing: Sendable {
    /// Erases for good.
    ///
    /// The bytes are gone from the ledger's file when it returns, and where `copies` says so from its
    /// backups and from the damaged files that were set aside, too. A pending delivery, a nudge that
    /// still waits for an answer, and every occurrence that it tells of stay whole.
    ///
    /// - Parameters:
    ///   - erasure: what is meant.
    ///   - instant: the time up to which everything due is decided.
    ///   - copies: whether the copies go too; those that are left go with the days.
    ///   - remains: what has to stay of an occurrence.
    /// - Returns: how much it was.
    /// - Throws: `LedgerError` where the file cannot be written; nothing is erased from it then, or it
    ///   is and what it left in the copies is not.
    func erase(
        _ erasure: Erasure,
        at instant: Instant,
        copies: Bool,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains
    ) throws -> Erased
}

/// What is to be erased.
package enum Erasure: Hashable, Sendable {
    /// All that lies behind of a ritual, its holds included; `isKept` where the config still has it.
    case ritual(String, isKept: Bool)
    /// All occurrences whose scheduled local start is earlier, and what ended before that instant.
    case before(CivilDateTime, Instant)
    /// All notes and reasons, and the good moments; what happened stays.
    case notes
}

/// How much was erased.
package struct Erased: Hashable, Sendable, Codable {
    package var occurrences = 0
    package var decisions = 0
    /// What was said.
    package var outcomes = 0
    /// Notes of what was said, and reasons of holds.
    package var notes = 0
    /// Good moments.
    package var moments = 0
    package var holds = 0
    package var nudges = 0
    package var deliveries = 0
    /// Damaged ledgers that had been set aside.
    package var damaged = 0
    /// Occurrences that were meant and stay, because they are open or to come.
    package var kept = 0

    package init() {}

    /// Whether there was nothing to erase.
    package var isNothing: Bool {
        occurrences + decisions + outcomes + notes + moments + holds + nudges + deliveries + damaged
            == 0
    }
}
