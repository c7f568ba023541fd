import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// The jar of good moments, and what was said of prompts.
struct KeepsakeStore {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    // MARK: - Good moments

    func add(_ moments: [Moment]) throws {
        try append(moments) { moment, id, machine, sequence in
            try database.run(
                """
                INSERT INTO moments (id, machine, sequence, said, words, partner)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    id, machine, sequence, moment.said.secondsSinceEpoch, moment.words,
                    moment.partner,
                ]
            )
        }
    }

    /// Erases the last moment that is like one, and what nudges told of it.
    func remove(_ moment: Moment) throws {
        try database.run(
            """
            DELETE FROM moments WHERE id = (SELECT id FROM moments
                WHERE said = ? AND words = ? AND partner IS NOT DISTINCT FROM ?
                ORDER BY machine DESC, sequence DESC LIMIT 1)
            """,
            [moment.said.secondsSinceEpoch, moment.words, moment.partner]
        )
        try NudgeRow.eraseQuotes(since: moment.said, in: database)
    }

    /// The moments that were kept at `instant` or later, in the order in which they were.
    func moments(since instant: Instant) throws -> [Moment] {
        try database.rows(
            "SELECT * FROM moments WHERE said >= ? ORDER BY said, machine, sequence",
            [instant.secondsSinceEpoch]
        ).map { row in
            Moment(
                try row.text("words"),
                partner: try row.optionalText("partner"),
                said: try row.instant("said")
            )
        }
    }

    // MARK: - Prompts

    func add(_ marks: [PromptMark]) throws {
        try append(marks) { mark, id, machine, sequence in
            try database.run(
                """
                INSERT INTO prompt_marks
                    (id, machine, sequence, said, deck, prompt, kind, partner, undone)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, machine, sequence, mark.said.secondsSinceEpoch, mark.deck, mark.prompt,
                    mark.kind.rawValue, mark.partner, mark.undone?.secondsSinceEpoch,
                ]
            )
        }
    }

    /// Notes that a mark was taken back: from when to when it stood tells which prompts came meanwhile.
    func takeBack(_ mark: PromptMark) throws {
        try database.run(
            """
            UPDATE prompt_marks SET undone = ?
            WHERE undone IS NULL AND said = ? AND deck = ? AND prompt = ? AND kind = ?
            """,
            [
                mark.undone?.secondsSinceEpoch, mark.said.secondsSinceEpoch, mark.deck, mark.prompt,
                mark.kind.rawValue,
            ]
        )
    }

    /// All that was said of prompts, in the order in which it was.
    func marks() throws -> [PromptMark] {
        try database.rows("SELECT * FROM prompt_marks ORDER BY said, machine, sequence").map {
            row in
            PromptMark(
                try row.word("kind", as: PromptMark.Kind.self),
                deck: try row.text("deck"),
                prompt: try row.text("prompt"),
                partner: try row.optionalText("partner"),
                said: try row.instant("said"),
                undone: try row.optionalInstant("undone")
            )
        }
    }

    /// The ids are of the same kind as those of facts: machine and sequence.
    private func append<Value>(
        _ values: [Value],
        _ insert: (Value, _ id: String, _ machine: String, _ sequence: Int64) throws -> Void
    ) throws {
        guard !values.isEmpty else {
            return
        }
        let (machine, first) = try Metadata(database).reserveSequences(values.count)
        for (place, value) in values.enumerated() {
            let sequence = first + Int64(place)
            try insert(value, "\(machine)-\(sequence)", machine, sequence)
        }
    }
}
