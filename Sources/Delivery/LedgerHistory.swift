package import CivilTime
package import Household
package import Planning

/// Reads from the ledger what has happened: for `history`, `stats`, `why` and `export`.
package protocol LedgerHistory: Sendable {
    /// The occurrences whose scheduled local start lies from `from` up to, not including, `until`,
    /// and that have a decision or an outcome, in the order of their start.
    ///
    /// Where `ritual` is given, only its occurrences. Decisions about digests are left out.
    func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord]

    /// The holds that cover a part of the time from `from` up to, not including, `until`, in the
    /// order in which they were said; ended ones too.
    func holds(from: Instant, until: Instant) throws -> [Hold]

    /// The good moments that were kept at `instant` or later, in the order in which they were.
    func moments(since instant: Instant) throws -> [Moment]

    /// The occurrences of a ritual whose start was told, or that were done, in their order.
    func asked(of ritual: String) throws -> [OccurrenceKey]

    /// What long absences let pass, oldest first; of every ritual where none is given.
    func lapses(of ritual: String?) throws -> [ExpiredSpan]
}

/// One occurrence as the ledger knows it.
package struct OccurrenceRecord: Hashable, Sendable {
    package var key: OccurrenceKey
    /// In the order in which they were made.
    package var decisions: [Decision]
    /// The outcomes that were not taken back, in the order in which they were said.
    package var outcomes: [Outcome]

    package init(key: OccurrenceKey, decisions: [Decision] = [], outcomes: [Outcome] = []) {
        self.key = key
        self.decisions = decisions
        self.outcomes = outcomes
    }
}
