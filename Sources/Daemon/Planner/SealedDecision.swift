import CivilTime
import Delivery
import Household
import Planning

/// A decision about a secret ritual as the journal has it: it cannot be read, only recognised.
struct SealedDecision: Hashable, Sendable {
    /// The token of its stage.
    var token: String
    var due: Instant
    var decided: Instant
    var verdict: Verdict
    /// The token of the nudge that tells it.
    var nudge: String?
}

extension LedgerRecovery {
    /// Days around the backup, and names, that are looked through at the most.
    private static let days = 400
    private static let most = 200_000

    /// Recognises sealed decisions by the names that the household's secret rituals can give.
    ///
    /// What has no such name, because a word that is lost brought it, is not decided again either.
    func open(
        _ sealed: [SealedDecision],
        _ household: Household,
        since instant: Instant
    ) throws -> [Decision] {
        guard !sealed.isEmpty else {
            return []
        }
        var left = Dictionary(
            sealed.map { ($0.token, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let planner = Planner(household, memory: try ledger.memory(at: instant), now: instant)
        let secret = household.rituals.filter { names.isSecret($0.id) && $0.isEnabled }
        let base = household.zone.local(at: instant).date
        var (opened, tried): ([Decision], Int) = ([], 0)
        for distance in 0...Self.days {
            for date in Set([base.adding(days: distance), base.adding(days: -distance)]) {
                let keys = secret.flatMap { planner.plan.occurrences(of: $0, on: date) }
                for stage in keys.flatMap({ planner.plan.ladder(of: $0) }) {
                    guard !left.isEmpty, tried < Self.most else {
                        return opened
                    }
                    tried += 1
                    if let found = left.removeValue(forKey: names.token("\(stage.key)")) {
                        opened.append(Decision(found, stage.key))
                    }
                }
            }
        }
        return opened
    }

    /// Gives the decisions the ids of their nudges, where a token stands for them.
    func named(_ decisions: [Decision]) -> [Decision] {
        let ids = decisions.map(\.key.nudgeID)
        let known = Dictionary(
            ids.map { (names.token($0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return decisions.map { decision in
            var decision = decision
            decision.nudgeID = decision.nudgeID.map { known[$0] ?? $0 }
            return decision
        }
    }
}

extension Decision {
    fileprivate init(_ sealed: SealedDecision, _ key: StageKey) {
        self.init(
            key: key,
            due: sealed.due,
            decided: sealed.decided,
            verdict: sealed.verdict,
            reason: "known from the journal",
            nudgeID: sealed.nudge
        )
    }
}
