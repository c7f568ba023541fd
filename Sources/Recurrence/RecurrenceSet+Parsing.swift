import CivilTime

extension RecurrenceSet {
    /// Reads `DTSTART`, `RRULE`, `RDATE` and `EXDATE` lines of iCalendar, folded or not.
    ///
    /// The times of a set are all in one zone, that of `DTSTART`, or in UTC. Parameters other than
    /// `TZID` and `VALUE` are ignored. A second `RRULE` and the `EXRULE` of old calendars are
    /// refused.
    ///
    /// ```swift
    /// let set = try RecurrenceSet(parsing: "DTSTART:20260109T190000\nRRULE:FREQ=WEEKLY;BYDAY=FR")
    /// set.rule?.description == "FREQ=WEEKLY;BYDAY=FR"
    /// ```
    public init(
        parsing text: some StringProtocol,
        reading: Reading = .fill
    ) throws(RecurrenceError) {
        var parser = SetParser()
        try parser.read(text)
        guard let start = parser.start else {
            throw TextPiece(text).error("set", "a set with a DTSTART line")
        }
        self.init(
            start,
            parser.rule,
            additions: parser.additions,
            exclusions: parser.exclusions,
            reading: reading,
            zoneIdentifier: parser.zone,
            isAllDay: parser.isAllDay
        )
    }
}

extension RecurrenceSet: CustomStringConvertible {
    /// The set as lines of iCalendar, which are read back as the same set.
    ///
    /// ```swift
    /// let text = "DTSTART;TZID=Europe/Lisbon:20260109T190000\nRRULE:FREQ=DAILY;COUNT=3"
    /// try RecurrenceSet(parsing: text).description == text
    /// ```
    public var description: String {
        var lines: [String] = []
        let startText =
            isAllDay ? CalendarText.text(start.date) : CalendarText.text(start)
        lines.append("DTSTART" + mark + ":" + startText + (zoneIdentifier == "UTC" ? "Z" : ""))
        if let rule { lines.append("RRULE:\(rule)") }
        lines += self.lines("RDATE", additions)
        lines += self.lines("EXDATE", exclusions)
        return lines.joined(separator: "\n")
    }

    private var mark: String {
        if isAllDay { return ";VALUE=DATE" }
        guard let zoneIdentifier, zoneIdentifier != "UTC" else { return "" }
        return ";TZID=\(zoneIdentifier)"
    }

    private func lines(_ name: String, _ moments: [Moment]) -> [String] {
        var locals: [String] = []
        var instants: [String] = []
        for moment in moments {
            switch moment {
            case .local(let local):
                locals.append(
                    isAllDay
                        ? CalendarText.text(local.date)
                        : CalendarText.text(local) + (zoneIdentifier == "UTC" ? "Z" : "")
                )
            case .instant(let instant): instants.append(CalendarText.text(.instant(instant)))
            }
        }
        var lines: [String] = []
        if !locals.isEmpty { lines.append(name + mark + ":" + locals.joined(separator: ",")) }
        if !instants.isEmpty { lines.append(name + ":" + instants.joined(separator: ",")) }
        return lines
    }
}

/// Reads the lines of a set.
private struct SetParser {
    var start: CivilDateTime?
    var zone: String?
    var isAllDay = false
    var rule: RecurrenceRule?
    var additions: [RecurrenceSet.Moment] = []
    var exclusions: [RecurrenceSet.Moment] = []

    private static let longestText = 1 << 20

    mutating func read(_ text: some StringProtocol) throws(RecurrenceError) {
        let whole = TextPiece(text)
        guard whole.bytes.count <= Self.longestText else {
            throw whole.error("set", "a set of at most \(Self.longestText) bytes")
        }
        let lines = whole.unfolded().split("\n").map { $0.trimmed() }.filter { !$0.isEmpty }
        for line in lines where line.lineName == "DTSTART" { try readStart(line) }
        for line in lines where line.lineName != "DTSTART" { try readOther(line) }
    }

    private mutating func readStart(_ line: TextPiece) throws(RecurrenceError) {
        guard start == nil else { throw line.error("DTSTART", "allowed twice") }
        let (parameters, value) = try split(line)
        zone = parameters.zone
        isAllDay = parameters.isDate
        switch try moment(value, "DTSTART") {
        case .date(let date):
            isAllDay = true
            start = CivilDateTime(date, .midnight)
        case .local(let local): start = local
        case .instant(let instant):
            zone = "UTC"
            start = CivilDateTime(localSeconds: instant.secondsSinceEpoch)
        }
    }

    private mutating func readOther(_ line: TextPiece) throws(RecurrenceError) {
        switch line.lineName {
        case "RRULE":
            guard rule == nil else { throw line.error("RRULE", "allowed twice") }
            rule = try RecurrenceRule(piece: line)
        case "RDATE": additions += try moments(line, "RDATE")
        case "EXDATE": exclusions += try moments(line, "EXDATE")
        default: throw line.error("set", "one of DTSTART, RRULE, RDATE, EXDATE")
        }
    }

    private func moments(
        _ line: TextPiece,
        _ name: String
    ) throws(RecurrenceError) -> [RecurrenceSet.Moment] {
        let (parameters, value) = try split(line)
        if let other = parameters.zone, other != zone {
            throw line.error(name, "in the zone of DTSTART or in UTC")
        }
        var moments: [RecurrenceSet.Moment] = []
        for piece in value.split(",") {
            // An occurrence has no length, so a period stands for its start.
            let begin = parameters.isPeriod ? piece.cut("/")?.0 ?? piece : piece
            switch try moment(begin, name) {
            case .date(let date):
                let time = isAllDay ? .midnight : start?.time ?? .midnight
                moments.append(.local(CivilDateTime(date, time)))
            case .local(let local): moments.append(.local(local))
            case .instant(let instant):
                moments.append(
                    zone == "UTC"
                        ? .local(CivilDateTime(localSeconds: instant.secondsSinceEpoch))
                        : .instant(instant)
                )
            }
        }
        return moments
    }

    private func moment(
        _ piece: TextPiece,
        _ name: String
    ) throws(RecurrenceError) -> RecurrenceRule.Until {
        try CalendarText.moment(piece, name, "a date or a time like '20261231T190000'")
    }

    private struct Parameters {
        var zone: String?
        var isDate = false
        var isPeriod = false
    }

    private func split(_ line: TextPiece) throws(RecurrenceError) -> (Parameters, TextPiece) {
        let line = try ContentLine(line)
        var parameters = Parameters()
        // Parameters that other programs add, such as `X-EVOLUTION-ENDDATE`, move no occurrence.
        for (name, value) in line.parameters {
            switch (name, value.upper) {
            case ("TZID", _): parameters.zone = value.text
            case ("VALUE", "DATE"): parameters.isDate = true
            case ("VALUE", "DATE-TIME"): break
            case ("VALUE", "PERIOD"): parameters.isPeriod = true
            case ("VALUE", _):
                throw value.error(line.name, "a VALUE of DATE, DATE-TIME or PERIOD")
            default: break
            }
        }
        return (parameters, line.value)
    }
}
