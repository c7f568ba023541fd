import Delivery
import GRDB
import Household
import Planning

// Words, occurrences and nudges are stored once, and named by their numbers elsewhere.

extension Schema {
    /// Moves what earlier versions wrote out in every row into rows that are shared.
    ///
    /// It is one transaction: a ledger whose migration was cut off is the old one, whole.
    static func storeWordsOnce(in database: Database) throws {
        for statement in setOldAside + wordTables {
            try database.execute(sql: statement)
        }
        let shared = SharedRows(database)
        guard try shared.number(of: Stage.digest.description) == SharedRows.digest else {
            throw LedgerError.damaged("the first word is not 'digest'")
        }
        try moveNudges(shared)
        try moveDecisions(shared)
        try moveDeliveries(shared)
        try moveOutcomes(shared)
        for statement in dropOld + wordIndexes + wordViews {
            try database.execute(sql: statement)
        }
    }

    private static func moveNudges(_ shared: SharedRows) throws {
        let rows = try Row.fetchCursor(
            shared.database,
            sql: "SELECT id, content FROM old_nudges ORDER BY rowid"
        )
        while let row = try rows.next() {
            let content = try row.text("content")
            if let nudge = try? NudgeText.read(content), try nudge.id == row.text("id") {
                _ = try shared.write(nudge)
            } else {
                // What cannot be read is kept, and is an error where it is asked for, as before.
                _ = try shared.keep(content, of: row.text("id"))
            }
        }
    }

    private static func moveDecisions(_ shared: SharedRows) throws {
        let rows = try Row.fetchCursor(
            shared.database,
            sql: "SELECT * FROM old_decisions ORDER BY id"
        )
        let insertion = try shared.database.makeStatement(
            sql: """
                INSERT INTO decisions (id, occurrence, stage, partner, due, decided, verdict,
                    reason, nudge, moot)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        while let row = try rows.next() {
            let key = try row.parsed("occurrence") { OccurrenceKey(parsing: $0) }
            try insertion.execute(arguments: [
                row.integer("id"), shared.number(of: key), shared.number(of: row.text("stage")),
                shared.number(of: row.text("partner")), row.integer("due"),
                row.integer("decided"), row.text("verdict"),
                shared.number(of: row.text("reason")),
                row.optionalText("nudge").map { try shared.number(ofNudge: $0) },
                row.optionalInteger("moot"),
            ])
        }
    }

    private static func moveDeliveries(_ shared: SharedRows) throws {
        let rows = try Row.fetchCursor(
            shared.database,
            sql: "SELECT * FROM old_deliveries ORDER BY id"
        )
        let insertion = try shared.database.makeStatement(
            sql: """
                INSERT INTO deliveries (id, nudge, channel, state, attempts, next_attempt, detail,
                    updated, attempts_before)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        while let row = try rows.next() {
            try insertion.execute(arguments: [
                row.integer("id"), shared.number(ofNudge: row.text("nudge")),
                shared.number(of: row.text("channel")), row.text("state"),
                row.integer("attempts"), row.optionalInteger("next_attempt"),
                row.optionalText("detail").map { try shared.number(of: $0) },
                row.integer("updated"), row.integer("attempts_before"),
            ])
        }
        try shared.database.execute(
            sql: """
                INSERT INTO attempts (id, delivery, begun, ended, state, detail, status, latency, reply)
                SELECT id, delivery, begun, ended, state, detail, status, latency, reply
                FROM old_attempts ORDER BY id
                """
        )
    }

    private static func moveOutcomes(_ shared: SharedRows) throws {
        let rows = try Row.fetchCursor(
            shared.database,
            sql: "SELECT * FROM old_outcomes ORDER BY id"
        )
        let insertion = try shared.database.makeStatement(
            sql: """
                INSERT INTO outcomes (id, occurrence, kind, detail, partner, note, said, undone)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        while let row = try rows.next() {
            let key = try row.parsed("occurrence") { OccurrenceKey(parsing: $0) }
            try insertion.execute(arguments: [
                row.integer("id"), shared.number(of: key), row.text("kind"),
                row.optionalText("detail"), row.optionalText("partner"),
                row.optionalText("note"), row.integer("said"), row.optionalInteger("undone"),
            ])
        }
    }
}
