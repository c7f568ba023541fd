package import CivilTime
import Household
import ICalendar
package import Planning

/// A calendar to subscribe to: each occurrence is an event of its own.
///
/// It has the past 60 days and the next 13 months, by the dates of the household, so its text
/// changes at midnight and when something is said or the config changes.
package struct CalendarFeed {
    /// The most events of one ritual.
    package static let mostEvents = 10_000
    private static let daysBack = 60
    private static let monthsAhead = 13

    private let plan: Plan
    private let choice: CalendarChoice
    private let identity: CalendarIdentity

    package init(_ plan: Plan, _ choice: CalendarChoice, _ identity: CalendarIdentity) {
        self.plan = plan
        self.choice = choice
        self.identity = identity
    }

    /// The stretch that a feed has at an instant.
    package static func stretch(at now: Instant, in zone: Zone) -> (from: Instant, until: Instant) {
        let today = zone.local(at: now).date
        let midnight = { (date: CivilDate) in zone.instant(of: CivilDateTime(date, .midnight)) }
        return (
            midnight(today.adding(days: -daysBack)), midnight(today.adding(months: monthsAhead))
        )
    }

    /// The feed's text.
    package func text(at now: Instant) -> [UInt8] {
        let (from, until) = Self.stretch(at: now, in: plan.household.zone)
        return text(from: from, until: until)
    }

    package func text(from: Instant, until: Instant) -> [UInt8] {
        let rituals = choice.rituals(of: plan.household)
        var events: [(entry: CalendarEntry, ritual: Int)] = []
        for (index, ritual) in rituals.enumerated() {
            let found = plan.calendar(
                of: ritual.id,
                from: from,
                until: until,
                limit: Self.mostEvents
            )
            for entry in found where entry.start >= from && entry.start < until {
                events.append((entry, index))
            }
        }
        events.sort { ($0.entry.start, $0.entry.key) < ($1.entry.start, $1.entry.key) }
        let used = Set(events.map(\.ritual)).map { rituals[$0].zone }
        var text = EventText(plan, choice, identity)
        text.begin(
            zones: Set(used).sorted { $0.identifier < $1.identifier },
            from: from,
            until: until,
            refreshes: true
        )
        let lines = rituals.map { RitualLines($0, text) }
        for (entry, index) in events { lines[index].write(entry, in: &text) }
        text.writer.end("VCALENDAR")
        return text.writer.bytes
    }
}

/// What the events of one ritual have in common, written once.
private final class RitualLines {
    private let ritual: Ritual
    private let isShown: Bool
    private let stamp: ContentWriter
    /// The words of events that take up time, and of those that are too short for it; none where
    /// they differ from date to date.
    private let words: (long: ContentWriter, short: ContentWriter)?

    init(_ ritual: Ritual, _ text: EventText) {
        self.ritual = ritual
        isShown = text.disclosure(of: ritual).namesRitual
        var blank = text
        blank.writer = ContentWriter()
        var stamped = blank
        stamped.stamp(nil, ritual)
        stamp = stamped.writer
        guard ritual.countedTitle == nil else {
            words = nil
            return
        }
        let key = OccurrenceKey(ritual: ritual.id, start: .earliest)
        let (long, short) = (Duration.seconds(86_400), Duration.zero)
        let both = [long, short].map { length in
            var worded = blank
            worded.words(key, ritual, length: length)
            return worded.writer
        }
        words = (both[0], both[1])
    }

    func write(_ entry: CalendarEntry, in text: inout EventText) {
        text.writer.begin("VEVENT")
        text.writer.add("UID:")
        text.writer.add(text.identity.uid("\(entry.key)", isShown: isShown))
        text.writer.endLine()
        if entry.said == nil {
            text.writer.lines(of: stamp)
        } else {
            text.stamp(entry.said, ritual)
        }
        text.writer.line("SEQUENCE:\(entry.changes)")
        text.time("DTSTART", entry.start, in: ritual.zone)
        if isShown, entry.end > entry.start { text.time("DTEND", entry.end, in: ritual.zone) }
        text.writer.line(entry.takesPlace ? "STATUS:CONFIRMED" : "STATUS:CANCELLED")
        let length = entry.end - entry.start
        if let words {
            text.writer.lines(of: EventText.isShort(length) ? words.short : words.long)
        } else {
            text.words(entry.key, ritual, length: length)
        }
        if text.choice.alarms, entry.takesPlace { text.alarms(of: entry, ritual) }
        text.writer.end("VEVENT")
    }
}
