package import CivilTime
package import Planning

/// `GET /v1/days`: the state of each occurrence in a span of dates, past and future.
package struct DaysMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The date of the household now.
    package var today: CivilDate
    /// The first local date.
    package var from: CivilDate
    /// The last local date, itself included.
    package var until: CivilDate
    /// Whether the household wants streaks to be counted.
    package var streaks: Bool
    /// The rituals of the span, in the order of the config; after them those that are no longer kept.
    package var rituals: [Ritual]
    /// The dates on which there is anything, in order.
    package var days: [Day]

    package init(
        zone: String,
        today: CivilDate,
        from: CivilDate,
        until: CivilDate,
        streaks: Bool = true,
        rituals: [Ritual],
        days: [Day]
    ) {
        self.zone = zone
        self.today = today
        self.from = from
        self.until = until
        self.streaks = streaks
        self.rituals = rituals
        self.days = days
    }

    package struct Ritual: Hashable, Sendable, Codable {
        package var id: String
        package var title: String

        package init(id: String, title: String) {
            self.id = id
            self.title = title
        }
    }

    package struct Day: Hashable, Sendable, Codable {
        package var date: CivilDate
        /// The occurrences in the order of their start; a moved one stands at its new time.
        package var marks: [Mark]

        package init(date: CivilDate, marks: [Mark]) {
            self.date = date
            self.marks = marks
        }
    }

    /// One occurrence.
    package struct Mark: Hashable, Sendable, Codable {
        package var ritual: String
        package var state: OccurrenceState

        package init(ritual: String, state: OccurrenceState) {
            self.ritual = ritual
            self.state = state
        }
    }
}
