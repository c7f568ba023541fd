package import CivilTime

/// A hard week: a ritual, or everything, is silent for a while, and no streak breaks of it.
///
/// It holds from its begin up to, but not including, its end. A date that a person names as the end
/// is the midnight that begins it, in the household's zone.
package struct Hold: Hashable, Sendable {
    /// The id of the ritual that is held; `nil` holds everything.
    package var ritual: String?
    package var from: Instant
    package var until: Instant
    /// Why, in the couple's own words.
    package var reason: String?
    /// Who said so; `nil` speaks for both.
    package var partner: String?
    /// When it was ended before its time; `nil` where it was not.
    package var released: Instant?

    package init(
        ritual: String? = nil,
        from: Instant,
        until: Instant,
        reason: String? = nil,
        partner: String? = nil,
        released: Instant? = nil
    ) {
        self.ritual = ritual
        self.from = from
        self.until = until
        self.reason = reason
        self.partner = partner
        self.released = released
    }

    /// When it ends, released or not.
    package var end: Instant { released.map { min($0, until) } ?? until }

    /// Whether it holds `ritual` at `instant`.
    package func covers(_ ritual: String, at instant: Instant) -> Bool {
        (self.ritual ?? ritual) == ritual && from <= instant && instant < end
    }
}

/// The end of every hold of one ritual, or of every hold of everything, before its time.
package struct Release: Hashable, Sendable {
    /// The id of the ritual whose holds end; `nil` ends those of everything.
    package var ritual: String?
    package var at: Instant

    package init(ritual: String? = nil, at: Instant) {
        self.ritual = ritual
        self.at = at
    }

    /// Whether it ends `hold`.
    package func ends(_ hold: Hold) -> Bool {
        hold.ritual == ritual && hold.released == nil && hold.until > at
    }
}
