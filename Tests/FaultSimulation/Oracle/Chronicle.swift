import CivilTime
import Household
import Planning

/// What a household's ledger should hold, as the steps that were written have it.
struct Chronicle {
    struct Known {
        var decision: Decision
        var number: Int
    }

    struct Said {
        var outcome: Outcome
        var number: Int
    }

    var decisions: [StageKey: Known] = [:]
    /// The words that stand.
    var outcomes: [OccurrenceKey: [Said]] = [:]
    /// The words that were taken back, and the occurrences that a word has ever moved.
    var undone: [Outcome] = []
    var moved: Set<OccurrenceKey> = []
    /// What long absences let pass.
    var lapses: [ExpiredSpan] = []
    /// Released ones too, in the order in which they were said.
    var holds: [Hold] = []
    /// The stages that each nudge tells of.
    var told: [String: [StageKey]] = [:]
    /// The rituals that were given up or held, and after which step.
    var removed: [String: Int] = [:]
    /// From when on the present config decides.
    var since = Instant.distantFuture

    /// Takes what a step has written; the words that it takes back are taken back already.
    mutating func apply(_ step: PlannerStep, number: Int) {
        for key in step.annulled {
            decisions[key] = nil
        }
        if step.turnsBack {
            for index in lapses.indices {
                lapses[index].through = min(lapses[index].through, step.began)
            }
        }
        lapses += step.expiredSpans
        for decision in step.decisions {
            if let id = decision.nudgeID {
                told[id, default: []].append(decision.key)
            }
            decisions[decision.key] = Known(decision: decision, number: number)
        }
        for outcome in step.outcomes {
            let said = Said(outcome: outcome, number: number)
            outcomes[outcome.occurrence, default: []].append(said)
            switch outcome.kind {
            // What was paused starts at its return, and not when its key says.
            case .moved, .paused: moved.insert(outcome.occurrence)
            default: break
            }
        }
        for release in step.releases {
            for index in holds.indices where release.ends(holds[index]) {
                holds[index].released = release.at
            }
        }
        holds += step.holds
        for ritual in step.withdrawnRituals {
            removed[ritual] = number
        }
    }

    /// Takes back the words that a step takes back.
    ///
    /// - Returns: those of them that nobody had said, or that were taken back before.
    mutating func takeBack(_ words: [Outcome]) -> [Outcome] {
        words.filter { word in
            let said = outcomes[word.occurrence, default: []]
            guard let index = said.lastIndex(where: { $0.outcome.isSameWord(as: word) }) else {
                return true
            }
            outcomes[word.occurrence]?.remove(at: index)
            undone.append(word)
            return false
        }
    }

    /// Whether a word was said and not taken back.
    func stands(_ word: Outcome) -> Bool {
        outcomes[word.occurrence, default: []].contains { $0.outcome.isSameWord(as: word) }
    }

    /// The hold that covers a ritual at an instant, or `nil`.
    func hold(of ritual: String, at instant: Instant) -> Hold? {
        holds.last { $0.covers(ritual, at: instant) }
    }
}

extension Outcome {
    /// Whether it is the same word, taken back or not.
    func isSameWord(as other: Outcome) -> Bool {
        var (mine, others) = (self, other)
        mine.undone = nil
        others.undone = nil
        return mine == others
    }
}
