import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// A row of `decisions`.
struct DecisionRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "decisions"

    var key: StageKey
    var due: Instant
    var decided: Instant
    var verdict: Verdict
    var reason: String
    /// The id of the nudge that was made for the decision or merged with it.
    var nudge: String?

    init(_ decision: Decision) {
        key = decision.key
        due = decision.due
        decided = decision.decided
        verdict = decision.verdict
        reason = decision.reason
        nudge = decision.nudgeID
    }

    init(row: Row) throws {
        key = try row.stageKey()
        due = try row.instant("due")
        decided = try row.instant("decided")
        verdict = try row.word("verdict", as: Verdict.self)
        reason = try row.text("reason")
        nudge = try row.optionalText("nudge")
    }

    func encode(to container: inout PersistenceContainer) {
        container.set(key)
        container["due"] = due.secondsSinceEpoch
        container["decided"] = decided.secondsSinceEpoch
        container["verdict"] = verdict.rawValue
        container["reason"] = reason
        container["nudge"] = nudge
    }
}
