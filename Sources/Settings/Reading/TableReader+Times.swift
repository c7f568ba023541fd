import CivilTime
import Household

extension TableReader {
    /// A length of time, `least` or longer and at most 100 years.
    func span(_ key: String, least: Span = Span(seconds: 0)) -> Span? {
        node(key).flatMap { span($0, least: least) }
    }

    func span(_ node: Located<TOMLNode>, least: Span = Span(seconds: 0)) -> Span? {
        let what = "a length such as '90m', '3h', '2 days' or 'P3W'"
        guard let text = string(node, expecting: what) else {
            return nil
        }
        guard let span = try? Span(parsing: text.value) else {
            expected(what, not: node)
            return nil
        }
        if span.isNegative {
            findings.error("\(quoted(text.value)) is negative", at: text)
        } else if span.nominalSeconds < least.nominalSeconds {
            findings.error("\(quoted(text.value)) is shorter than \(least)", at: text)
        } else if span.nominalSeconds > Span.longest.nominalSeconds {
            findings.error(
                "\(quoted(text.value)) is longer than \(ConfigLimits.years) years",
                at: text
            )
        } else {
            return span
        }
        return nil
    }

    /// A length that does not depend on the calendar, between two bounds.
    func timeout(_ key: String) -> Duration? {
        guard let node = node(key), let span = span(node) else {
            return nil
        }
        guard span.months == 0, span.days == 0, (1...300).contains(span.seconds) else {
            findings.error("\(node.value.given) is not between '1s' and '5m'", at: node)
            return nil
        }
        return .seconds(span.seconds)
    }

    /// A time of day, as a string or a TOML local time.
    func clockTime(_ node: Located<TOMLNode>) -> ClockTime? {
        switch node.value.value {
        case .string(let text):
            if let time = try? ClockTime(parsing: text) {
                return wholeMinute(time, of: node)
            }
            if let time = ClockTime(guessedFrom: text) {
                findings.error(
                    "expected a time such as \"19:00\", not \(quoted(text)); did you mean \"\(time)\"?",
                    at: node
                )
                return nil
            }
        case .moment(let moment) where moment.date == nil:
            if let time = moment.time {
                return clockTime(time, of: node)
            }
        default: break
        }
        expected("a time such as \"19:00\"", not: node)
        return nil
    }

    func clockTime(_ time: TOMLMoment.Time, of node: Located<some Any>) -> ClockTime? {
        guard time.nanosecond == 0 else {
            findings.error("has a fraction of a second; times are whole minutes", at: node)
            return nil
        }
        guard
            let clock = try? ClockTime(hour: time.hour, minute: time.minute, second: time.second)
        else {
            findings.error("is not a time of day", at: node)
            return nil
        }
        return wholeMinute(clock, of: node)
    }

    private func wholeMinute(_ time: ClockTime, of node: Located<some Any>) -> ClockTime? {
        guard time.secondOfDay.isMultiple(of: 60) else {
            findings.error("\(time) is not a whole minute", at: node)
            return nil
        }
        return time
    }

    /// One time of day or a list of them, sorted.
    func clockTimes(_ key: String) -> [ClockTime]? {
        guard let node = node(key) else {
            return nil
        }
        guard case .array(let elements) = node.value.value else {
            return clockTime(node).map { [$0] }
        }
        guard (1...ConfigLimits.timesOfDay).contains(elements.count) else {
            findings.error(
                "\(elements.count) times of day are not between 1 and \(ConfigLimits.timesOfDay)",
                at: node
            )
            return nil
        }
        var times: Set<ClockTime> = []
        for element in elements {
            let place = Located(value: element, position: element.position, key: node.key)
            guard let time = clockTime(place) else {
                continue
            }
            if !times.insert(time).inserted {
                findings.error("\(time) is listed twice", at: place)
            }
        }
        return times.isEmpty ? nil : times.sorted()
    }

    /// A TOML local date.
    func date(_ key: String) -> CivilDate? {
        node(key).flatMap { date($0) }
    }

    func date(_ node: Located<TOMLNode>) -> CivilDate? {
        guard case .moment(let moment) = node.value.value, let date = moment.date,
            moment.time == nil
        else {
            expectedDate(not: node)
            return nil
        }
        return civilDate(date, of: node)
    }

    func expectedDate(not node: Located<TOMLNode>) {
        let hint: String =
            switch node.value.value {
            case .string(let text) where (try? CivilDate(parsing: text)) != nil:
                "; write it without quotes"
            default: ""
            }
        findings.error(
            "expected a date such as 2026-01-09, not \(node.value.given)\(hint)",
            at: node
        )
    }

    func civilDate(_ date: TOMLMoment.Date, of node: Located<some Any>) -> CivilDate? {
        guard let date = try? CivilDate(year: date.year, month: date.month, day: date.day) else {
            findings.error("year \(date.year) is not between 1 and 9999", at: node)
            return nil
        }
        return date
    }

    /// A span of the day such as `22:30-07:00`; it may cross midnight but not be empty.
    func window(_ key: String) -> ClockWindow? {
        let what = "a span of the day such as \"22:30-07:00\""
        guard let node = node(key), let text = string(node, expecting: what) else {
            return nil
        }
        let parts = text.value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2,
            let start = try? ClockTime(parsing: parts[0].trimmed),
            let end = try? ClockTime(parsing: parts[1].trimmed)
        else {
            expected(what, not: node)
            return nil
        }
        guard wholeMinute(start, of: text) != nil, wholeMinute(end, of: text) != nil else {
            return nil
        }
        guard start != end else {
            findings.error(
                "\(quoted(text.value)) is empty: it ends at the time it begins",
                at: text
            )
            return nil
        }
        return ClockWindow(start: start, end: end)
    }
}

extension ClockTime {
    /// What `7pm`, `7:30 p.m.`, `19h`, `19.30` or `noon` most likely mean, to be suggested.
    init?(guessedFrom text: String) {
        var rest = text.asciiLowercased.filter { !$0.isWhitespace }
        rest = rest.replacing("a.m.", with: "am").replacing("p.m.", with: "pm")
        switch rest {
        case "noon", "midday": rest = "12"
        case "midnight": rest = "0"
        default: break
        }
        let half = ["am", "pm"].first(where: rest.hasSuffix)
        rest.removeLast(half?.count ?? 0)
        if rest.hasSuffix("h") {
            rest.removeLast()
        }
        let parts = rest.split(omittingEmptySubsequences: false) { ":.h".contains($0) }
        guard (1...2).contains(parts.count), var hour = Int(parts[0]),
            let minute = parts.count == 1 ? 0 : Int(parts[1])
        else {
            return nil
        }
        if let half {
            guard (1...12).contains(hour) else {
                return nil
            }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard let time = try? ClockTime(hour: hour, minute: minute) else {
            return nil
        }
        self = time
    }
}

extension Span {
    /// The longest span that a config may give.
    static let longest = Span(months: ConfigLimits.years * 12, days: 0, seconds: 0)

    /// The length in seconds with months of a 400-year cycle's mean; to compare, never to step.
    var nominalSeconds: Int64 {
        Int64(months) * 2_629_746 + Int64(days) * 86_400 + Int64(seconds)
    }

    var isNegative: Bool {
        months < 0 || days < 0 || seconds < 0
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    var trimmed: SubSequence {
        var rest = self[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true {
            rest = rest.dropLast()
        }
        return rest
    }
}
