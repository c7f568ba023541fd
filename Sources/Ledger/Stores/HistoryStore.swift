import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// Reads and writes holds, expired spans, kept rituals, forgotten occurrences and spent tokens.
struct HistoryStore {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    // MARK: - Occurrences

    /// The occurrences of a span that have a decision or an outcome, in the order of their start.
    func records(
        from: CivilDateTime,
        until: CivilDateTime,
        of ritual: String?
    ) throws -> [OccurrenceRecord] {
        var records: [OccurrenceKey: OccurrenceRecord] = [:]
        let decisions = DecisionStore(database)
        for decision in try decisions.decisions(from: from, until: until, of: ritual) {
            let key = decision.key.occurrence
            records[key, default: OccurrenceRecord(key: key)].decisions.append(decision)
        }
        for outcome in try FactStore(database).outcomes(from: from, until: until, of: ritual) {
            let key = outcome.occurrence
            records[key, default: OccurrenceRecord(key: key)].outcomes.append(outcome)
        }
        return records.values.sorted { $0.key < $1.key }
    }

    /// The occurrences of a ritual that start in a span and have a decision or an outcome.
    func occurrences(
        of ritual: String,
        from: CivilDateTime,
        until: CivilDateTime
    ) throws -> [OccurrenceKey] {
        let decided = try database.rows(
            """
            SELECT DISTINCT ritual, start FROM decisions
            WHERE ritual = ? AND start >= ? AND start < ?
            """,
            [ritual, from.short, until.short]
        )
        let said = try FactStore(database).outcomes(from: from, until: until, of: ritual)
        return Set(try decided.map { try $0.occurrence() }).union(said.map(\.occurrence)).sorted()
    }

    /// The occurrences of a ritual whose start was told, at once or later, or that were done.
    func asked(of ritual: String) throws -> [OccurrenceKey] {
        let rows = try database.rows(
            """
            SELECT ritual, start FROM decisions
            WHERE ritual = :ritual AND nudge IS NOT NULL AND (stage = 'start' OR stage LIKE 'snooze%')
            UNION SELECT ritual, start FROM facts WHERE ritual = :ritual AND kind = 'done'
            """,
            ["ritual": ritual]
        )
        return try rows.map { try $0.occurrence() }.sorted()
    }

    // MARK: - Holds

    /// The SQL expression of the time at which a hold ends, released or not.
    static let end = "COALESCE(released, ends)"

    func release(_ release: Release) throws {
        try database.run(
            """
            UPDATE holds SET released = :at
            WHERE ritual IS NOT DISTINCT FROM :ritual AND released IS NULL AND ends > :at
            """,
            ["at": release.at.secondsSinceEpoch, "ritual": release.ritual]
        )
    }

    func add(_ hold: Hold) throws {
        try database.run(
            """
            INSERT INTO holds (ritual, begins, ends, reason, partner, released)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                hold.ritual, hold.from.secondsSinceEpoch, hold.until.secondsSinceEpoch, hold.reason,
                hold.partner, hold.released?.secondsSinceEpoch,
            ]
        )
    }

    func remove(_ hold: Hold) throws {
        try database.run("DELETE FROM holds WHERE \(Self.isSameHold)", Self.names(hold))
    }

    /// Takes the release of a hold back.
    func resume(_ hold: Hold) throws {
        try database.run(
            "UPDATE holds SET released = NULL WHERE \(Self.isSameHold)",
            Self.names(hold)
        )
    }

    /// The SQL condition that a row is the last one with the values of a hold.
    private static let isSameHold = """
        id = (SELECT max(id) FROM holds WHERE ritual IS NOT DISTINCT FROM :ritual AND begins = :begins
            AND ends = :ends AND partner IS NOT DISTINCT FROM :partner)
        """

    private static func names(_ hold: Hold) -> StatementArguments {
        [
            "ritual": hold.ritual, "begins": hold.from.secondsSinceEpoch,
            "ends": hold.until.secondsSinceEpoch, "partner": hold.partner,
        ]
    }

    func holds(from: Instant, until: Instant) throws -> [Hold] {
        try database.rows(
            "SELECT * FROM holds WHERE \(Self.end) > ? AND begins < ? ORDER BY id",
            [from.secondsSinceEpoch, until.secondsSinceEpoch]
        ).map(Hold.init)
    }

    // MARK: - Expired spans

    /// Cuts all spans off at `instant`; the parts after it were written while the clock was ahead.
    func cutSpans(at instant: Instant) throws {
        let at: StatementArguments = ["at": instant.secondsSinceEpoch]
        try database.run("DELETE FROM expired_spans WHERE after >= :at", at)
        try database.run("UPDATE expired_spans SET through = :at WHERE through > :at", at)
    }

    func add(_ span: ExpiredSpan) throws {
        try database.run(
            "INSERT INTO expired_spans (ritual, after, through, decided) VALUES (?, ?, ?, ?)",
            [
                span.ritual, span.after.secondsSinceEpoch, span.through.secondsSinceEpoch,
                span.decided.secondsSinceEpoch,
            ]
        )
    }

    func spans(of ritual: String?) throws -> [ExpiredSpan] {
        try database.rows(
            "SELECT * FROM expired_spans \(ritual == nil ? "" : "WHERE ritual = ?") ORDER BY id",
            StatementArguments([ritual].compactMap(\.self))
        ).map(ExpiredSpan.init)
    }

    // MARK: - Tokens that phones have used

    /// Records that a token was used, and deletes expired tokens.
    func spend(_ token: SpentToken, at instant: Instant) throws {
        try deleteTokens(expiredBefore: instant)
        try database.run(
            "INSERT INTO spent_tokens (digest, expires) VALUES (?, ?)",
            [token.digest, token.expires.secondsSinceEpoch]
        )
    }

    func isSpent(_ token: SpentToken) throws -> Bool {
        try database.row("SELECT 1 FROM spent_tokens WHERE digest = ?", [token.digest]) != nil
    }

    func deleteTokens(expiredBefore instant: Instant) throws {
        try database.run(
            "DELETE FROM spent_tokens WHERE expires < ?",
            [instant.secondsSinceEpoch]
        )
    }

    // MARK: - Kept rituals

    /// Records since when a ritual is kept; an earlier time stays.
    func keep(_ ritual: String, since instant: Instant) throws {
        try database.run(
            """
            INSERT INTO kept_rituals (ritual, since) VALUES (?, ?)
            ON CONFLICT (ritual) DO UPDATE SET since = excluded.since
            WHERE excluded.since < kept_rituals.since
            """,
            [ritual, instant.secondsSinceEpoch]
        )
    }

    /// Records the title of a kept ritual.
    func name(_ ritual: String, _ title: String) throws {
        try database.run("UPDATE kept_rituals SET title = ? WHERE ritual = ?", [title, ritual])
    }

    func titles() throws -> [String: String] {
        let rows = try database.rows(
            "SELECT ritual, title FROM kept_rituals WHERE title IS NOT NULL"
        )
        return Dictionary(
            try rows.map { (try $0.text("ritual"), try $0.text("title")) },
            uniquingKeysWith: { $1 }
        )
    }

    func kept() throws -> [String: Instant] {
        let rows = try database.rows("SELECT ritual, since FROM kept_rituals")
        return Dictionary(
            try rows.map { (try $0.text("ritual"), try $0.instant("since")) },
            uniquingKeysWith: min
        )
    }

    /// The forgotten occurrences that start at `earliest` or later.
    func forgotten(since earliest: CivilDateTime) throws -> Set<OccurrenceKey> {
        let rows = try database.rows(
            "SELECT ritual, start FROM forgotten WHERE start >= ?",
            [earliest.short]
        )
        return Set(try rows.map { try $0.occurrence() })
    }
}

extension Hold {
    /// Reads a row of `holds`.
    fileprivate init(_ row: Row) throws {
        self.init(
            ritual: try row.optionalText("ritual"),
            from: try row.instant("begins"),
            until: try row.instant("ends"),
            reason: try row.optionalText("reason"),
            partner: try row.optionalText("partner"),
            released: try row.optionalInstant("released")
        )
    }
}

extension ExpiredSpan {
    /// Reads a row of `expired_spans`.
    fileprivate init(_ row: Row) throws {
        self.init(
            ritual: try row.text("ritual"),
            after: try row.instant("after"),
            through: try row.instant("through"),
            decided: try row.instant("decided")
        )
    }
}
