/// A time zone: how far its clocks are from UTC, at every instant.
///
/// The rules come from the bytes of a TZif file (RFC 9636), whose POSIX footer holds for ever after
/// the table's end. A zone is a value and cheap to copy.
///
/// ```swift
/// let night = try CivilDateTime(parsing: "2026-03-08T02:30")
/// newYork.instant(of: night).description == "2026-03-08T07:30:00Z"
/// ```
public struct Zone: Sendable {
    let rules: ZoneRules

    /// Coordinated Universal Time.
    ///
    /// ```swift
    /// Zone.utc.local(at: now).short == "2026-01-05T12:00"
    /// ```
    public static let utc = Zone(rules: .utc)

    init(rules: ZoneRules) {
        self.rules = rules
    }

    /// The name that the zone was looked up by, `Europe/Lisbon`.
    ///
    /// ```swift
    /// newYork.identifier == "America/New_York"
    /// ```
    public var identifier: String { rules.identifier }

    /// Reads the bytes of a TZif file, versions 1 to 4.
    ///
    /// A file that counts leap seconds is refused, because system clocks do not count them.
    ///
    /// ```swift
    /// let error = #expect(throws: ZoneError.self) {
    ///     try Zone(identifier: "Europe/Lisbon", tzif: Array("not a zone".utf8))
    /// }
    /// error?.description.hasPrefix("the file of time zone 'Europe/Lisbon' is damaged") == true
    /// ```
    public init(identifier: String, tzif: [UInt8]) throws(ZoneError) {
        var reader = TZifReader(name: identifier, bytes: tzif)
        self.init(rules: try reader.rules())
    }

    /// How far the zone's clocks are ahead of UTC at an instant.
    ///
    /// ```swift
    /// newYork.offset(at: now).description == "-05:00"
    /// ```
    public func offset(at instant: Instant) -> UTCOffset {
        UTCOffset(seconds: Int(rules.span(at: instant.secondsSinceEpoch).offset))
    }

    /// The zone's own abbreviation at an instant, such as `EDT` or `+03`.
    ///
    /// ```swift
    /// newYork.abbreviation(at: now) == "EST"
    /// ```
    public func abbreviation(at instant: Instant) -> String {
        rules.abbreviation(at: instant.secondsSinceEpoch)
    }

    /// What the clocks show at an instant, clamped to the years 1 to 9999.
    ///
    /// ```swift
    /// newYork.local(at: now).short == "2026-01-05T07:00"
    /// ```
    public func local(at instant: Instant) -> CivilDateTime {
        let offset = Int64(rules.span(at: instant.secondsSinceEpoch).offset)
        return CivilDateTime(localSeconds: instant.advanced(bySeconds: offset).secondsSinceEpoch)
    }

    /// Says whether a wall time happens once, twice or never, and when.
    ///
    /// ```swift
    /// let evening = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// newYork.resolve(evening) == .unique(try Instant(parsing: "2026-01-10T00:00:00Z"))
    /// ```
    public func resolve(_ local: CivilDateTime) -> LocalResolution {
        let span = rules.span(atLocal: local.localSeconds)
        let instant = Instant(secondsSinceEpoch: local.localSeconds - Int64(span.offset))
        let other = Instant(secondsSinceEpoch: local.localSeconds - Int64(span.nextOffset))
        if span.nextOffset > span.offset, local.localSeconds >= span.localPlainEnd {
            return .gap(before: instant, after: other)
        }
        if span.nextOffset < span.offset, local.localSeconds >= span.localFoldStart {
            return .fold(first: instant, second: other)
        }
        return .unique(instant)
    }

    /// The instant of a wall time by RFC 5545 section 3.3.5.
    ///
    /// In a gap the offset before it counts, so that the clocks show a later time than was asked
    /// for; in a fold it is the first of the two instants.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-11-01T01:30")
    /// newYork.instant(of: night).description == "2026-11-01T05:30:00Z"
    /// ```
    public func instant(of local: CivilDateTime) -> Instant {
        let span = rules.span(atLocal: local.localSeconds)
        return Instant(secondsSinceEpoch: local.localSeconds - Int64(span.offset))
    }

    /// The instant of a wall time under a choice for gaps and folds.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-03-08T02:30")
    /// try newYork.instant(of: night, choosing: .earlier).description == "2026-03-08T06:30:00Z"
    /// let error = #expect(throws: CivilTimeError.self) {
    ///     try newYork.instant(of: night, choosing: .reject)
    /// }
    /// error == .ambiguous(local: night, zone: "America/New_York")
    /// ```
    public func instant(
        of local: CivilDateTime,
        choosing disambiguation: Disambiguation
    ) throws(CivilTimeError) -> Instant {
        guard let instant = resolve(local).instant(choosing: disambiguation) else {
            throw .ambiguous(local: local, zone: identifier)
        }
        return instant
    }

    /// The next instant after the given one at which the offset changes.
    ///
    /// ```swift
    /// newYork.nextTransition(after: now)?.description == "2026-03-08T07:00:00Z"
    /// Zone.utc.nextTransition(after: now) == nil
    /// ```
    public func nextTransition(after instant: Instant) -> Instant? {
        let end = rules.span(at: instant.secondsSinceEpoch).end
        return end == .max ? nil : Instant(secondsSinceEpoch: end)
    }

    /// The stretch of one offset around an instant.
    package func span(at instant: Instant) -> ZoneSpan {
        rules.span(at: instant.secondsSinceEpoch)
    }

    /// The stretch of one offset after another stretch of this zone.
    package func span(after span: ZoneSpan) -> ZoneSpan {
        rules.span(after: span)
    }

    /// The stretch of one offset that a wall time is read with.
    package func span(atLocal localSeconds: Int64) -> ZoneSpan {
        rules.span(atLocal: localSeconds)
    }
}

extension Zone: Hashable {
    /// Whether two zones have the same name and the same rules.
    public static func == (left: Zone, right: Zone) -> Bool {
        left.rules === right.rules || left.rules.isEqual(to: right.rules)
    }

    /// Hashes the name alone; equal zones have equal names.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}

extension Zone: CustomStringConvertible {
    /// The name, `Europe/Lisbon`.
    ///
    /// ```swift
    /// newYork.description == "America/New_York"
    /// ```
    public var description: String { identifier }
}
