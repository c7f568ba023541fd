import CivilTime

/// What `every` says: so many of one unit, or a length that elapses.
enum StepLength: Hashable {
    case days(Int)
    case weeks(Int)
    case months(Int)
    case years(Int)
    case elapsed(Int64)

    static let example = "'day', '2 days', 'week', '7 weeks', 'month', 'year' or '6 hours'"

    /// Why a text is not a step.
    struct Fault: Error {
        var message: String
    }

    /// Reads `day`, `2 days`, `week`, `7 weeks`, `month`, `year`, `6 hours`, `90m` or `P3W`.
    init(parsing text: String) throws(Fault) {
        let trimmed = String(text.trimmed).asciiLowercased
        if let single = Self.single(trimmed) {
            self = single
            return
        }
        guard let span = try? Span(parsing: trimmed.hasPrefix("p") ? text : trimmed) else {
            if let days = Self.weekdays(trimmed) {
                throw Fault(
                    message: "\(quoted(text)) is no step; write every = \"\(days.every)\", "
                        + "on = \"\(days.on ?? "")\""
                )
            }
            let word = String(trimmed.drop { $0.isNumber || $0.isWhitespace })
            let near =
                Self.adverbs[trimmed].map { "; did you mean '\($0)'?" }
                ?? Suggestion.phrase(for: word, among: Self.units)
            throw Fault(
                message: "expected a step such as \(Self.example), not \(quoted(text))\(near)"
            )
        }
        try self.init(span, text: text)
    }

    private static let units = [
        "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours",
        "minutes",
    ]

    static let adverbs = [
        "daily": "day", "nightly": "day", "weekly": "week", "fortnightly": "2 weeks",
        "biweekly": "2 weeks", "monthly": "month", "quarterly": "3 months", "yearly": "year",
        "annually": "year", "hourly": "1 hour",
    ]

    /// How a schedule says the weekdays that somebody gave in place of a step.
    static func weekdays(_ word: String) -> (every: String, on: String?)? {
        if ["weekday", "weekdays", "weekend", "weekends"].contains(word) {
            return ("day", word.hasPrefix("weekd") ? "weekdays" : "weekend")
        }
        let single = word.hasSuffix("days") ? String(word.dropLast()) : word
        return Weekday(abbreviation: single).map { ("week", $0.abbreviation.asciiLowercased) }
    }

    private static func single(_ word: String) -> StepLength? {
        switch word {
        case "day": .days(1)
        case "week": .weeks(1)
        case "month": .months(1)
        case "year": .years(1)
        case "hour": .elapsed(3_600)
        case "minute": .elapsed(60)
        default: nil
        }
    }

    private init(_ span: Span, text: String) throws(Fault) {
        let parts = [span.months != 0, span.days != 0, span.seconds != 0].filter { $0 }.count
        if span.isNegative {
            throw Fault(message: "\(quoted(text)) is negative")
        } else if parts == 0 {
            throw Fault(message: "\(quoted(text)) never gets anywhere; the least is 1")
        } else if parts > 1 {
            throw Fault(
                message: "\(quoted(text)) mixes units of the calendar and the clock; give one"
            )
        } else if span.nominalSeconds > Span.longest.nominalSeconds {
            throw Fault(message: "\(quoted(text)) is longer than \(ConfigLimits.years) years")
        } else if span.seconds != 0 {
            guard span.seconds >= 60 else {
                throw Fault(message: "\(quoted(text)) is shorter than a minute")
            }
            self = .elapsed(span.seconds)
        } else if span.months != 0 {
            self =
                span.months.isMultiple(of: 12)
                ? .years(span.months / 12) : .months(span.months)
        } else {
            // `14 days` and `2 weeks` are the same step, but only weeks can name their weekdays.
            let isWeeks = span.days.isMultiple(of: 7) && text.asciiLowercased.contains("w")
            self = isWeeks ? .weeks(span.days / 7) : .days(span.days)
        }
    }

    /// Whether a start decides on which day it falls, where no weekday is named.
    var needsStart: Bool {
        self != .days(1)
    }
}
