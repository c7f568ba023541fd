package import CivilTime

/// What can happen to a planner.
package enum PlannerEvent: Hashable, Sendable {
    /// The clock shows this instant. It may be long after the last one: suspend, downtime and a
    /// clock set ahead are one case.
    case timeReached(Instant)
    /// A partner said something about an occurrence.
    case said(Outcome)
    /// Something happened, such as `both-home`.
    case signal(String, at: Instant)
    /// The config, or the law of a zone in it, has changed.
    case newHousehold(Household, at: Instant)
}
