import CivilTime
import Recurrence

/// How often a ritual comes in a year, and when in its day and week.
package struct Rhythm: Hashable, Sendable {
    package enum Group: String, Hashable, Sendable, CaseIterable {
        case daily = "Every day"
        case weekly = "Every week"
        case monthly = "Every month"
        case rarer = "A few times a year"
        case signal = "On a signal"
    }

    /// How often it comes in a year; `nil` where a signal decides.
    package var perYear: Int?
    /// `daily at 20:30`, `weekly, Fri at 19:00`, `on the signal both-home`.
    package var words: String

    package var group: Group {
        guard let perYear else {
            return .signal
        }
        return perYear >= 300
            ? .daily : perYear >= 40 ? .weekly : perYear >= 10 ? .monthly : .rarer
    }

    /// Makes the rhythm of a ritual from its occurrences in the year 2026.
    package init(of ritual: Ritual) {
        guard let schedule = ritual.schedule else {
            perYear = nil
            words = Self.signal(ritual.occasion)
            return
        }
        let zone = ritual.zone
        let start = zone.instant(of: CivilDateTime(CivilDate(epochDay: 20_454), .midnight))
        let end = zone.instant(of: CivilDateTime(CivilDate(epochDay: 20_819), .midnight))
        var times: [CivilDateTime] = []
        for occurrence in schedule.occurrences(in: zone, after: start - .seconds(1)) {
            guard occurrence.instant < end, times.count < 100_000 else {
                break
            }
            times.append(occurrence.local)
        }
        perYear = times.count
        let days = Set(times.map(\.date)).count
        var clock = Self.clock(times)
        if case .varying(let time) = schedule {
            clock = "between \(time.start.toTheMinute) and \(time.end.toTheMinute)"
        }
        words = "\(Self.often(days))\(Self.weekdays(times)) \(clock)"
    }

    private static func signal(_ occasion: Occasion) -> String {
        guard case .signal(let trigger) = occasion else {
            return ""
        }
        let most = trigger.atMostPerDay.map { ", at most \($0) a day" } ?? ""
        return "on the signal \(trigger.signal)\(trigger.between.map { ", \($0)" } ?? "")\(most)"
    }

    private static func often(_ days: Int) -> String {
        switch days {
        case 360...: "daily"
        case 150...: "\((days + 26) / 52) days a week"
        case 100...: "twice a week"
        case 50...: "weekly"
        case 25...: "every 2 weeks"
        case 12, 13: "monthly"
        case 2...: "every \((12 + days / 2) / days) months"
        case 1: "once a year"
        default: "not in 2026"
        }
    }

    private static func weekdays(_ times: [CivilDateTime]) -> String {
        let weekdays = Set(times.map(\.date.weekday)).sorted()
        return (1...3).contains(weekdays.count)
            ? ", " + weekdays.map(\.abbreviation).joined(separator: " and ") : ""
    }

    private static func clock(_ times: [CivilDateTime]) -> String {
        let clock = Set(times.map(\.time)).sorted()
        guard let first = clock.first, let last = clock.last else {
            return ""
        }
        return clock.count <= 3
            ? "at " + clock.map(\.toTheMinute).joined(separator: " and ")
            : "between \(first.toTheMinute) and \(last.toTheMinute)"
    }
}

extension Ladder {
    /// Whether two steps, or the last and the start, lie so far apart that what is open is asked for again.
    private var asksEachWeek: Bool {
        let days = steps.map { $0.before.months * 30 + $0.before.days }
        return zip(days, days.dropFirst() + [1]).contains { $0 - 7 > $1 }
    }

    /// Its steps in words: `3d before: Time to book it`, `at the start`, `12h after: did it happen?`.
    package func words(asking question: String = "did it happen?") -> [String] {
        var words = rungs.map { rung in
            let step = rung.name.map { " (step \($0))" } ?? ""
            let when = rung.before.isZero ? "at the start" : "\(rung.before) before\(step)"
            return rung.task.map { "\(when): \($0)" } ?? when
        }
        if asksEachWeek {
            let start = rungs.firstIndex(where: \.before.isZero) ?? words.endIndex
            words.insert("each week between: what is open", at: start)
        }
        if tellsEnd {
            words.append("at the end")
        }
        if let followUp {
            words.append("\(followUp) after: \(question)")
        }
        if let nag {
            words.append("then every \(nag.interval), at most \(nag.atMost) times")
        }
        return words
    }
}
