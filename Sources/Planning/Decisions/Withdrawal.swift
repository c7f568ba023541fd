package import Household

/// The nudges of an occurrence that are no longer wanted, for one partner or for all.
package struct Withdrawal: Hashable, Sendable {
    package var occurrence: OccurrenceKey
    package var partner: String?
    /// Only those of these stages; `nil` means all.
    package var stages: [Stage]?

    package init(occurrence: OccurrenceKey, partner: String? = nil, stages: [Stage]? = nil) {
        self.occurrence = occurrence
        self.partner = partner
        self.stages = stages
    }
}
