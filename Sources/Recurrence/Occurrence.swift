public import CivilTime

/// One time at which a schedule falls.
public struct Occurrence: Hashable, Sendable {
    /// The wall time that the rule names, also where the clocks jump over it.
    public let local: CivilDateTime
    /// The instant at which it falls.
    public let instant: Instant

    /// Makes an occurrence of a wall time and the instant it falls at.
    @inlinable
    public init(local: CivilDateTime, instant: Instant) {
        self.local = local
        self.instant = instant
    }
}
