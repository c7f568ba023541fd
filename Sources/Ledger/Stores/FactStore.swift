import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// Reads and writes outcomes, which are stored as a log of facts.
struct FactStore {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    // MARK: - Writing

    /// Appends outcomes to the log.
    func add(_ outcomes: [Outcome]) throws {
        try append(
            outcomes.map { outcome in
                Entry(
                    said: outcome.said,
                    occurrence: outcome.occurrence,
                    kind: .outcome(outcome.kind),
                    partner: outcome.partner,
                    note: outcome.note
                )
            }
        )
    }

    /// Replaces the note of an outcome; the earlier note is erased.
    func replaceNote(of outcome: Outcome, at instant: Instant) throws {
        guard let fact = try standing(outcome) else {
            return
        }
        try eraseNotes(of: fact, outcome.occurrence)
        try NudgeRow.eraseQuotes(since: outcome.said, in: database)
        let note = Entry(
            said: instant,
            occurrence: outcome.occurrence,
            kind: .note(fact),
            partner: outcome.partner,
            note: outcome.note
        )
        try append([note])
    }

    /// Takes an outcome back and erases its content.
    ///
    /// A move or a *later* keeps its kind, so that the stages of later ones keep their numbers.
    func takeBack(_ outcome: Outcome, at instant: Instant) throws {
        guard let fact = try standing(outcome) else {
            return
        }
        try eraseNotes(of: fact, outcome.occurrence)
        try database.run(
            """
            UPDATE facts SET value = NULL, partner = NULL,
                kind = CASE WHEN kind IN ('moved', 'snoozed') THEN kind ELSE 'erased' END
            WHERE id = ?
            """,
            [fact]
        )
        try NudgeRow.eraseQuotes(since: outcome.said, in: database)
        let undo = Entry(said: instant, occurrence: outcome.occurrence, kind: .undo(fact))
        try append([undo])
    }

    private func eraseNotes(of fact: String, _ key: OccurrenceKey) throws {
        try database.run(
            "UPDATE facts SET note = NULL WHERE ritual = ? AND start = ? AND ? IN (id, about)",
            key.place + [fact]
        )
    }

    /// The id of the fact that holds an outcome, with any note; `nil` if the outcome was taken
    /// back.
    private func standing(_ outcome: Outcome) throws -> String? {
        try said("WHERE ritual = ? AND start = ?", outcome.occurrence.place).last { said in
            var other = said.outcome
            other.note = outcome.note
            other.undone = said.outcome.undone == nil ? outcome.undone : nil
            return said.outcome.undone == nil && other == outcome
        }?.id
    }

    /// A fact that has no sequence number yet.
    private struct Entry {
        var said: Instant
        var occurrence: OccurrenceKey
        var kind: FactRow.Kind
        var partner: String?
        var note: String?
    }

    private func append(_ entries: [Entry]) throws {
        guard !entries.isEmpty else {
            return
        }
        let (machine, first) = try Metadata(database).reserveSequences(entries.count)
        for (place, entry) in entries.enumerated() {
            let row = FactRow(
                machine: machine,
                sequence: first + Int64(place),
                said: entry.said,
                occurrence: entry.occurrence,
                kind: entry.kind,
                partner: entry.partner,
                note: entry.note
            )
            try row.insert(database)
        }
    }

    // MARK: - Reading

    /// The outcomes of an occurrence that were not taken back.
    func outcomes(of key: OccurrenceKey) throws -> [Outcome] {
        try said("WHERE ritual = ? AND start = ?", key.place).map(\.outcome)
            .filter { $0.undone == nil }
    }

    /// The outcomes, of occurrences that start in a span, that were not taken back.
    func outcomes(
        from: CivilDateTime,
        until: CivilDateTime,
        of ritual: String?
    ) throws -> [Outcome] {
        let condition = ritual == nil ? "" : "AND ritual = ?"
        return try said(
            "WHERE start >= ? AND start < ? \(condition)",
            [from.short, until.short] + StatementArguments([ritual].compactMap(\.self))
        ).map(\.outcome).filter { $0.undone == nil }
    }

    /// The outcomes of occurrences that start at `earliest` or later, also those taken back, and
    /// the last *done* or *skipped* of every ritual.
    func remembered(since earliest: CivilDateTime) throws -> [Outcome] {
        try said(
            """
            WHERE start >= ? OR id IN (\(Self.lastAnswers)) OR about IN (\(Self.lastAnswers))
            """,
            [earliest.short]
        ).map(\.outcome)
    }

    func all() throws -> [Outcome] {
        try said("", []).map(\.outcome)
    }

    private static let lastAnswers = """
        SELECT id FROM (SELECT id, row_number() OVER (
                PARTITION BY ritual ORDER BY said DESC, machine DESC, sequence DESC) AS place
            FROM facts WHERE kind IN ('done', 'skipped')) AS answers
        WHERE place = 1
        """

    private func said(
        _ clause: String,
        _ arguments: StatementArguments
    ) throws -> [FactLog.Said] {
        FactLog.outcomes(of: try database.records("SELECT * FROM facts \(clause)", arguments))
    }
}
