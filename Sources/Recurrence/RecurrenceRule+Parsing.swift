package import CivilTime

extension RecurrenceRule {
    /// The longest text that is read as a rule, in bytes of UTF-8.
    static let longestText = 65_536

    /// Reads a rule such as `FREQ=MONTHLY;BYDAY=-1SU`, with or without `RRULE:` in front.
    ///
    /// Names and values may be in any case, and repeated values count once. Folded lines are put
    /// together. Parameters of `RRULE` are ignored, except that a `VALUE` other than `RECUR` is an
    /// error. A part that RFC 5545 does not allow with the frequency is an error that points at it.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "RRULE:FREQ=MONTHLY;BYDAY=-1SU")
    /// rule.byDay == [.init(.sunday, ordinal: -1)]
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try RecurrenceRule(parsing: "FREQ=WEEKLY;BYMONTHDAY=1")
    /// }
    /// error?.part == "BYMONTHDAY"
    /// ```
    public init(parsing text: some StringProtocol) throws(RecurrenceError) {
        try self.init(piece: TextPiece(text).unfolded())
    }

    package init(piece whole: TextPiece) throws(RecurrenceError) {
        guard whole.bytes.count <= Self.longestText else {
            throw whole.error("rule", "a rule of at most \(Self.longestText) bytes")
        }
        var body = whole.trimmed()
        if ContentLine.begins(body, with: "RRULE") {
            let line = try ContentLine(body)
            for (name, value) in line.parameters where name == "VALUE" && value.upper != "RECUR" {
                throw value.error("RRULE", "RECUR, the only VALUE that a rule has")
            }
            body = line.value
        }
        var parts: [(name: String, value: TextPiece)] = []
        var pieces = body.split(";")
        // Some calendars end a rule with a semicolon.
        if pieces.count > 1, pieces[pieces.count - 1].isEmpty { pieces.removeLast() }
        for piece in pieces {
            guard let (name, value) = piece.cut("=") else {
                throw piece.error("rule", "a part like 'FREQ=DAILY'")
            }
            let upper = name.upper
            guard RulePart(rawValue: upper) != nil else {
                throw name.error("rule", "one of \(RulePart.allNames)")
            }
            guard !parts.contains(where: { $0.name == upper }) else {
                throw name.error("rule", "allowed twice")
            }
            parts.append((upper, value))
        }
        guard let first = parts.first(where: { $0.name == "FREQ" })?.value else {
            throw body.error("rule", "a rule with FREQ, such as 'FREQ=DAILY'")
        }
        guard let frequency = Frequency(rawValue: first.upper) else {
            let names = Frequency.allCases.map(\.rawValue).joined(separator: ", ")
            throw first.error("FREQ", "one of \(names)")
        }
        self.init(frequency: frequency)
        for (name, value) in parts {
            guard let part = RulePart(rawValue: name), part != .frequency else { continue }
            try set(part, value)
        }
        try RuleCheck(rule: self, parts: parts, body: body).run()
    }

    private mutating func set(_ part: RulePart, _ value: TextPiece) throws(RecurrenceError) {
        switch part {
        case .frequency: break
        case .interval: interval = try Self.positive(value, part)
        case .count: count = try Self.positive(value, part)
        case .until: until = try Self.until(value)
        case .bySecond: bySecond = try Self.list(value, part, 0...60, signed: false)
        case .byMinute: byMinute = try Self.list(value, part, 0...59, signed: false)
        case .byHour: byHour = try Self.list(value, part, 0...23, signed: false)
        case .byDay: byDay = try Self.places(value)
        case .byMonthDay: byMonthDay = try Self.list(value, part, 1...31, signed: true)
        case .byYearDay: byYearDay = try Self.list(value, part, 1...366, signed: true)
        case .byWeekNumber: byWeekNumber = try Self.list(value, part, 1...53, signed: true)
        case .byMonth: byMonth = try Self.list(value, part, 1...12, signed: false)
        case .bySetPosition: bySetPosition = try Self.list(value, part, 1...366, signed: true)
        case .weekStart:
            guard let day = Self.weekday(value) else { throw value.error(part.rawValue, dayNames) }
            weekStart = day
        case .calendar:
            guard value.upper == "GREGORIAN" else {
                throw value.error("RSCALE", "GREGORIAN, the only calendar there is here")
            }
            namesCalendar = true
        case .skip:
            guard let skip = Skip(rawValue: value.upper) else {
                throw value.error("SKIP", "one of OMIT, BACKWARD, FORWARD")
            }
            self.skip = skip
        }
    }

    private var dayNames: String { "one of MO, TU, WE, TH, FR, SA, SU" }

    private static func positive(
        _ value: TextPiece,
        _ part: RulePart
    ) throws(RecurrenceError) -> Int {
        guard let number = value.integer(), number > 0 else {
            throw value.error(part.rawValue, "a whole number from 1 to 999999999")
        }
        return number
    }

    private static func list(
        _ value: TextPiece,
        _ part: RulePart,
        _ range: ClosedRange<Int>,
        signed: Bool
    ) throws(RecurrenceError) -> [Int] {
        var numbers: Set<Int> = []
        for piece in value.split(",") {
            guard let number = piece.integer(signed: signed),
                range.contains(signed ? abs(number) : number)
            else {
                let bounds = "from \(range.lowerBound) to \(range.upperBound)"
                let negative = " or from -\(range.upperBound) to -\(range.lowerBound)"
                throw piece.error(part.rawValue, "a number \(bounds)\(signed ? negative : "")")
            }
            numbers.insert(number)
        }
        return numbers.sorted { canonicalOrder($0, $1) }
    }

    /// Orders numbers counted from the front before those counted from the end.
    private static func canonicalOrder(_ left: Int, _ right: Int) -> Bool {
        (left < 0) == (right < 0) ? left < right : right < 0
    }

    private static func places(_ value: TextPiece) throws(RecurrenceError) -> [WeekdayPlace] {
        var places: Set<WeekdayPlace> = []
        for piece in value.split(",") {
            let allowed =
                "a weekday such as MO, with a number from 1 to 53 or from -53 to -1 in front where"
                + " FREQ is MONTHLY or YEARLY"
            guard piece.bytes.count >= 2, let day = weekday(piece[(piece.bytes.endIndex - 2)...])
            else { throw piece.error("BYDAY", allowed) }
            let number = piece[..<(piece.bytes.endIndex - 2)]
            var ordinal = 0
            if !number.isEmpty {
                guard let given = number.integer(signed: true), (1...53).contains(abs(given)) else {
                    throw piece.error("BYDAY", allowed)
                }
                ordinal = given
            }
            places.insert(WeekdayPlace(day, ordinal: ordinal))
        }
        return places.sorted { left, right in
            left.ordinal == right.ordinal
                ? left.weekday < right.weekday : canonicalOrder(left.ordinal, right.ordinal)
        }
    }

    static func weekday(_ piece: TextPiece) -> Weekday? {
        guard piece.bytes.count == 2 else { return nil }
        return Weekday(abbreviation: piece.text)
    }

    private static func until(_ value: TextPiece) throws(RecurrenceError) -> Until {
        try CalendarText.moment(
            value,
            "UNTIL",
            "a date like '20261231', a time like '20261231T190000' or one in UTC like "
                + "'20261231T190000Z'"
        )
    }
}

/// The names of the parts of a rule.
enum RulePart: String, CaseIterable {
    case frequency = "FREQ"
    case interval = "INTERVAL"
    case count = "COUNT"
    case until = "UNTIL"
    case bySecond = "BYSECOND"
    case byMinute = "BYMINUTE"
    case byHour = "BYHOUR"
    case byDay = "BYDAY"
    case byMonthDay = "BYMONTHDAY"
    case byYearDay = "BYYEARDAY"
    case byWeekNumber = "BYWEEKNO"
    case byMonth = "BYMONTH"
    case bySetPosition = "BYSETPOS"
    case weekStart = "WKST"
    case calendar = "RSCALE"
    case skip = "SKIP"

    static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The dates and times of iCalendar, without punctuation.
package enum CalendarText {
    /// Reads `20261231`, `20261231T190000` or `20261231T190000Z`, as the value of a part.
    package static func moment(
        _ piece: TextPiece,
        _ part: String,
        _ allowed: String
    ) throws(RecurrenceError) -> RecurrenceRule.Until {
        do {
            if let moment = try moment(piece) { return moment }
        } catch {
            throw piece.error(part, "a date and time that there is: \(error)")
        }
        throw piece.error(part, allowed)
    }

    /// Returns `nil` where the text has another form, and throws where no such date or time exists.
    private static func moment(
        _ piece: TextPiece
    ) throws(CivilTimeError) -> RecurrenceRule.Until? {
        var reader = TextReader(piece.text)
        guard let year = reader.digits(4), let month = reader.digits(2),
            let day = reader.digits(2)
        else { return nil }
        if reader.isAtEnd { return .date(try CivilDate(year: year, month: month, day: day)) }
        guard reader.take("T") || reader.take("t"), let hour = reader.digits(2),
            let minute = reader.digits(2), let second = reader.digits(2)
        else { return nil }
        let isUTC = reader.take("Z") || reader.take("z")
        guard reader.isAtEnd else { return nil }
        let local = CivilDateTime(
            try CivilDate(year: year, month: month, day: day),
            // RFC 5545 section 3.3.12: a leap second is read as the second before it.
            try ClockTime(hour: hour, minute: minute, second: second == 60 ? 59 : second)
        )
        return isUTC ? .instant(Instant(secondsSinceEpoch: local.localSeconds)) : .local(local)
    }

    package static func text(_ date: CivilDate) -> String {
        date.year.padded(4) + date.month.padded(2) + date.day.padded(2)
    }

    package static func text(_ local: CivilDateTime) -> String {
        let time = local.time
        return text(local.date) + "T" + time.hour.padded(2) + time.minute.padded(2)
            + time.second.padded(2)
    }

    package static func text(_ until: RecurrenceRule.Until) -> String {
        switch until {
        case .date(let date): text(date)
        case .local(let local): text(local)
        case .instant(let instant):
            text(CivilDateTime(localSeconds: instant.secondsSinceEpoch)) + "Z"
        }
    }
}
