extension Span: CustomStringConvertible {
    /// The length in its shortest form: `3w`, `2d`, `90m`, `12h`, `7 months`, `0m`.
    ///
    /// ```swift
    /// Span(months: 24).description == "2 years"
    /// Span(days: 1, seconds: 5400).description == "1d 90m"
    /// ```
    public var description: String {
        if isZero { return "0m" }
        let sign = months < 0 || days < 0 || seconds < 0 ? "-" : ""
        var parts: [String] = []
        let month = months.magnitude
        if month > 0 {
            let (count, unit) = month % 12 == 0 ? (month / 12, "year") : (month, "month")
            parts.append("\(count) \(unit)\(count == 1 ? "" : "s")")
        }
        let day = days.magnitude
        if day > 0 {
            parts.append(day % 7 == 0 ? "\(day / 7)w" : "\(day)d")
        }
        let second = seconds.magnitude
        if second > 0 {
            parts.append(
                second % 3600 == 0
                    ? "\(second / 3600)h" : second % 60 == 0 ? "\(second / 60)m" : "\(second)s"
            )
        }
        return sign + parts.joined(separator: " ")
    }

    /// Reads `90m`, `3h`, `2 days`, `3w`, `7 months`, `1h 30min`, or ISO 8601 such as `PT90M`.
    ///
    /// A minus in front negates the whole length. `m` means minutes; in ISO 8601 `M` means months
    /// before the `T` and minutes after it.
    ///
    /// ```swift
    /// try Span(parsing: "P1Y2M") == Span(months: 14)
    /// try Span(parsing: "-90m") == Span(seconds: -5400)
    /// (try? Span(parsing: "soon")) == nil
    /// ```
    public init(parsing text: some StringProtocol) throws(CivilTimeError) {
        var reader = TextReader(text)
        reader.skipSpaces()
        let negative = reader.take("-")
        guard let span = reader.take("P") ? Self.iso(&reader) : Self.plain(&reader) else {
            throw .unreadable(
                text: String(text),
                expected: "a length like '90m', '3h', '2 days', '3w', '7 months', '1 year' or 'P3W'"
            )
        }
        self = negative ? span.negated : span
    }

    private static func plain(_ reader: inout TextReader) -> Span? {
        var span = Span.zero
        repeat {
            reader.skipSpaces()
            guard let count = reader.number() else { return nil }
            reader.skipSpaces()
            guard let unit = SpanUnit(word: reader.letters()),
                let sum = span.adding(count, unit)
            else { return nil }
            span = sum
            reader.skipSpaces()
        } while !reader.isAtEnd
        return span
    }

    private static func iso(_ reader: inout TextReader) -> Span? {
        var span = Span.zero
        var isTime = false
        var count = 0
        while !reader.isAtEnd {
            if !isTime, reader.take("T") {
                isTime = true
                guard !reader.isAtEnd else { return nil }
            }
            guard let number = reader.number(), let unit = isoUnit(&reader, isTime: isTime),
                let sum = span.adding(number, unit)
            else { return nil }
            span = sum
            count += 1
        }
        return count > 0 ? span : nil
    }

    private static func isoUnit(_ reader: inout TextReader, isTime: Bool) -> SpanUnit? {
        if isTime {
            if reader.take("H") { return .hour }
            if reader.take("M") { return .minute }
            return reader.take("S") ? .second : nil
        }
        if reader.take("Y") { return .year }
        if reader.take("M") { return .month }
        if reader.take("W") { return .week }
        return reader.take("D") ? .day : nil
    }

    private func adding(_ count: Int, _ unit: SpanUnit) -> Span? {
        let sum = Span(
            months: months + count * unit.months,
            days: days + count * unit.days,
            seconds: seconds + Int64(count) * unit.seconds
        )
        let isSane =
            sum.months <= 120_000 && sum.days <= 3_700_000 && sum.seconds <= 320_000_000_000
        return isSane ? sum : nil
    }
}

/// The units that a length is written in.
enum SpanUnit {
    case second, minute, hour, day, week, month, year

    init?(word: String) {
        switch word.asciiLowercased {
        case "s", "sec", "secs", "second", "seconds": self = .second
        case "m", "min", "mins", "minute", "minutes": self = .minute
        case "h", "hr", "hrs", "hour", "hours": self = .hour
        case "d", "day", "days": self = .day
        case "w", "week", "weeks": self = .week
        case "mo", "month", "months": self = .month
        case "y", "year", "years": self = .year
        default: return nil
        }
    }

    var months: Int { self == .month ? 1 : self == .year ? 12 : 0 }
    var days: Int { self == .day ? 1 : self == .week ? 7 : 0 }
    var seconds: Int64 {
        switch self {
        case .second: 1
        case .minute: 60
        case .hour: 3600
        case .day, .week, .month, .year: 0
        }
    }
}
