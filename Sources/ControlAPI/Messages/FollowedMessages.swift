package import Household
package import Planning

/// The event that an outcome was said or taken back.
package struct WordMessage: Hashable, Sendable, Codable {
    package var ritual: String
    package var title: String
    package var occurrence: OccurrenceKey
    package var said: WhyMessage.Said
    /// Whether it was taken back.
    package var undone: Bool

    package init(_ outcome: Outcome, _ household: Household) {
        ritual = outcome.occurrence.ritual
        title = household.ritual(ritual)?.title ?? ritual
        occurrence = outcome.occurrence
        said = WhyMessage.Said(outcome)
        undone = outcome.undone != nil
    }
}

/// The event that a new config is in use.
package struct ConfigTakenMessage: Hashable, Sendable, Codable {
    package var rituals: Int
    package var partners: Int

    package init(_ household: Household) {
        rituals = household.rituals.count
        partners = household.partners.count
    }
}
