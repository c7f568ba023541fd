/// What a wall time means in a zone: one instant, none, or two.
///
/// ```swift
/// func kind(of text: String) throws -> String {
///     switch newYork.resolve(try CivilDateTime(parsing: text)) {
///     case .unique(let instant): "at \(instant)"
///     case .gap(let before, _): "never, stands for \(before)"
///     case .fold(let first, let second): "at \(first) and at \(second)"
///     }
/// }
/// try kind(of: "2026-01-09T19:00") == "at 2026-01-10T00:00:00Z"
/// try kind(of: "2026-03-08T02:30") == "never, stands for 2026-03-08T07:30:00Z"
/// try kind(of: "2026-11-01T01:30") == "at 2026-11-01T05:30:00Z and at 2026-11-01T06:30:00Z"
/// ```
public enum LocalResolution: Hashable, Sendable {
    /// The wall time happens once.
    case unique(Instant)
    /// The clocks jump over the wall time.
    ///
    /// `before` reads the wall time with the offset before the jump, as RFC 5545 section 3.3.5
    /// asks, and is an instant after the jump; `after` reads it with the offset after the jump.
    case gap(before: Instant, after: Instant)
    /// The clocks show the wall time twice.
    case fold(first: Instant, second: Instant)

    /// The reading of RFC 5545 section 3.3.5: in a gap with the offset before it, in a fold as the
    /// first instant.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-03-08T02:30")
    /// let instant = newYork.resolve(night).compatible
    /// newYork.local(at: instant).short == "2026-03-08T03:30"
    /// ```
    public var compatible: Instant {
        switch self {
        case .unique(let instant): instant
        case .gap(let before, _): before
        case .fold(let first, _): first
        }
    }

    /// Returns the instant under a choice, or `nil` where the choice is to refuse.
    ///
    /// ```swift
    /// let gap = newYork.resolve(try CivilDateTime(parsing: "2026-03-08T02:30"))
    /// gap.instant(choosing: .earlier).map(newYork.local)?.short == "2026-03-08T01:30"
    /// gap.instant(choosing: .reject) == nil
    /// ```
    public func instant(choosing disambiguation: Disambiguation) -> Instant? {
        switch (self, disambiguation) {
        case (.unique(let instant), _): instant
        case (_, .compatible): compatible
        case (.gap(_, let after), .earlier): after
        case (.gap(let before, _), .later): before
        case (.fold(let first, _), .earlier): first
        case (.fold(_, let second), .later): second
        case (_, .reject): nil
        }
    }
}

/// Which instant a wall time stands for where it happens twice or not at all.
///
/// ```swift
/// let night = try CivilDateTime(parsing: "2026-11-01T01:30")
/// let fold = newYork.resolve(night)
/// fold.instant(choosing: .earlier) == (try Instant(parsing: "2026-11-01T05:30:00Z"))
/// fold.instant(choosing: .later) == (try Instant(parsing: "2026-11-01T06:30:00Z"))
/// fold.instant(choosing: .compatible) == fold.instant(choosing: .earlier)
/// fold.instant(choosing: .reject) == nil
/// ```
public enum Disambiguation: String, CaseIterable, Hashable, Sendable {
    /// The earlier of the two instants that can be meant.
    case earlier
    /// The later of the two instants that can be meant.
    case later
    /// The later in a gap, the earlier in a fold: RFC 5545 section 3.3.5.
    case compatible
    /// Neither: an error.
    case reject
}
