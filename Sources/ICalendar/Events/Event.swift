package import CivilTime
package import Recurrence

/// An event of a calendar (`VEVENT`): a single one, the master of a series, or what takes the place
/// of one of its occurrences.
package struct Event: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case tentative = "TENTATIVE"
        case confirmed = "CONFIRMED"
        case cancelled = "CANCELLED"
    }

    /// Who may see the event, `CLASS`.
    package enum Privacy: String, Hashable, Sendable {
        case `public` = "PUBLIC"
        case `private` = "PRIVATE"
        case confidential = "CONFIDENTIAL"
    }

    /// A time that the event has besides its rules', with a length of its own where it is a period.
    package struct Addition: Hashable, Sendable {
        package let time: EventTime
        package let length: EventLength?
    }

    /// When an alarm goes off.
    package enum Trigger: Hashable, Sendable {
        case start(seconds: Int64)
        case end(seconds: Int64)
        case at(Instant)
    }

    /// The line of its `BEGIN`.
    package let line: Int
    package let uid: String
    package var sequence = 0
    package let start: EventTime
    package let length: EventLength
    package var rules: [RecurrenceRule] = []
    package var additions: [Addition] = []
    package var exclusions: [EventTime] = []
    /// Whose place the event takes, `RECURRENCE-ID`.
    package var replaces: EventTime?
    /// Whether it moves every later occurrence too, `RANGE=THISANDFUTURE`.
    package var movesLater = false
    package var status = Status.confirmed
    /// Whether its time is free for others, `TRANSP:TRANSPARENT`.
    package var isTransparent = false
    package var privacy = Privacy.public
    package var summary = ""
    package var alarms: [Trigger] = []
    /// The names of properties that say something and are not read, such as `LOCATION`.
    package var unread: [String] = []

    package init(line: Int, uid: String, start: EventTime, length: EventLength) {
        self.line = line
        self.uid = uid
        self.start = start
        self.length = length
    }

    package var isAllDay: Bool { start.isDate }
}

/// One time at which an event takes place.
package struct EventOccurrence: Hashable, Sendable {
    /// The instant that the series gives it, however it was moved.
    package let original: Instant
    package let start: Instant
    /// The first instant after it.
    package let end: Instant
    package let event: Event
}
