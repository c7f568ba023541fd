package import CivilTime
package import Household
package import Planning

/// One occurrence: a row of `/v1/upcoming`, `/v1/today` and `/v1/open`, the answer of `/v1/next`.
package struct OccurrenceMessage: Hashable, Sendable, Codable {
    package var ritual: String
    package var title: String
    package var occurrence: OccurrenceKey
    package var start: ExtendedTime
    package var end: ExtendedTime
    /// The start as an instant.
    package var instant: Instant
    /// The step of the nudge ladder the row is about; `null` for the occurrence as a whole.
    package var stage: Stage?
    /// The state, in `/v1/today` and `/v1/open`; `null` elsewhere.
    package var state: OccurrenceState?
    package var partners: [String]
    /// Whether a hold covers the occurrence, so that no nudge of it will be delivered.
    package var held = false
    /// What a rest is called that it falls into, so that no nudge of it will be delivered; else `null`.
    package var rest: String?
    /// The partners who have said that it was done, where the ritual needs several and others have not yet.
    package var done: [String] = []
    /// The partners who have yet to say that it was done.
    package var waiting: [String] = []
    /// What to talk about; `null` where nothing is proposed.
    package var prompt: String?
    /// The note of last time, where the ritual remembers and one was left; else `null`.
    package var last: LastNote?
    /// What of it may be shown where others look.
    package var sensitivity = Sensitivity.public
    /// What is to be prepared, in the order in which it is asked for.
    package var steps: [StepMessage] = []
    /// What takes its place or has it silent, in `/v1/today`; `null` where nothing does.
    package var absorber: AbsorberMessage?
    /// The ids of the rituals that are silent while it lasts.
    package var quiets: [String] = []
    /// The ids of its partners who are busy then, by their calendars; in `/v1/upcoming` and `/v1/suggest` alone.
    package var busy: [String] = []
    /// Its start by the clock of each partner, where it is at a time at which all are awake and they live in
    /// several zones.
    package var clocks: [PartnerClockMessage] = []
}

/// When an occurrence starts by a partner's clock.
package struct PartnerClockMessage: Hashable, Sendable, Codable {
    package var partner: String
    package var start: ExtendedTime

    package init(partner: String, start: ExtendedTime) {
        self.partner = partner
        self.start = start
    }
}

/// What was noted when a ritual was kept last.
package struct LastNote: Hashable, Sendable, Codable {
    package var occurrence: OccurrenceKey
    /// Who wrote it; `null` where it was said for all.
    package var partner: String?
    package var note: String

    package init?(_ word: Outcome) {
        guard let note = word.note else {
            return nil
        }
        occurrence = word.occurrence
        partner = word.partner
        self.note = note
    }
}

extension OccurrenceMessage {
    package init(_ occurrence: UpcomingOccurrence) {
        ritual = occurrence.key.ritual
        title = occurrence.title
        self.occurrence = occurrence.key
        start = ExtendedTime(occurrence.start)
        end = ExtendedTime(occurrence.end)
        instant = occurrence.start.instant
        partners = occurrence.partners
        clocks = occurrence.clocks.map {
            PartnerClockMessage(partner: $0.partner, start: ExtendedTime($0.start))
        }
    }

    /// An occurrence of a plan, with whether it is on hold there.
    package init(_ occurrence: UpcomingOccurrence, _ plan: Plan) {
        self.init(occurrence)
        held = plan.hold(over: occurrence.key) != nil
        rest = plan.rest(over: occurrence.key)?.label
        if let (said, waiting) = plan.doneInPart(occurrence.key) {
            done = said
            self.waiting = waiting
        }
        let ritual = plan.household.ritual(occurrence.key.ritual)
        prompt = ritual?.prompt(of: occurrence.key, marks: plan.keepsakes.marks)
        last = Outcome(lastNoteBefore: occurrence.key, in: plan).flatMap { LastNote($0) }
        sensitivity = ritual?.sensitivity ?? .public
        steps = StepMessage.all(of: occurrence.key, plan)
        quiets = ritual?.quiets ?? []
    }
}

/// `GET /v1/next`: the next occurrence, or none.
package struct NextMessage: Hashable, Sendable, Codable {
    package var next: OccurrenceMessage?

    package init(next: OccurrenceMessage?) {
        self.next = next
    }
}

/// `GET /v1/today`: the agenda of one local date of the household.
package struct TodayMessage: Hashable, Sendable, Codable {
    package var date: CivilDate
    /// The household's zone by its name.
    package var zone: String
    package var occurrences: [OccurrenceMessage]
    /// The next ones with a step that is open.
    package var prepare: [OccurrenceMessage]

    package init(
        date: CivilDate,
        zone: String,
        occurrences: [OccurrenceMessage],
        prepare: [OccurrenceMessage] = []
    ) {
        self.date = date
        self.zone = zone
        self.occurrences = occurrences
        self.prepare = prepare
    }
}

/// `POST /v1/signal`: something happened, such as `both-home`.
package struct SignalRequest: Hashable, Sendable, Codable {
    package var name: String

    package init(name: String) {
        self.name = name
    }
}

/// The answer of `POST /v1/signal`: the occurrences that the signal began.
package struct SignalMessage: Hashable, Sendable, Codable {
    package var name: String
    /// The occurrences that the signal began; empty where it came outside every window or over its
    /// limit.
    package var began: [OccurrenceMessage]

    package init(name: String, began: [OccurrenceMessage]) {
        self.name = name
        self.began = began
    }
}
