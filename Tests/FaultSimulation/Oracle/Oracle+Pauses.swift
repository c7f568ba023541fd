import CivilTime
import Household
import Planning

// A pause has one return, in its time, and everyone hears of both.

extension Oracle {
    /// Whether a stage is the question after a pause, which *done* leaves open.
    func isAskedAfterDone(_ key: StageKey) -> Bool {
        let answers = present.outcomes[key.occurrence, default: []].map(\.outcome.kind)
        return key.stage == .followUp && household?.ritual(key.occurrence.ritual)?.pause != nil
            && !answers.contains(.skipped)
    }

    func checkPauses(_ step: PlannerStep) {
        for word in step.outcomes {
            guard case .paused(let back) = word.kind else {
                continue
            }
            let wait = back - word.said
            if wait < PauseTerms.shortest || wait > PauseTerms.longest {
                breach("a return after \(wait): \(word)")
            }
            let heard = step.decisions.filter {
                $0.key.occurrence == word.occurrence && $0.key.stage.kind == .notice
                    && $0.notBefore == nil
            }
            if let household, Set(heard.map(\.key.partner)) != Set(household.partners.map(\.id)) {
                breach("somebody was not told of it at once: \(word)")
            }
            for (key, said) in present.outcomes where key.ritual == word.occurrence.ritual {
                let isOpen = said.map(\.outcome).contains { other in
                    if case .paused(let until) = other.kind { until > word.said } else { false }
                }
                let isClosed = said.contains { [.done, .skipped].contains($0.outcome.kind) }
                if isOpen, !isClosed {
                    breach("called while \(key) is open: \(word)")
                }
            }
        }
    }

    /// Each return that was not taken back has its decision, and the question after it.
    func checkReturns(at clock: Instant) {
        for word in present.outcomes.values.joined().map(\.outcome) {
            guard case .paused(let back) = word.kind, let household,
                let ritual = household.ritual(word.occurrence.ritual)
            else {
                continue
            }
            // The question may wait for the end of quiet hours.
            let asked = back + .seconds(4 * 86_400)
            let stages: [Stage] =
                asked <= clock ? [.start, .followUp] : back <= clock ? [.start] : []
            for partner in household.partners(of: ritual) {
                for stage in stages {
                    let key = StageKey(
                        occurrence: word.occurrence,
                        stage: stage,
                        partner: partner.id
                    )
                    if present.decisions[key] == nil {
                        breach("nobody decided \(key) by \(clock)")
                    }
                }
            }
        }
    }
}
