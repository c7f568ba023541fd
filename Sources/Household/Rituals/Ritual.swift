package import CivilTime
package import Recurrence

/// A named thing the household does, on a schedule or on a signal.
package struct Ritual: Hashable, Sendable {
    package var id: String
    package var title: String
    /// What each occurrence is called, where it is counted: `{years} together`.
    package var countedTitle: String?
    package var kind = Kind.other
    /// One plain sentence about what it is; shown in nudges at the start.
    package var body: String?
    /// The texts of its stages in each tone, where they are not made of title and body.
    package var texts = StageTexts()
    /// What to talk about; one is shown at each start, in turn.
    package var prompts: [String] = []
    /// What to talk about, from a deck; a ritual has either a deck or `prompts`.
    package var deck: Deck?

    /// Whether the note of last time is quoted at the next.
    package var remembers = false
    /// What of the household's record is told with it.
    package var tells: [Recap] = []

    package var occasion: Occasion
    /// The zone in which the schedule is read: the household's, unless the schedule names its own.
    package var zone: Zone
    package var duration = Span(seconds: 0)
    package var ladder = Ladder()

    /// How late a nudge may still be shown; `nil` leaves it to `Lateness`.
    package var lateWithin: Span?
    /// How far from its start the ritual may be held and still count.
    package var flex: Span?
    /// The ids of the rituals that take this one's place where they fall on it.
    package var absorbedBy: [String] = []
    /// The ids of the rituals that are silent while this one lasts.
    package var quiets: [String] = []
    /// The weeks that are to be kept before it begins.
    package var afterKept: KeptWeeks?
    package var repeats = Repeats.bySchedule
    package var needs = Needs.anyone
    package var sensitivity = Sensitivity.public
    package var isUrgent = false
    /// Whether the household's rest days touch it.
    package var rests = true
    package var isEnabled = true

    /// The ids of the partners it is for; `nil` means all.
    package var partners: [String]?
    /// The ids of the channels it may use; `nil` means all.
    package var channels: [String]?
    /// What becomes of a nudge that nobody has answered or seen; `nil` leaves it to the partner.
    package var escalation: Escalation?
    /// The plan it came from, such as `7-7-7`, or `nil`.
    package var plan: String?
    /// The practice of the catalogue that it came from, such as `check-in`, or `nil`.
    package var practice: String?

    package init(id: String, title: String, occasion: Occasion, zone: Zone) {
        self.id = id
        self.title = title
        self.occasion = occasion
        self.zone = zone
    }

    /// The schedule, or `nil` where the ritual waits for a signal.
    package var schedule: Schedule? {
        if case .schedule(let schedule) = occasion { schedule } else { nil }
    }
}

extension Ritual {
    /// The kind of a ritual, which its template or the config sets.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An evening or an hour out of the week.
        case date
        case talk
        case touch
        /// A date that takes days.
        case getaway
        /// A day that is counted to, such as an anniversary.
        case milestone
        /// One of the steps that lead to something else.
        case step
        case other
    }

    /// A part of the household's record, since the occurrence before and up to the next.
    package enum Recap: String, Hashable, Sendable, CaseIterable {
        /// What was kept, with a note that was left.
        case kept
        case coming
        /// A moment from the jar.
        case moments
    }
}

/// What makes a ritual happen.
package enum Occasion: Hashable, Sendable {
    case schedule(Schedule)
    case signal(Trigger)
}

/// What the next occurrence counts from.
package enum Repeats: String, Hashable, Sendable, CaseIterable {
    case bySchedule = "by schedule"
    /// The last *done* or *skipped*: a step of the schedule after the date on which it was said.
    case afterDone = "after done"
}

/// Who must say that a ritual was done before it counts as done.
package enum Needs: Hashable, Sendable {
    case anyone
    /// Each partner whom it is for.
    case all
    /// This many of them.
    case some(Int)
}

/// How much of a ritual may be shown where others can see it: all, its title and the purpose of a
/// nudge, or nothing that identifies it.
package enum Sensitivity: String, Hashable, Sendable, Codable, CaseIterable {
    case `public`
    case `private`
    case secret

    /// Whether what is so sensitive may be told where `other` is.
    package func mayStand(in other: Sensitivity) -> Bool {
        Self.most(of: [self, other]) == other
    }

    /// That of what tells several: of the one that wants the most care.
    package static func most(of all: [Sensitivity]) -> Sensitivity {
        all.contains(.secret) ? .secret : all.contains(.private) ? .private : .public
    }
}
