package import CivilTime
import Household

/// Something that was said and can be taken back.
package enum SaidWord: Hashable, Sendable {
    case outcome(Outcome)
    /// A hold, or where it was released, its release.
    case hold(Hold)

    /// Who said it; `nil` where it was said for all.
    package var partner: String? {
        switch self {
        case .outcome(let outcome): outcome.partner
        case .hold(let hold): hold.partner
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
        let outcome = plan.outcomes.placed(ofRituals: rituals, by: partner)
        let hold = plan.holds.last(of: ritual, by: partner, at: now)
        switch (outcome, hold) {
        case (let outcome?, let hold?):
            // A hold that was said after so many outcomes is later than the last of them.
            let isHoldLater =
                (outcome.word.said, outcome.place) < (hold.said, hold.place)
            self = isHoldLater ? .hold(hold.hold) : .outcome(outcome.word)
        case (let outcome?, nil): self = .outcome(outcome.word)
        case (nil, let hold?): self = .hold(hold.hold)
        case (nil, nil): return nil
        }
    }
}
