import CivilTime
import Household
import Planning

/// The words below a notification's title.
///
/// A lock screen shows them too, so of a private nudge they say only what the notification is for:
/// a bare title would leave open whether the ritual begins, is days away or is over.
struct DesktopWords {
    let text: String

    init(_ nudge: Nudge) {
        text =
            switch nudge.sensitivity {
            case .public: nudge.words(separator: "\n")
            case .private: Self.discreet(nudge)
            case .secret: ""
            }
    }

    private static func discreet(_ nudge: Nudge) -> String {
        let isAhead = nudge.due < (nudge.occurrence.startInstant ?? nudge.due)
        return switch nudge.stage.kind {
        case .lead: "It is \(moment(nudge))."
        case .snooze where isAhead: "It is \(moment(nudge))."
        case .start: "It is time."
        case .snooze: "You asked for it later."
        case .end: "Its time is over."
        case .followUp: "It was planned \(moment(nudge)). Did it happen?"
        case .nag: "Still open: did it happen?"
        case .notice: "The plan has changed: ritualctl upcoming"
        case .digest: "Some came due meanwhile: ritualctl today"
        }
    }

    /// `on Friday 16 January at 19:00`: it is read days later too, so it names no `tomorrow`.
    private static func moment(_ nudge: Nudge) -> String {
        guard let start = try? CivilDateTime(parsing: String(nudge.occurrence.start.prefix(16)))
        else {
            return "planned"
        }
        let date = start.date
        let day = "\(date.weekday.name) \(date.day) \(Phrase.month(date.month))"
        return "on \(day) at \(start.time)"
    }
}

extension OccurrenceReference {
    /// The instant of its start, which is written as RFC 9557 has it: the zone in brackets.
    fileprivate var startInstant: Instant? {
        try? Instant(parsing: String(start.prefix { $0 != "[" }))
    }
}
