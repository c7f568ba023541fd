import CivilTime
import Household
import Planning

// The words for places where others look.

extension Nudge {
    /// What it is for, without its words: a bare title would leave open whether the ritual begins, is
    /// days away or is over.
    var purpose: String {
        let moment = start.map { "on \($0)" } ?? "planned"
        let isAhead = due < (occurrence.startInstant ?? due)
        return switch stage.kind {
        case .lead: "It is \(moment)."
        case .snooze where isAhead: "It is \(moment)."
        case .start: "It is time."
        case .snooze: "You asked for it later."
        case .end: "Its time is over."
        case .followUp where isReflection: "A question to think over; no answer is waited for."
        case .followUp: start.map { "It was to be on \($0). Did it happen?" } ?? "Did it happen?"
        case .nag: "Still open: did it happen?"
        case .notice: "The plan has changed: ritualctl upcoming"
        case .digest: "Some came due meanwhile: ritualctl today"
        }
    }

    /// When it starts, as `Friday 16 January at 19:00`: it is read days later too, so it names no
    /// `tomorrow`.
    var start: String? {
        guard let start = try? CivilDateTime(parsing: String(occurrence.start.prefix(16))) else {
            return nil
        }
        let date = start.date
        return "\(date.weekday.name) \(date.day) \(Phrase.month(date.month)) at \(start.time)"
    }
}

extension OccurrenceReference {
    /// The instant of its start, which is written as RFC 9557 has it: the zone in brackets.
    fileprivate var startInstant: Instant? {
        try? Instant(parsing: String(start.prefix { $0 != "[" }))
    }
}
