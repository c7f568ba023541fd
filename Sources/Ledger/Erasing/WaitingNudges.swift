import CivilTime
import GRDB
import Household
import Planning

/// The nudges that are still to be delivered, or still wait for an answer, with all they tell of.
///
/// What one of them tells of stays whole, since its words name every one of them.
struct WaitingNudges {
    private var occurrences: Set<Int64> = []

    init(_ eraser: LedgerEraser) throws {
        let database = eraser.database
        let pending = try Int64.fetchSet(
            database,
            sql: """
                SELECT nudge FROM deliveries
                WHERE state IN ('pending', 'sending') AND state <> 'delivered'
                """
        )
        let fresh = try Int64.fetchAll(
            database,
            sql: """
                SELECT id FROM nudges
                WHERE expires >= :now OR (content IS NOT NULL AND expires IS NULL)
                """,
            arguments: ["now": eraser.instant.secondsSinceEpoch]
        )
        for nudge in pending.union(fresh) {
            let told = try Self.told(by: nudge, eraser)
            let isWaiting =
                try pending.contains(nudge)
                || eraser.shared.nudge(nudge).nudge.map { $0.expires >= eraser.instant } ?? false
                    && told.contains { eraser.remains($0.key) == .everything }
            if isWaiting {
                occurrences.formUnion(told.map(\.number))
            }
        }
    }

    /// Whether one of them tells of an occurrence, by the number of its row.
    func tell(of occurrence: Int64) -> Bool {
        occurrences.contains(occurrence)
    }

    private static func told(
        by nudge: Int64,
        _ eraser: LedgerEraser
    ) throws -> [(number: Int64, key: OccurrenceKey)] {
        try Row.fetchAll(
            eraser.database,
            sql: """
                SELECT o.* FROM occurrences o WHERE o.id IN (
                    SELECT occurrence FROM decisions WHERE nudge = :nudge
                    UNION SELECT occurrence FROM nudges WHERE id = :nudge)
                """,
            arguments: ["nudge": nudge]
        ).map { (try $0.integer("id"), try eraser.shared.occurrence($0)) }
    }
}
