import CivilTime
import Household
import ICalendar
import Planning

/// Writes the events of one household: what its feed and its export have in common.
struct EventText {
    let plan: Plan
    let choice: CalendarChoice
    let identity: CalendarIdentity
    var writer = ContentWriter()

    init(_ plan: Plan, _ choice: CalendarChoice, _ identity: CalendarIdentity) {
        self.plan = plan
        self.choice = choice
        self.identity = identity
    }

    /// Begins the calendar.
    mutating func begin(zones: [Zone], from: Instant, until: Instant, refreshes: Bool) {
        writer.begin("VCALENDAR")
        writer.line("VERSION:2.0")
        writer.line("PRODID:-//rituald//rituald \(ProductVersion.current)//EN")
        writer.line("CALSCALE:GREGORIAN")
        writer.text("NAME", CalendarWords.name)
        writer.text("X-WR-CALNAME", CalendarWords.name)
        if refreshes {
            writer.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
            writer.line("X-PUBLISHED-TTL:PT1H")
        }
        for zone in zones where zone.identifier != "UTC" {
            writer.zone(zone, from: from, until: until)
        }
    }

    func disclosure(of ritual: Ritual) -> Disclosure {
        Disclosure(of: ritual.sensitivity, on: choice.show)
    }

    func title(of key: OccurrenceKey, _ ritual: Ritual) -> String {
        switch disclosure(of: ritual) {
        case .whole, .purpose: ritual.title(of: key)
        case .neutral: plan.household.discreetTitle
        case .moment: plan.household.momentTitle
        }
    }

    /// Writes `DTSTART` or another time, by the clocks of a zone where these show it once.
    mutating func time(_ name: String, _ instant: Instant, in zone: Zone) {
        writer.add(name)
        let local = zone.local(at: instant)
        if zone.identifier != "UTC", zone.instant(of: local) == instant {
            writer.add(";TZID=")
            writer.add(zone.identifier)
            writer.add(":")
            writer.add(local)
        } else {
            writer.add(":")
            writer.add(Zone.utc.local(at: instant))
            writer.add("Z")
        }
        writer.endLine()
    }

    /// Whether an event is too short to take up time.
    static func isShort(_ length: Duration) -> Bool { length < .seconds(15 * 60) }

    static func time(_ instant: Instant, in zone: Zone) -> String {
        let local = zone.local(at: instant)
        guard zone.identifier != "UTC", zone.instant(of: local) == instant else {
            return ":" + CalendarMoments.text(instant)
        }
        return ";TZID=\(zone.identifier):" + CalendarMoments.text(local)
    }

    /// Writes what does not move an event: its words, its class, whether it takes up time.
    mutating func words(_ key: OccurrenceKey, _ ritual: Ritual, length: Duration) {
        let disclosure = disclosure(of: ritual)
        writer.text("SUMMARY", title(of: key, ritual))
        if disclosure == .whole, let body = ritual.body { writer.text("DESCRIPTION", body) }
        switch ritual.sensitivity {
        case .public: writer.line("CLASS:PUBLIC")
        case .private: writer.line("CLASS:PRIVATE")
        case .secret: writer.line("CLASS:CONFIDENTIAL")
        }
        let isFree = Self.isShort(length) || !disclosure.namesRitual
        writer.line(isFree ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE")
    }

    /// Writes an alarm for each nudge up to the start.
    mutating func alarms(of entry: CalendarEntry, _ ritual: Ritual) {
        var seen: Set<Int64> = []
        for stage in plan.ladder(of: entry.key) {
            guard [.lead, .start].contains(stage.key.stage.kind),
                choice.partner == nil || stage.key.partner == choice.partner
            else { continue }
            let seconds = stage.due.secondsSinceEpoch - entry.start.secondsSinceEpoch
            guard seconds <= 0, seen.insert(seconds).inserted else { continue }
            writer.begin("VALARM")
            writer.line("ACTION:DISPLAY")
            writer.text("DESCRIPTION", title(of: entry.key, ritual))
            writer.line("TRIGGER:\(CalendarMoments.length(seconds: seconds))")
            writer.end("VALARM")
        }
    }

    /// When an event was last changed; of what nobody has said a word about, when its ritual was first
    /// kept.
    mutating func stamp(_ said: Instant?, _ ritual: Ritual) {
        let known = said ?? plan.keptSince(ritual.id) ?? Instant(secondsSinceEpoch: 0)
        writer.line("DTSTAMP:\(CalendarMoments.text(known))")
    }
}

/// The words of calendars.
enum CalendarWords {
    static let name = "Rituals"

    static func noRule(until date: CivilDate) -> String {
        "No rule of iCalendar says when this is, so it has its dates until \(date)."
    }
}
