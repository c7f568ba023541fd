package import CivilTime
package import Delivery
package import Household
package import Planning

/// `GET /v1/history`: what happened in a span of dates.
package struct HistoryMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The first local date.
    package var from: CivilDate
    /// The last local date, itself included.
    package var until: CivilDate
    package var counts: Counts
    /// Occurrences with a decision or an outcome, in the order of their scheduled start.
    package var occurrences: [Entry]
    /// Holds that cover a part of the span, ended ones too.
    package var holds: [HoldMessage]
    /// The expired spans of long absences.
    package var lapses: [Lapse]

    package init(
        zone: String,
        from: CivilDate,
        until: CivilDate,
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

    /// How many occurrences are in each state; those ahead or under way are not counted.
    package struct Counts: Hashable, Sendable, Codable {
        package var done: Int
        package var skipped: Int
        /// Over; nobody has said how it went, nor was asked.
        package var passed: Int
        /// Over; somebody was asked how it went, and nobody has answered.
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
            passed = count(.passed)
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
        package var occurrence: OccurrenceKey
        package var start: ExtendedTime
        package var state: OccurrenceState
        /// The last outcome that was not taken back; `null` where there is none.
        package var said: WhyMessage.Said?
        /// All outcomes that were not taken back, in the order in which they were said.
        package var words: [WhyMessage.Said] = []
        /// The partners who have yet to say that it was done, where the ritual needs several and some have.
        package var waiting: [String] = []
        /// How many of its nudges were told, over all partners.
        package var told: Int
        /// How many of its nudges came too late to be told.
        package var expired: Int
    }

    /// A ritual's share of a long absence.
    package struct Lapse: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        /// The instant after which the span begins.
        package var after: Instant
        /// The end of the span, itself included.
        package var through: Instant
    }
}

extension HistoryMessage.Entry {
    package init(_ record: OccurrenceRecord, _ plan: Plan, at now: Instant) {
        let key = record.key
        let shown = plan.shown(key)
        let words = record.outcomes.filter { $0.undone == nil && $0.kind != .begun }
        self.init(
            ritual: key.ritual,
            title: plan.title(of: key),
            occurrence: key,
            start: ExtendedTime(shown?.start ?? plan.household.scheduledStart(of: key)),
            state: OccurrenceState(of: record, plan, at: now),
            said: words.last.map(WhyMessage.Said.init),
            words: words.map(WhyMessage.Said.init),
            waiting: plan.doneInPart(key)?.waiting ?? [],
            told: record.decisions.count { !$0.isSilent },
            expired: record.decisions.count { $0.verdict == .expired }
        )
    }
}

extension HistoryMessage.Lapse {
    package init(_ lapse: ExpiredSpan, _ plan: Plan) {
        self.init(
            ritual: lapse.ritual,
            title: plan.title(of: lapse.ritual),
            after: lapse.after,
            through: lapse.through
        )
    }
}
