package import CivilTime
package import Delivery
package import Planning

extension OccurrenceState {
    /// Where an occurrence stands by what is known of it.
    ///
    /// Only what was asked about is missed, and nothing is that falls into a hold, or of which nothing could be
    /// told in time. Of a ritual that is no longer kept, what was decided and said has to do.
    ///
    /// - Parameters:
    ///   - record: what the ledger knows of it.
    ///   - plan: what stands.
    ///   - now: the moment that it is asked for.
    package init(of record: OccurrenceRecord, _ plan: Plan, at now: Instant) {
        let standing =
            plan.shown(record.key) == nil
            ? Self.answer(record.outcomes) : plan.state(of: record.key, at: now)
        let verdicts = Set(record.decisions.map(\.verdict))
        let isUntold = !verdicts.isEmpty && verdicts.allSatisfy(\.isSilent)
        switch standing {
        case .ahead, .now, .open, .passed:
            if plan.hold(over: record.key) != nil || verdicts == [.held] {
                self = .held
            } else if standing != .ahead, isUntold, verdicts.contains(.expired) {
                self = .expired
            } else if standing == .passed,
                record.decisions.contains(where: { $0.asks(in: plan) })
            {
                self = .missed
            } else {
                self = standing
            }
        default:
            self = standing
        }
    }

    /// What the words that stand say.
    private static func answer(_ outcomes: [Outcome]) -> Self {
        let kinds = outcomes.filter { $0.undone == nil }.map(\.kind)
        if kinds.contains(.skipped) {
            return .skipped
        }
        return kinds.contains(.done) ? .done : .passed
    }
}
