import CivilTime
import Settings

/// What `init` asks, and how each answer is read.
///
/// A reading throws the sentence that says what is allowed.
struct FirstAnswers {
    struct Refusal: Error {
        var reason: String
    }

    struct Evening: Hashable {
        var day: Weekday
        var time: ClockTime
    }

    enum Way: Hashable {
        case desktop, terminal
        /// A topic of ntfy, by its address.
        case phone(String)
    }

    enum Rhythm: String, CaseIterable {
        case gentle, steady, full
    }

    var names: [String]
    var zone: String
    var since: CivilDate?
    var evening: Evening?
    var ways: [Way]
    var rhythm: Rhythm
}

extension FirstAnswers {
    /// `Alex and Sam`, `Alex, Sam & Kim`.
    static func names(_ text: String) throws(Refusal) -> [String] {
        var names: [String] = []
        for part in text.split(whereSeparator: { ",&+".contains($0) }) {
            var words: [Substring] = []
            let ended: [Substring] = part.split(whereSeparator: \.isWhitespace) + ["and"]
            for word in ended {
                guard word.lowercased() == "and" else {
                    words.append(word)
                    continue
                }
                if !words.isEmpty {
                    names.append(words.joined(separator: " "))
                }
                words = []
            }
        }
        let isPlain = names.allSatisfy { name in
            name.unicodeScalars.count <= 60
                && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
        guard (2...9).contains(names.count), isPlain else {
            throw Refusal(reason: "give two to nine names, such as: Alex and Sam")
        }
        return names
    }

    static func zone(_ text: String, in zones: any ZoneProviding) throws(Refusal) -> String {
        do {
            return try zones.zone(named: text).identifier
        } catch {
            throw Refusal(reason: ZoneLookup(zones: zones).message(error, naming: text))
        }
    }

    /// A date without a year is the last one.
    static func since(_ text: String, at now: Instant, in zone: Zone) throws(Refusal) -> CivilDate?
    {
        if isNothing(text) {
            return nil
        }
        // A length such as 'last year' is no day to count from.
        guard let date = try? DateArgument.read(text), case .day = date.typed.reading else {
            throw Refusal(
                reason: "give a date such as 17 may 2024 or 2024-05-17, or - to leave it out"
            )
        }
        return date.date(at: now, in: zone, leaning: .behind)
    }

    static func evening(_ text: String) throws(Refusal) -> Evening? {
        if isNothing(text) {
            return nil
        }
        let words = text.split(separator: " ", maxSplits: 1)
        let time = words.count == 2 ? ScheduleWords.time(String(words[1])) : sevenOClock
        guard let first = words.first, let time,
            let day = Weekday(abbreviation: ScheduleWords.weekday(String(first)))
        else {
            throw Refusal(
                reason: "give a day and, if you like, a time: fri, sat 18:30, or - for none"
            )
        }
        return Evening(day: day, time: time)
    }

    static func ways(_ text: String) throws(Refusal) -> [Way] {
        var ways: [Way] = []
        for word in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let way: Way
            switch word.lowercased() {
            case "and": continue
            case "desktop": way = .desktop
            case "terminal", "stdout": way = .terminal
            case let address where address.hasPrefix("https://") || address.hasPrefix("http://"):
                way = .phone(String(word))
            default: throw waysRefusal
            }
            if !ways.contains(way) {
                ways.append(way)
            }
        }
        guard !ways.isEmpty else {
            throw waysRefusal
        }
        return ways
    }

    static func rhythm(_ text: String) throws(Refusal) -> Rhythm {
        guard let rhythm = Rhythm(rawValue: text.lowercased()) else {
            throw Refusal(reason: "say gentle, steady or full")
        }
        return rhythm
    }

    private static let sevenOClock = ClockTime(secondOfDay: 19 * 3_600)

    private static let waysRefusal = Refusal(
        reason: "say desktop, terminal, or the address of an ntfy topic such as "
            + "https://ntfy.example/us; more than one with commas"
    )

    private static func isNothing(_ text: String) -> Bool {
        ["-", "none", "no", "never"].contains(text.lowercased())
    }
}
