import ArgumentParser
import CivilTime

// The grammar: a point in full, a length, or a day and a time of day in either order.

extension TypedTime {
    /// Reads what was typed, or says which three forms work.
    static func read(_ text: String) throws -> TypedTime {
        try read(text, allowed: "give a time such as fri 19:00, in 20m or 2026-12-05")
    }

    static func read(_ text: String, allowed: String) throws -> TypedTime {
        do throws(CivilTimeError) {
            return try TypedTime(parsing: text)
        } catch {
            throw ValidationError(Complaint.about(error, allowed: allowed))
        }
    }

    /// Reads a time of day alone.
    static func clock(_ text: String) throws -> ClockTime {
        let allowed = "give a time of day such as 20:30, 8pm or noon"
        guard case .clock(let time) = try read(text, allowed: allowed).reading else {
            throw ValidationError(allowed)
        }
        return time
    }

    init(parsing text: String) throws(CivilTimeError) {
        let given = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let words = given.asciiLowercased.split { $0 == " " || $0 == "," }
            .map(String.init).filter { !["on", "at", "this"].contains($0) }
        if words == ["now"] {
            reading = .now
        } else if let length = Self.length(words, given) {
            reading = length
        } else if let named = try Self.dayAndClock(words) {
            reading = named
        } else {
            reading = try Self.inFull(given)
        }
    }

    /// ISO 8601, RFC 3339 and RFC 9557; a space may stand for the T.
    private static func inFull(_ text: String) throws(CivilTimeError) -> Reading {
        do throws(CivilTimeError) {
            return .local(try CivilDateTime(parsing: text))
        } catch .unreadable {
            return .instant(try ExtendedTime(parsing: text))
        }
    }

    /// `3d`, `in 20m`, `2 weeks ago`, `next week`, `an hour ago`.
    private static func length(_ words: [String], _ given: String) -> Reading? {
        var rest = words[...]
        var direction: Leaning?
        if rest.first == "in" {
            (direction, rest) = (.ahead, rest.dropFirst())
        } else if rest.last == "ago" {
            (direction, rest) = (.behind, rest.dropLast())
        } else if ["next", "last"].contains(rest.first), rest.count == 2,
            ["week", "month", "year"].contains(rest.last),
            let span = try? Span(parsing: "1 \(rest[1])")
        {
            return rest.first == "next" ? .next(span) : .length(span, .behind)
        }
        if ["a", "an", "one"].contains(rest.first) {
            rest = ["1"] + rest.dropFirst()
        }
        // ISO 8601 writes a length in capitals.
        let span = (try? Span(parsing: rest.joined(separator: " "))) ?? (try? Span(parsing: given))
        guard let span, !span.isZero, span.months >= 0, span.days >= 0, span.seconds >= 0 else {
            return nil
        }
        return .length(span, direction)
    }

    private static func dayAndClock(_ words: [String]) throws(CivilTimeError) -> Reading? {
        var rest = words[...]
        var (day, clock): (Day?, ClockTime?)
        while !rest.isEmpty {
            if clock == nil, let found = try Self.clock(&rest) {
                clock = found
            } else if day == nil, let found = try Self.day(&rest) {
                day = found
            } else {
                return nil
            }
        }
        if let day {
            return .day(day, clock)
        }
        return clock.map(Reading.clock)
    }
}

// Days.

extension TypedTime {
    private static let relativeDays = [
        "today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1,
    ]

    private static func day(_ rest: inout ArraySlice<String>) throws(CivilTimeError) -> Day? {
        guard let first = rest.first else {
            return nil
        }
        if let days = relativeDays[first] {
            rest = rest.dropFirst()
            return .days(days)
        }
        let sides: [String: Leaning] = ["next": .ahead, "last": .behind]
        let name = sides[first] == nil ? first : rest.dropFirst().first ?? ""
        if let weekday = Weekday(abbreviation: name) {
            rest = rest.dropFirst(sides[first] == nil ? 1 : 2)
            return .weekday(weekday, sides[first])
        }
        if first.utf8.count == 10, first.utf8.dropFirst(4).first == UInt8(ascii: "-") {
            let date = try CivilDate(parsing: first)
            rest = rest.dropFirst()
            return .date(date)
        }
        return try monthDay(&rest)
    }

    /// `5 dec`, `dec 5th`, `5 december 2026`.
    private static func monthDay(
        _ rest: inout ArraySlice<String>
    ) throws(CivilTimeError) -> Day? {
        let pair = Array(rest.prefix(2))
        guard pair.count == 2 else {
            return nil
        }
        let isDayFirst = month(pair[1]) != nil
        guard let month = month(pair[isDayFirst ? 1 : 0]),
            let day = number(pair[isDayFirst ? 0 : 1])
        else {
            return nil
        }
        rest = rest.dropFirst(2)
        if let text = rest.first, text.count == 4, let year = Int(text) {
            rest = rest.dropFirst()
            return .date(try CivilDate(year: year, month: month, day: day))
        }
        // In a leap year, so that 29 February is one.
        _ = try CivilDate(year: 2024, month: month, day: day)
        return .monthDay(month: month, day: day)
    }

    private static func month(_ word: String) -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ]
        let name = word.hasSuffix(".") ? String(word.dropLast()) : word
        guard name.count >= 3 else {
            return nil
        }
        return names.firstIndex { $0.hasPrefix(name) || name == "sept" && $0 == "september" }
            .map { $0 + 1 }
    }

    private static func number(_ word: String) -> Int? {
        let digits = word.prefix { $0.isNumber }
        guard ["", ".", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            digits.count <= 2
        else {
            return nil
        }
        return Int(digits)
    }
}

// Times of day.

extension TypedTime {
    /// `14:00`, `9:30`, `19:00:30`, `8pm`, `8:30 pm`, `noon`.
    private static func clock(_ rest: inout ArraySlice<String>) throws(CivilTimeError)
        -> ClockTime?
    {
        guard var word = rest.first, word.first?.isNumber == true || word == "noon" else {
            return nil
        }
        if word == "noon" {
            rest = rest.dropFirst()
            return try ClockTime(hour: 12, minute: 0)
        }
        var count = 1
        let next = rest.dropFirst().first
        if let next, ["am", "pm"].contains(next) {
            word += next
            count = 2
        }
        let half = ["am", "pm"].first(where: word.hasSuffix)
        let digits = half == nil ? word[...] : word.dropLast(2)
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        let isWhole = numbers.count == parts.count && parts.dropFirst().allSatisfy { $0.count == 2 }
        guard isWhole, (half == nil ? 2...3 : 1...2).contains(parts.count), parts[0].count <= 2
        else {
            return nil
        }
        rest = rest.dropFirst(count)
        var hour = numbers[0]
        if let half {
            guard (1...12).contains(hour) else {
                throw .outOfRange(part: "hour", given: hour, allowed: 1...12)
            }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        let rests = numbers.dropFirst() + [0, 0]
        return try ClockTime(
            hour: hour,
            minute: rests.first ?? 0,
            second: rests.dropFirst().first ?? 0
        )
    }
}
