package import CivilTime
package import Household

/// Something that was said and can be taken back.
package enum SaidWord: Hashable, Sendable {
    case outcome(Outcome)
    /// A hold, or where it was released, its release.
    case hold(Hold)
    case moment(Moment)
    case mark(PromptMark)

    /// Who said it; `nil` where it was said for all.
    package var partner: String? {
        switch self {
        case .outcome(let outcome): outcome.partner
        case .hold(let hold): hold.partner
        case .moment(let moment): moment.partner
        case .mark(let mark): mark.partner
        }
    }
}

extension SaidWord {
    /// The word that was said last and stands: of one ritual alone, or of one partner, where one is named.
    package init?(
        lastIn plan: Plan,
        of ritual: String? = nil,
        by partner: String? = nil,
        at now: Instant
    ) {
        let rituals = ritual.map { [$0] } ?? plan.household.rituals.map(\.id)
        let outcome = plan.outcomes.placed(ofRituals: rituals, by: partner).map {
            Candidate(word: .outcome($0.word), said: $0.word.said, place: $0.place)
        }
        // What is said after so many outcomes is later than the last of them.
        let hold = plan.holds.last(of: ritual, by: partner, at: now).map {
            Candidate(word: .hold($0.hold), said: $0.said, place: $0.place)
        }
        let moment = plan.keepsakes.lastMoment(by: partner).map {
            Candidate(word: .moment($0.moment), said: $0.moment.said, place: $0.place)
        }
        let mark = plan.keepsakes.lastMark(by: partner).map {
            Candidate(word: .mark($0.mark), said: $0.mark.said, place: $0.place)
        }
        // Neither is about a ritual.
        let all = ([outcome, hold] + (ritual == nil ? [moment, mark] : [])).compactMap(\.self)
        guard let last = all.max(by: { ($0.said, $0.place) < ($1.said, $1.place) }) else {
            return nil
        }
        self = last.word
    }

    private struct Candidate {
        var word: SaidWord
        var said: Instant
        /// How many outcomes had been said before it.
        var place: Int
    }
}
