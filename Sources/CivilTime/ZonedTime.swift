/// An instant shown in a zone.
///
/// ```swift
/// let due = try Instant(parsing: "2026-03-08T07:30:00Z")
/// ZonedTime(instant: due, zone: newYork).description
///     == "2026-03-08T03:30:00-04:00[America/New_York]"
/// ```
public struct ZonedTime: Hashable, Sendable {
    /// The instant.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: newYork).instant == now
    /// ```
    public let instant: Instant

    /// The zone that the instant is shown in.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: newYork).zone.identifier == "America/New_York"
    /// ```
    public let zone: Zone

    /// Makes the time of an instant in a zone.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: newYork).description
    ///     == "2026-01-05T07:00:00-05:00[America/New_York]"
    /// ```
    public init(instant: Instant, zone: Zone) {
        self.instant = instant
        self.zone = zone
    }

    /// What the clocks of the zone show.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: newYork).local.short == "2026-01-05T07:00"
    /// ```
    public var local: CivilDateTime { zone.local(at: instant) }

    /// The zone's offset at the instant.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: newYork).offset.description == "-05:00"
    /// ```
    public var offset: UTCOffset { zone.offset(at: instant) }
}

extension ZonedTime: CustomStringConvertible {
    /// The time as RFC 9557 writes it, `2026-03-08T03:30:00-04:00[America/New_York]`.
    ///
    /// An offset that has seconds is rounded to minutes, because the format has no place for them.
    ///
    /// ```swift
    /// ZonedTime(instant: now, zone: .utc).description == "2026-01-05T12:00:00+00:00[UTC]"
    /// ```
    public var description: String {
        var text = TimeText(capacity: 64)
        local.write(to: &text, withSeconds: true)
        offset.writeMinutes(to: &text)
        text.append("[")
        text.append(zone.identifier)
        text.append("]")
        return text.string
    }
}
