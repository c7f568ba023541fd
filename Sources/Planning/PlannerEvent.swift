package import CivilTime
package import Household

/// What can happen to a planner.
package enum PlannerEvent: Hashable, Sendable {
    /// The clock shows this instant. It may be long after the last one: suspend, downtime and a
    /// clock set ahead are one case.
    case timeReached(Instant)
    /// A partner said something about an occurrence.
    case said(Outcome)
    /// A partner takes back the last word about an occurrence: the partner's own where `by` names
    /// one. Where there is none, nothing follows.
    case undo(OccurrenceKey, by: String?, at: Instant)
    /// A ritual or everything is to be silent for a while. It replaces the holds of the same scope.
    case hold(Hold, at: Instant)
    /// A ritual's hold, or that of everything where no ritual is named, ends before its time; `by` is
    /// who says so.
    case release(ritual: String?, by: String? = nil, at: Instant)
    /// A hold is taken back, or its release where it was released; `by` is who says so.
    case takeBack(Hold, by: String?, at: Instant)
    /// A good moment goes into the jar.
    case keep(Moment)
    /// A good moment is taken out of the jar again.
    case takeBackMoment(Moment, at: Instant)
    /// A partner says something of a prompt.
    case mark(PromptMark)
    /// What was said of a prompt is taken back.
    case takeBackMark(PromptMark, at: Instant)
    /// Something happened, such as `both-home`.
    case signal(String, at: Instant)
    /// A pause is called by the signal of its ritual, which everyone comes back from after `wait`, or after what
    /// was agreed where there is none. Where one is open already, nothing follows.
    case pause(ritual: String, by: String?, wait: Duration?, at: Instant)
    /// Other times of an occurrence are proposed to its partners.
    case propose(ProposedTimes, at: Instant)
    /// The config, or the law of a zone in it, has changed.
    case newHousehold(Household, at: Instant)

    /// When it happens.
    var time: Instant {
        switch self {
        case .timeReached(let now), .undo(_, _, let now), .hold(_, let now),
            .release(_, _, let now), .takeBack(_, _, let now),
            .signal(_, let now), .pause(_, _, _, let now), .newHousehold(_, let now),
            .propose(_, let now),
            .takeBackMoment(_, let now), .takeBackMark(_, let now):
            now
        case .keep(let moment): moment.said
        case .mark(let mark): mark.said
        case .said(let outcome): outcome.said
        }
    }
}
