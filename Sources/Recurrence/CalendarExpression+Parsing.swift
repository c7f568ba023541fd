import CivilTime

extension CalendarExpression {
    /// Reads an expression such as `Mon..Fri *-*-* 09:00`, `*-02~1`, `quarterly` or one with a
    /// zone's name at its end.
    ///
    /// A fraction of a second is an error, because occurrences have whole seconds.
    ///
    /// ```swift
    /// let lastDay = try CalendarExpression(parsing: "*-*~1 20:00")
    /// let evening = Schedule.calendar(lastDay, notBefore: nil).next(in: newYork, after: now)
    /// evening?.local.short == "2026-01-31T20:00"
    /// ```
    public init(parsing text: some StringProtocol) throws(RecurrenceError) {
        let whole = TextPiece(text)
        guard whole.bytes.count <= 4096 else {
            throw whole.error("calendar", "an expression of at most 4096 bytes")
        }
        var words = whole.trimmed().split(" ").filter { !$0.isEmpty }
        guard !words.isEmpty else { throw whole.error("calendar", "an expression") }
        var zone: String?
        if words.count > 1, let last = words.last, let name = Self.zoneName(last) {
            zone = name
            words.removeLast()
        }
        let fields: Fields
        if words.count == 1, let short = Self.shorthand(words[0].text.asciiLowercased) {
            fields = short
        } else {
            var parser = CalendarParser(words: words)
            fields = try parser.fields()
            if parser.namesInstant { zone = "UTC" }
        }
        self.init(fields: fields, zoneIdentifier: zone)
    }

    /// Returns the word if it can be a zone's name, which begins with a letter and is no weekday.
    private static func zoneName(_ piece: TextPiece) -> String? {
        guard let first = piece.bytes.first, (0x61...0x7A).contains(first | 0x20) else {
            return nil
        }
        if piece.upper == "UTC" { return "UTC" }
        let start = piece.bytes.prefix { (0x61...0x7A).contains($0 | 0x20) }
        let name = String(decoding: start, as: UTF8.self)
        let isName = piece.bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || [0x2F, 0x5F, 0x2D, 0x2B].contains(byte)
        }
        return isName && !CalendarParser.isWeekday(name) ? piece.text : nil
    }

    private static func shorthand(_ word: String) -> Fields? {
        var fields = Fields()
        switch word {
        case "minutely":
            fields.hour = nil
            fields.minute = nil
        case "hourly": fields.hour = nil
        case "daily": break
        case "weekly": fields.weekdays = 1
        case "monthly": fields.day = CalendarField(1)
        case "yearly", "annually", "anually":
            fields.month = CalendarField(1)
            fields.day = CalendarField(1)
        case "quarterly":
            fields.month = CalendarField([1, 4, 7, 10].map { CalendarComponent(start: $0) })
            fields.day = CalendarField(1)
        case "semiannually", "semi-annually", "biannually", "bi-annually":
            fields.month = CalendarField([1, 7].map { CalendarComponent(start: $0) })
            fields.day = CalendarField(1)
        default: return nil
        }
        return fields
    }
}

/// Reads the words of a calendar expression: weekdays, a date, a time.
struct CalendarParser {
    private var words: [TextPiece]
    /// Whether the date was written as seconds since 1970 in UTC, such as `@1395716396`.
    private(set) var namesInstant = false

    init(words: [TextPiece]) {
        self.words = words
    }

    mutating func fields() throws(RecurrenceError) -> CalendarExpression.Fields {
        var fields = CalendarExpression.Fields()
        if let word = words.first, let byte = word.bytes.first, (0x61...0x7A).contains(byte | 0x20)
        {
            fields.weekdays = try Self.weekdays(word)
            words.removeFirst()
        }
        if let word = words.first, !word.bytes.contains(0x3A) {
            namesInstant = word.bytes.first == 0x40
            try namesInstant ? Self.instant(word, &fields) : Self.date(word, &fields)
            words.removeFirst()
        }
        if let word = words.first, !namesInstant {
            try Self.time(word, &fields)
            words.removeFirst()
        }
        if let rest = words.first {
            throw rest.error("calendar", "expected: weekdays, a date, a time and a zone, in order")
        }
        return fields
    }

    static func isWeekday(_ name: String) -> Bool {
        name.utf8.count > 2 && Weekday(abbreviation: name) != nil
    }

    private static func weekdays(_ word: TextPiece) throws(RecurrenceError) -> UInt8 {
        var mask: UInt8 = 0
        let pieces = word.split(",")
        for (index, piece) in pieces.enumerated() {
            // systemd accepts a comma after the last weekday.
            if piece.isEmpty, index > 0, index == pieces.count - 1 { break }
            let (first, last) = try range(piece)
            guard first <= last else {
                throw piece.error("weekdays", "a range that goes forward from Mon to Sun")
            }
            for day in first.index...last.index { mask |= 1 << UInt8(day) }
        }
        return mask
    }

    private static func range(_ piece: TextPiece) throws(RecurrenceError) -> (Weekday, Weekday) {
        var ends = piece.split("-")
        if let dots = dots(piece) { ends = [dots.0, dots.1] }
        let days = ends.compactMap { end in
            isWeekday(end.text) ? Weekday(abbreviation: end.text) : nil
        }
        guard days.count == ends.count, (1...2).contains(days.count) else {
            throw piece.error("weekdays", "a weekday such as 'Fri' or a range such as 'Mon..Fri'")
        }
        return (days[0], days[days.count - 1])
    }

    private static func dots(_ piece: TextPiece) -> (TextPiece, TextPiece)? {
        guard let (first, rest) = piece.cut("."), rest.bytes.first == 0x2E else { return nil }
        return (first, rest[(rest.bytes.startIndex + 1)...])
    }

    private static func date(
        _ word: TextPiece,
        _ fields: inout CalendarExpression.Fields
    ) throws(RecurrenceError) {
        let tildes = word.bytes.filter { $0 == 0x7E }.count
        var head = word.split("-")
        if tildes == 1, let last = head.last, let (month, day) = last.cut("~") {
            head[head.count - 1] = month
            head.append(day)
            fields.countsFromMonthEnd = true
        }
        guard (2...3).contains(head.count), tildes == (fields.countsFromMonthEnd ? 1 : 0) else {
            throw word.error("date", "a date like '*-*-01', '2026-*-*', '12-24' or '*-02~1'")
        }
        if head.count == 3 { fields.year = try field(head[0], "year", 1970...9999) }
        fields.month = try field(head[head.count - 2], "month", 1...12)
        let days = fields.countsFromMonthEnd ? 1...28 : 1...31
        fields.day = try field(head[head.count - 1], "day", days, fields.countsFromMonthEnd)
        if fields.day == nil { fields.countsFromMonthEnd = false }
    }

    /// Reads `@1395716396`, which is a date and a time in UTC.
    private static func instant(
        _ word: TextPiece,
        _ fields: inout CalendarExpression.Fields
    ) throws(RecurrenceError) {
        let digits = word[(word.bytes.startIndex + 1)...].text
        guard (1...12).contains(digits.utf8.count), !digits.hasPrefix("+"),
            let seconds = Int64(digits), (0...CalendarMath.lastSecond).contains(seconds)
        else { throw word.error("date", "seconds from 1970 to the year 9999, such as '@0'") }
        let local = CivilDateTime(localSeconds: seconds)
        fields.year = CalendarField(local.date.year)
        fields.month = CalendarField(local.date.month)
        fields.day = CalendarField(local.date.day)
        fields.hour = CalendarField(local.time.hour)
        fields.minute = CalendarField(local.time.minute)
        fields.second = CalendarField(local.time.second)
    }

    private static func time(
        _ word: TextPiece,
        _ fields: inout CalendarExpression.Fields
    ) throws(RecurrenceError) {
        let parts = word.split(":")
        guard (2...3).contains(parts.count) else {
            throw word.error("time", "a time like '19:00', '*:0/15' or '06:30:15'")
        }
        fields.hour = try field(parts[0], "hour", 0...23)
        fields.minute = try field(parts[1], "minute", 0...59)
        fields.second = try parts.count == 3 ? field(parts[2], "second", 0...59) : CalendarField(0)
    }

    private static func field(
        _ piece: TextPiece,
        _ name: String,
        _ range: ClosedRange<Int>,
        _ fromEnd: Bool = false
    ) throws(RecurrenceError) -> CalendarField? {
        if piece.bytes.elementsEqual("*".utf8) { return nil }
        var components: [CalendarComponent] = []
        for element in piece.split(",") {
            components.append(try component(element, name, range, fromEnd))
        }
        return CalendarField(components)
    }

    private static func component(
        _ piece: TextPiece,
        _ name: String,
        _ range: ClosedRange<Int>,
        _ fromEnd: Bool
    ) throws(RecurrenceError) -> CalendarComponent {
        let allowed =
            "'*', a number from \(range.lowerBound) to \(range.upperBound), a range like "
            + "'\(range.lowerBound)..\(range.lowerBound + 2)' or steps like '\(range.lowerBound)/2'"
        var rest = piece
        var step: Int?
        if let (head, tail) = piece.cut("/") {
            guard let number = tail.integer(), number > 0 else { throw piece.error(name, allowed) }
            step = number
            rest = head
        }
        var stop: Int?
        if let (head, tail) = dots(rest) {
            guard let number = value(tail, name), range.contains(number) else {
                throw piece.error(name, allowed)
            }
            stop = number
            rest = head
        }
        guard let start = value(rest, name), range.contains(start), stop ?? start >= start else {
            throw piece.error(name, allowed)
        }
        let room = fromEnd ? start - range.lowerBound : range.upperBound - start
        if let step, stop == nil, name != "year", step > room {
            throw piece.error(name, "one with steps of at most \(room)")
        }
        return CalendarComponent(start: start, stop: stop, step: step ?? (stop == nil ? nil : 1))
    }

    /// Reads a number; a year of two digits is one of 1970 to 2069.
    private static func value(_ piece: TextPiece, _ name: String) -> Int? {
        guard let number = piece.integer() else { return nil }
        guard name == "year", number < 100 else { return number }
        return number < 70 ? number + 2000 : number + 1900
    }
}
