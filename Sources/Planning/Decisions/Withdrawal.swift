package import Household

/// The nudges of an occurrence that are no longer wanted, for one partner or for all.
package struct Withdrawal: Hashable, Sendable {
    package var occurrence: OccurrenceKey
    package var partner: String?

    package init(occurrence: OccurrenceKey, partner: String? = nil) {
        self.occurrence = occurrence
        self.partner = partner
    }
}
