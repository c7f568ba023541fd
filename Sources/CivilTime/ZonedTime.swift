/// An instant seen in a zone.
///
/// ```swift
/// ZonedTime(instant: due, zone: newYork).description
///     == "2026-03-08T03:30:00-04:00[America/New_York]"
/// ```
public struct ZonedTime: Hashable, Sendable {
    /// The instant.
    public let instant: Instant
    /// The zone that it is seen in.
    public let zone: Zone

    /// Makes the sight of an instant in a zone.
    public init(instant: Instant, zone: Zone) {
        self.instant = instant
        self.zone = zone
    }

    /// What the clocks of the zone show.
    public var local: CivilDateTime { zone.local(at: instant) }

    /// The zone's offset at the instant.
    public var offset: UTCOffset { zone.offset(at: instant) }
}

extension ZonedTime: CustomStringConvertible {
    /// The time as RFC 9557 writes it, `2026-03-08T03:30:00-04:00[America/New_York]`.
    ///
    /// An offset that has seconds is rounded to minutes, because the format has no place for them.
    public var description: String {
        "\(local)\(offset.minutesText)[\(zone.identifier)]"
    }
}
