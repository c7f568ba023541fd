/// What a wall time means in a zone: one instant, none, or two.
public enum LocalResolution: Hashable, Sendable {
    /// The wall time happens once.
    case unique(Instant)
    /// The clocks jump over the wall time.
    ///
    /// `before` reads it with the offset before the jump, which lies after it, and is what
    /// RFC 5545 section 3.3.5 asks for; `after` reads it with the offset after the jump.
    case gap(before: Instant, after: Instant)
    /// The clocks show the wall time twice.
    case fold(first: Instant, second: Instant)

    /// The reading of RFC 5545 section 3.3.5: in a gap the offset before it, in a fold the first.
    public var compatible: Instant {
        switch self {
        case .unique(let instant): instant
        case .gap(let before, _): before
        case .fold(let first, _): first
        }
    }

    /// Returns the instant under a choice, or `nil` where the choice is to refuse.
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
