import CivilTime
import Recurrence

/// Reads a `VEVENT`, or says by name what of it cannot be read.
struct EventReader {
    let component: Component
    let zones: ZoneNames

    private static let told: Set = [
        "DESCRIPTION", "LOCATION", "URL", "ATTACH", "GEO", "CATEGORIES", "CONFERENCE", "ATTENDEE",
    ]

    func event() throws(CalendarError) -> Event {
        guard let first = try only("DTSTART") else {
            throw CalendarError(
                line: component.line,
                part: "VEVENT",
                given: "",
                allowed: "an event with a DTSTART"
            )
        }
        let start = try time(first)
        var event = Event(
            line: component.line,
            uid: component.first("UID")?.value ?? "line-\(component.line)",
            start: start,
            length: try length(from: start)
        )
        if let property = component.first("EXRULE") {
            throw property.error("read: no calendar has written EXRULE since 2009, use EXDATE")
        }
        for property in component.all("RRULE") { event.rules.append(try rule(property)) }
        for property in component.all("RDATE") { event.additions += try additions(property) }
        for property in component.all("EXDATE") {
            event.exclusions += try pieces(property).map { piece throws(CalendarError) in
                try time(piece, of: property)
            }
        }
        if let property = try only("RECURRENCE-ID") {
            event.replaces = try time(property)
            event.movesLater = property.parameter("RANGE")?.asciiUppercased == "THISANDFUTURE"
        }
        try readMeaning(&event)
        return event
    }

    /// Reads what does not move the event.
    private func readMeaning(_ event: inout Event) throws(CalendarError) {
        if let property = component.first("SEQUENCE") { event.sequence = Int(property.value) ?? 0 }
        if let text = component.first("STATUS")?.value.asciiUppercased {
            event.status = Event.Status(rawValue: text) ?? .confirmed
        }
        if let text = component.first("CLASS")?.value.asciiUppercased {
            // A class that is not known is to be read as private (RFC 5545 section 3.8.1.3).
            event.privacy = Event.Privacy(rawValue: text) ?? .private
        }
        event.isTransparent =
            component.first("TRANSP")?.value.asciiUppercased == "TRANSPARENT"
            || component.first("X-MICROSOFT-CDO-BUSYSTATUS")?.value.asciiUppercased == "FREE"
        event.summary = component.text("SUMMARY") ?? ""
        for alarm in component.components where alarm.name == "VALARM" {
            if let property = alarm.first("TRIGGER") { event.alarms.append(try trigger(property)) }
        }
        var names: Set<String> = []
        event.unread = component.properties.map(\.name).filter { name in
            Self.told.contains(name) && names.insert(name).inserted
        }
    }

    private func only(_ name: String) throws(CalendarError) -> Property? {
        let all = component.all(name)
        if all.count > 1 { throw all[1].error("allowed twice") }
        return all.first
    }

    private func rule(_ property: Property) throws(CalendarError) -> RecurrenceRule {
        do {
            return try RecurrenceRule(piece: property.piece)
        } catch {
            throw property.error(error)
        }
    }

    private func length(from start: EventTime) throws(CalendarError) -> EventLength {
        if let property = try only("DTEND") {
            let end = try time(property)
            if case .date(let first) = start {
                let last = end.local.date
                guard last >= first else { throw property.error("after DTSTART") }
                return .nominal(days: max(1, last.epochDay - first.epochDay), seconds: 0)
            }
            // Times without a zone have one distance in every zone without changes.
            let seconds =
                end.instant(in: .utc).secondsSinceEpoch
                - start.instant(in: .utc).secondsSinceEpoch
            guard seconds >= 0 else { throw property.error("after DTSTART") }
            return .exact(seconds: seconds)
        }
        if let property = try only("DURATION") { return try duration(property.piece, property) }
        return .nominal(days: start.isDate ? 1 : 0, seconds: 0)
    }

    private func duration(
        _ piece: TextPiece,
        _ property: Property
    ) throws(CalendarError) -> EventLength {
        guard let span = DurationText.read(piece.text), span.seconds >= 0, span.days >= 0 else {
            throw CalendarError(
                line: property.line,
                part: property.name,
                given: piece.text,
                allowed: "a length like 'PT1H30M' or 'P1D'"
            )
        }
        return .nominal(days: span.days, seconds: span.seconds)
    }

    private func trigger(_ property: Property) throws(CalendarError) -> Event.Trigger {
        if let span = DurationText.read(property.value) {
            let seconds = Int64(span.days) * CalendarMath.secondsPerDay + span.seconds
            return property.parameter("RELATED")?.asciiUppercased == "END"
                ? .end(seconds: seconds) : .start(seconds: seconds)
        }
        return .at(try time(property).instant(in: .utc))
    }
}

// The times of properties.
extension EventReader {
    private func pieces(_ property: Property) -> [TextPiece] {
        property.piece.split(",").map { $0.trimmed() }.filter { !$0.isEmpty }
    }

    private func additions(_ property: Property) throws(CalendarError) -> [Event.Addition] {
        try pieces(property).map { piece throws(CalendarError) in
            guard let (begin, end) = piece.cut("/") else {
                return Event.Addition(time: try time(piece, of: property), length: nil)
            }
            let start = try time(begin, of: property)
            if end.bytes.first == 0x50 || end.bytes.first == 0x2B {
                return Event.Addition(time: start, length: try duration(end, property))
            }
            let seconds =
                try time(end, of: property).instant(in: .utc).secondsSinceEpoch
                - start.instant(in: .utc).secondsSinceEpoch
            guard seconds >= 0 else { throw property.error("a period that ends after it begins") }
            return Event.Addition(time: start, length: .exact(seconds: seconds))
        }
    }

    private func time(_ property: Property) throws(CalendarError) -> EventTime {
        try time(property.piece, of: property)
    }

    private func time(
        _ piece: TextPiece,
        of property: Property
    ) throws(CalendarError) -> EventTime {
        let moment: RecurrenceRule.Until
        do {
            moment = try CalendarText.moment(
                piece,
                property.name,
                "a date or a time like '20261231T190000'"
            )
        } catch {
            throw property.error(error)
        }
        switch moment {
        case .date(let date): return .date(date)
        case .instant(let instant): return .instant(instant)
        case .local(let local):
            guard let name = property.parameter("TZID") else { return .local(local, zones.usual) }
            return .local(local, try zones.zone(named: name, line: property.line))
        }
    }
}

/// Lengths such as `PT1H30M`, `-P1DT12H` or `P2W` (RFC 5545 section 3.3.6).
enum DurationText {
    static func read(_ text: String) -> Span? {
        var reader = TextReader(text.asciiUppercased)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        guard reader.take("P") else { return nil }
        var days = 0
        var seconds: Int64 = 0
        var isTime = false
        while !reader.isAtEnd {
            if !isTime, reader.take("T") {
                isTime = true
                continue
            }
            guard let number = reader.number(), number <= 100_000_000 else { return nil }
            if !isTime, reader.take("W") {
                days += number * 7
            } else if !isTime, reader.take("D") {
                days += number
            } else if reader.take("H") {
                seconds += Int64(number) * 3600
            } else if isTime, reader.take("M") {
                seconds += Int64(number) * 60
            } else if reader.take("S") {
                // Old Androids write `P3600S`.
                seconds += Int64(number)
            } else {
                return nil
            }
        }
        let span = Span(days: days, seconds: seconds)
        return isNegative ? span.negated : span
    }
}
