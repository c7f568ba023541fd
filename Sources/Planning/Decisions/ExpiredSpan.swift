package import CivilTime

/// A span in which every stage of a ritual has expired that has no verdict of its own: the planner adds one
/// after a long absence.
///
/// A span stands for decisions that would be too many to write one by one.
package struct ExpiredSpan: Hashable, Sendable {
    package var ritual: String
    /// Stages due after this instant.
    package var after: Instant
    /// Stages due up to this instant, itself included.
    package var through: Instant
    package var decided: Instant

    package init(ritual: String, after: Instant, through: Instant, decided: Instant) {
        self.ritual = ritual
        self.after = after
        self.through = through
        self.decided = decided
    }

    /// Whether a stage due at `due` lies in it.
    package func covers(_ due: Instant) -> Bool {
        after < due && due <= through
    }
}
