package import CivilTime
package import Household
package import Planning

/// Erases records that the household no longer wants to keep.
package protocol LedgerErasing: Sendable {
    /// Erases records for good.
    ///
    /// On return the bytes are gone from the ledger's file and, where `copies` is true, also from
    /// its backups and from corrupt files that were set aside. Pending deliveries, nudges that
    /// still wait for an answer, and all occurrences of these stay whole.
    ///
    /// - Parameters:
    ///   - erasure: which records to erase.
    ///   - instant: the time up to which everything due is decided.
    ///   - copies: whether the copies are erased too; later backups replace those that are left.
    ///   - remains: what has to stay of an occurrence.
    /// - Returns: how much was erased.
    /// - Throws: `LedgerError` where the file cannot be written, and nothing is erased; or where a copy
    ///   cannot be, and only the file is erased.
    func erase(
        _ erasure: Erasure,
        at instant: Instant,
        copies: Bool,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains
    ) throws -> Erased
}

/// The records to erase.
package enum Erasure: Hashable, Sendable {
    /// All past records of a ritual, its holds included; `isKept` is whether the config still has
    /// it.
    case ritual(String, isKept: Bool)
    /// All occurrences whose scheduled local start is earlier, and the holds and expired spans that
    /// had ended by the instant.
    case before(CivilDateTime, Instant)
    /// All notes and reasons, and the good moments; what happened stays.
    case notes
}

/// How much was erased.
package struct Erased: Hashable, Sendable, Codable {
    package var occurrences = 0
    package var decisions = 0
    /// Outcomes that partners said.
    package var outcomes = 0
    /// Notes of outcomes, and reasons of holds.
    package var notes = 0
    /// Good moments.
    package var moments = 0
    package var holds = 0
    package var nudges = 0
    package var deliveries = 0
    /// Corrupt ledgers that had been set aside.
    package var damaged = 0
    /// Occurrences that were selected and stay, because they are open or ahead.
    package var kept = 0

    package init() {}

    /// Whether there was nothing to erase.
    package var isNothing: Bool {
        occurrences + decisions + outcomes + notes + moments + holds + nudges + deliveries + damaged
            == 0
    }
}
