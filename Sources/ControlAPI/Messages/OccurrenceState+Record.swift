package import CivilTime
package import Delivery
package import Planning

extension OccurrenceState {
    /// Finds the state of an occurrence from its record and the plan.
    ///
    /// An occurrence is missed only if somebody was asked about it. An occurrence in a hold, or
    /// on a rest day, is held, and one of which no nudge could be delivered in time is expired. For a ritual that is
    /// no longer kept, only the record counts.
    ///
    /// - Parameters:
    ///   - record: the occurrence's decisions and outcomes in the ledger.
    ///   - plan: the current plan.
    ///   - now: the instant of the state.
    package init(of record: OccurrenceRecord, _ plan: Plan, at now: Instant) {
        let standing =
            plan.shown(record.key) == nil
            ? Self.answer(record.outcomes) : plan.state(of: record.key, at: now)
        let verdicts = Set(record.decisions.map(\.verdict))
        let isUntold = !verdicts.isEmpty && verdicts.allSatisfy(\.isSilent)
        switch standing {
        case .ahead, .now, .open, .passed:
            if plan.hold(over: record.key) != nil || plan.rest(over: record.key) != nil
                || verdicts == [.held]
            {
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

    /// The state by the outcomes that were not taken back.
    private static func answer(_ outcomes: [Outcome]) -> Self {
        let kinds = outcomes.filter { $0.undone == nil }.map(\.kind)
        if kinds.contains(.skipped) {
            return .skipped
        }
        return kinds.contains(.done) ? .done : .passed
    }
}
