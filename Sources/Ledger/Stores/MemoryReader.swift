import CivilTime
import Delivery
import GRDB
import Planning

/// Reads the memory with which a new planner continues where the last one stopped.
struct MemoryReader {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func memory(at now: Instant) throws -> PlannerMemory {
        let facts = FactStore(database)
        let history = HistoryStore(database)
        let keepsakes = KeepsakeStore(database)
        guard let through = try Metadata(database).through() else {
            return PlannerMemory(
                outcomes: try facts.all(),
                holds: try history.holds(from: .distantPast, until: .distantFuture),
                moments: try keepsakes.moments(since: .distantPast),
                marks: try keepsakes.marks()
            )
        }
        let beforeLeap = through > now ? try reached(by: now) : nil
        let reached = beforeLeap ?? through
        let earliest = reached - PlannerMemory.remembered
        let start = CivilDateTime(localSeconds: earliest.secondsSinceEpoch)
        let decisions = DecisionStore(database)
        return PlannerMemory(
            through: through,
            beforeLeap: beforeLeap,
            decidedAhead: try decisions.decided(dueAfter: reached),
            decided: try decisions.decided(dueAfter: earliest, upTo: reached),
            early: try decisions.decidedEarly(dueAfter: earliest, upTo: reached),
            outcomes: try facts.remembered(since: start),
            holds: try history.holds(from: earliest, until: .distantFuture),
            moments: try keepsakes.moments(since: earliest),
            marks: try keepsakes.marks(),
            kept: try history.kept(),
            titles: try history.titles(),
            forgotten: try history.forgotten(since: start)
        )
    }

    /// The last time up to `now` at which something was decided or said, or `now` where there is none.
    ///
    /// Everything that was due by then is decided.
    private func reached(by now: Instant) throws -> Instant {
        let row = try database.row(
            """
            SELECT max(at) AS at FROM (
                SELECT max(decided) AS at FROM decisions WHERE decided <= :now
                UNION ALL SELECT max(said) FROM facts WHERE said <= :now
                UNION ALL SELECT max(since) FROM kept_rituals WHERE since <= :now) AS times
            """,
            ["now": now.secondsSinceEpoch]
        )
        return try row?.optionalInstant("at") ?? now
    }
}
