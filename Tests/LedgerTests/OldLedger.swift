import CivilTime
import Foundation
import GRDB
import Household
@testable import Ledger
import Planning

/// A ledger as an earlier version wrote it, with something in each of its tables.
struct OldLedger {
    /// How many of the migrations it knows: 1, 2 or 3.
    var version: Int

    static let versions = [1, 2, 3]
    static let now = "2026-01-09T19:05:00Z"

    /// What it decided, in order.
    ///
    /// The second is told in the words of the first.
    func decisions() throws -> [Decision] {
        let told = try decision()
        var line = try decision("walk@2026-01-09T19:00:30", .start, .coalesced)
        line.nudgeID = told.nudgeID
        let silent = try decision(
            "pill@2026-10-25T02:30+2",
            .lead(Span(days: 3)),
            for: "sam",
            due: "2026-01-10T09:00:00Z",
            decided: evening,
            .absorbed
        )
        // As the journal knew it: the nudge is named, its words are lost.
        var known = try decision("walk@2026-01-08T10:00", .nag(2), for: "sam", .late, channels: [])
        known.nudge = nil
        known.nudgeID = known.key.nudgeID
        let last = try decision(dateNight, .followUp, for: "sam", .late, channels: ["phone"])
        return [told, line, silent, known, last]
    }

    func outcomes() throws -> [Outcome] {
        var undone = try outcome(dateNight, .skipped, by: "alex")
        undone.undone = version >= 3 ? try instant(OldLedger.now) : nil
        return [
            try outcome(
                "walk@2026-01-08T10:00",
                .moved(to: CivilDateTime(parsing: "2026-01-08T12:00")),
                note: "it's \"rain\""
            ),
            undone,
            try outcome("pill@2024-10-27T02:30+2", .done, by: "sam"),
        ]
    }

    var attemptsBefore: Int { version >= 2 ? 1 : 0 }

    /// Writes it as that version did.
    func write(to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        let migrator = Schema.migrator
        try migrator.migrate(queue, upTo: migrator.migrations[version - 1])
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.write { database in
            try writeDecisions(in: database)
            try writeOutcomes(in: database)
            try database.execute(
                sql: "INSERT INTO meta VALUES ('through', ?)",
                arguments: [instant(OldLedger.now).secondsSinceEpoch]
            )
            try writeLater(in: database)
        }
        try queue.close()
    }

    private func writeDecisions(in database: Database) throws {
        for decision in try decisions() {
            try database.execute(
                sql: """
                    INSERT INTO decisions (occurrence, stage, partner, due, decided, verdict,
                        reason, nudge) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    decision.key.occurrence.description, decision.key.stage.description,
                    decision.key.partner, decision.due.secondsSinceEpoch,
                    decision.decided.secondsSinceEpoch, decision.verdict.rawValue,
                    decision.reason, decision.nudgeID,
                ]
            )
            guard let nudge = decision.nudge else {
                continue
            }
            try database.execute(
                sql: "INSERT INTO nudges VALUES (?, ?)",
                arguments: [nudge.id, text(of: nudge)]
            )
            for channel in decision.channels {
                try database.execute(
                    sql: """
                        INSERT INTO deliveries (nudge, channel, state, attempts, next_attempt,
                            detail, updated) VALUES (?, ?, 'pending', 2, ?, 'HTTP 503', ?)
                        """,
                    arguments: [
                        nudge.id, channel, decision.due.secondsSinceEpoch,
                        decision.decided.secondsSinceEpoch,
                    ]
                )
            }
        }
        try database.execute(
            sql: """
                UPDATE deliveries SET state = 'delivered', next_attempt = NULL, detail = NULL
                    WHERE id = 1;
                UPDATE deliveries SET state = 'sending', next_attempt = NULL WHERE id = 3;
                INSERT INTO attempts (delivery, begun, ended, state, detail)
                    VALUES (1, 1767985200, 1767985201, 'delivered', 'HTTP 200');
                INSERT INTO attempts (delivery, begun) VALUES (3, 1767985202);
                INSERT INTO nudges VALUES ('of old', '{"nobody": "can read it"}');
                """
        )
    }

    /// The first version wrote a nudge with the names of its parts.
    private func text(of nudge: Nudge) throws -> String {
        try version == 1
            ? String(decoding: JSONEncoder().encode(nudge), as: UTF8.self)
            : NudgeText.write(nudge)
    }

    private func writeOutcomes(in database: Database) throws {
        for outcome in try outcomes() {
            try database.execute(
                sql: """
                    INSERT INTO outcomes (occurrence, start, kind, detail, partner, note, said)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    outcome.occurrence.description, outcome.occurrence.start.localSeconds,
                    outcome.kind.name, outcome.kind.detail, outcome.partner, outcome.note,
                    outcome.said.secondsSinceEpoch,
                ]
            )
            if let undone = outcome.undone {
                try database.execute(
                    sql: "UPDATE outcomes SET undone = ? WHERE id = last_insert_rowid()",
                    arguments: [undone.secondsSinceEpoch]
                )
            }
        }
    }

    /// What later versions than the first had beside.
    private func writeLater(in database: Database) throws {
        if version >= 2 {
            try database.execute(
                sql: """
                    UPDATE attempts SET status = 200, latency = 31, reply = 'thanks' WHERE id = 1;
                    UPDATE deliveries SET attempts_before = 1;
                    INSERT INTO channels (name, failures, detail, updated)
                        VALUES ('phone', 2, 'HTTP 503', 1767985200);
                    """
            )
        }
        if version >= 3 {
            try database.execute(
                sql: """
                    UPDATE decisions SET moot = 1767985300 WHERE id = 1;
                    INSERT INTO holds (ritual, begins, ends, reason)
                        VALUES ('walk', 1767985200, 1768985200, 'exams');
                    INSERT INTO lapses (ritual, after, through, decided)
                        VALUES ('walk', 1667985200, 1700000000, 1767985200);
                    """
            )
        }
    }
}
