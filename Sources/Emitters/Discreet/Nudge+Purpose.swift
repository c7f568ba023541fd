import CivilTime
import Household
import Planning

// Text for lock screens and other places where others can see it.

extension Nudge {
    /// The purpose of the nudge in one sentence, without the nudge's own text.
    ///
    /// A title alone would leave open whether the ritual begins, is days away or is over.
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
        case .notice where !choices.isEmpty: "Another time is proposed."
        case .notice: "The plan has changed: ritualctl upcoming"
        case .digest: "Some came due meanwhile: ritualctl today"
        }
    }

    /// When the occurrence starts, as `Friday 16 January at 19:00`; never `tomorrow`, because
    /// people may read the nudge days later.
    var start: String? {
        guard let start = try? CivilDateTime(parsing: String(occurrence.start.prefix(16))) else {
            return nil
        }
        let date = start.date
        return "\(date.weekday.name) \(date.day) \(Phrase.month(date.month)) at \(start.time)"
    }
}

extension OccurrenceReference {
    /// The instant of the start, which is text in the format of RFC 9557, with the zone in
    /// brackets.
    fileprivate var startInstant: Instant? {
        try? Instant(parsing: String(start.prefix { $0 != "[" }))
    }
}
