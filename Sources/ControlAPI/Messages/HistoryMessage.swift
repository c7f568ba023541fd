/// `GET /v1/history`: what happened in a span of dates.
package struct HistoryMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The first local date.
    package var from: String
    /// The last local date, itself included.
    package var until: String
    package var counts: Counts
    /// Occurrences with a decision or a word, in the order of their scheduled start.
    package var occurrences: [Entry]
    /// Holds that cover a part of the span, ended ones too.
    package var holds: [HoldMessage]
    /// Long absences: what was due in them was let pass.
    package var lapses: [Lapse]

    package init(
        zone: String,
        from: String,
        until: String,
        counts: Counts,
        occurrences: [Entry],
        holds: [HoldMessage] = [],
        lapses: [Lapse] = []
    ) {
        self.zone = zone
        self.from = from
        self.until = until
        self.counts = counts
        self.occurrences = occurrences
        self.holds = holds
        self.lapses = lapses
    }
}

extension HistoryMessage {
    /// How many occurrences came to what; one that is to come, or under way, is in none of them.
    package struct Counts: Hashable, Sendable, Codable {
        package var done: Int
        package var skipped: Int
        package var missed: Int
        /// Over, and nobody has said how it went; it can still be answered.
        package var open: Int
        package var held: Int
        /// Its time passed while nobody could be told.
        package var expired: Int
        package var absorbed: Int

        package init(of states: [OccurrenceState]) {
            func count(_ state: OccurrenceState) -> Int { states.count { $0 == state } }
            done = count(.done)
            skipped = count(.skipped)
            missed = count(.missed)
            open = count(.open)
            held = count(.held)
            expired = count(.expired)
            absorbed = count(.absorbed)
        }
    }

    /// One occurrence, and what became of it.
    package struct Entry: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        package var occurrence: String
        package var start: String
        package var state: OccurrenceState
        /// The last word that stands; `null` where nobody has said anything.
        package var said: WhyMessage.Said?
        /// All words that stand, in the order in which they were said.
        package var words: [WhyMessage.Said]
        /// How many of its nudges were told, over all partners.
        package var told: Int
        /// How many of its nudges came too late to be told.
        package var expired: Int

        package init(
            ritual: String,
            title: String,
            occurrence: String,
            start: String,
            state: OccurrenceState,
            said: WhyMessage.Said? = nil,
            words: [WhyMessage.Said] = [],
            told: Int,
            expired: Int
        ) {
            self.words = words
            self.ritual = ritual
            self.title = title
            self.occurrence = occurrence
            self.start = start
            self.state = state
            self.said = said
            self.told = told
            self.expired = expired
        }
    }

    /// A ritual's share of a long absence.
    package struct Lapse: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        /// What was due after this instant was let pass.
        package var after: String
        /// Up to this one, itself included.
        package var through: String

        package init(ritual: String, title: String, after: String, through: String) {
            self.ritual = ritual
            self.title = title
            self.after = after
            self.through = through
        }
    }
}

/// `GET /v1/history`: which span of dates, of which ritual.
package struct HistoryQuery: Hashable, Sendable {
    package static let names = ["days", "from", "until", "ritual"]
    package static let days = 1...3660
    package static let defaultDays = 30

    /// So many dates up to `until`, where `from` is not given.
    package var days: Int?
    /// The first local date.
    package var from: String?
    /// The last local date; today where it is not given.
    package var until: String?
    package var ritual: String?

    package init(
        days: Int? = nil,
        from: String? = nil,
        until: String? = nil,
        ritual: String? = nil
    ) {
        self.days = days
        self.from = from
        self.until = until
        self.ritual = ritual
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: HistoryQuery.names)
        days = try query.number("days", in: HistoryQuery.days)
        from = query.text("from")
        until = query.text("until")
        ritual = query.text("ritual")
        guard days == nil || from == nil else {
            throw Problem(.badRequest, detail: "give 'days' or 'from', not both")
        }
    }

    package var items: QueryItems {
        QueryItems(pairs: [
            ("days", days.map(String.init)), ("from", from), ("until", until),
            ("ritual", ritual),
        ])
    }
}
