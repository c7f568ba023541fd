/// One occurrence that is coming: a row of `/v1/upcoming`, the answer of `/v1/next`.
///
/// Times of day are RFC 9557 in the ritual's zone (`2026-01-09T19:00:00-07:00[America/Denver]`),
/// instants are RFC 3339 in UTC (`2026-01-10T02:00:00Z`).
package struct OccurrenceMessage: Hashable, Sendable, Codable {
    package var ritual: String
    package var title: String
    /// The key, `date-night@2026-01-09T19:00`.
    package var occurrence: String
    package var start: String
    package var end: String
    /// The start as an instant.
    package var instant: String
    /// The step of the nudge ladder the row is about; `null` for the occurrence as a whole.
    package var stage: String?
    package var partners: [String]
    /// Whether it falls into a hold, so that nothing of it will be told.
    package var held: Bool

    package init(
        ritual: String,
        title: String,
        occurrence: String,
        start: String,
        end: String,
        instant: String,
        stage: String? = nil,
        partners: [String],
        held: Bool = false
    ) {
        self.held = held
        self.ritual = ritual
        self.title = title
        self.occurrence = occurrence
        self.start = start
        self.end = end
        self.instant = instant
        self.stage = stage
        self.partners = partners
    }
}

/// `GET /v1/next`: the next occurrence, or none.
package struct NextMessage: Hashable, Sendable, Codable {
    package var next: OccurrenceMessage?

    package init(next: OccurrenceMessage?) {
        self.next = next
    }
}

/// Where an occurrence stands.
package enum OccurrenceState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Has not begun.
    case ahead
    /// Has begun and not ended.
    case now
    /// Has ended, and nobody has said how it went.
    case open
    case done
    case skipped
    case moved
    /// Nobody said anything while it could still count.
    case missed
    /// A bigger ritual took its place.
    case absorbed
    /// It falls into a hold: neither kept nor missed.
    case held
    /// Its time passed while nobody could be told, such as during a long absence.
    case expired
}

/// `GET /v1/today`: the agenda of one local date of the household.
package struct TodayMessage: Hashable, Sendable, Codable {
    /// The local date, `2026-01-09`.
    package var date: String
    /// The household's zone by its name.
    package var zone: String
    package var occurrences: [Entry]

    package init(date: String, zone: String, occurrences: [Entry]) {
        self.date = date
        self.zone = zone
        self.occurrences = occurrences
    }

    /// One occurrence of the day, with how it stands.
    package struct Entry: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        package var occurrence: String
        package var start: String
        package var end: String
        package var instant: String
        package var state: OccurrenceState
        package var partners: [String]

        package init(
            ritual: String,
            title: String,
            occurrence: String,
            start: String,
            end: String,
            instant: String,
            state: OccurrenceState,
            partners: [String]
        ) {
            self.ritual = ritual
            self.title = title
            self.occurrence = occurrence
            self.start = start
            self.end = end
            self.instant = instant
            self.state = state
            self.partners = partners
        }
    }
}
