import CivilTime
import Foundation

/// A case expanded and sought in by Foundation's `Calendar.RecurrenceRule`.
struct FoundationBenchmark {
    private let example: Case
    private let rule: Calendar.RecurrenceRule
    private let start: Date

    /// Returns `nil` where Foundation has no words for the rule.
    init?(_ example: Case) {
        self.example = example
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: "America/New_York") else { return nil }
        calendar.timeZone = zone
        guard let rule = Self.rule(example.rule, calendar) else { return nil }
        self.rule = rule
        start = Self.date(example.start, calendar)
    }

    func run() {
        let count = min(example.count, 500)
        let expansion = Stopwatch.median(rounds: 3, times: count) {
            for found in rule.recurrences(of: start).prefix(count) { Stopwatch.keep(found) }
        }
        let answer = rule.recurrences(of: start).prefix(Case.answered)
            .reduce(0) { $0 + Int64($1.timeIntervalSince1970) }
        example.report("Foundation", "", expansion, answer)
        // 2,000 years ahead it takes minutes, so that is left out.
        seek(20)
    }

    private func seek(_ years: Int) {
        let target = Self.date(example.target(years: years), rule.calendar)
        let range = target.addingTimeInterval(1)..<target.addingTimeInterval(3e7)
        var answer: Int64?
        let time = Stopwatch.median(rounds: 1, times: 1) {
            answer = rule.recurrences(of: start, in: range).first { _ in true }
                .map { Int64($0.timeIntervalSince1970) }
        }
        example.report("Foundation", ", seek \(years) years", time, answer)
    }

    private static func date(_ local: CivilDateTime, _ calendar: Calendar) -> Date {
        let date = local.date
        let components = DateComponents(
            year: date.year,
            month: date.month,
            day: date.day,
            hour: local.time.hour,
            minute: local.time.minute
        )
        return calendar.date(from: components) ?? .distantPast
    }

    private static func rule(_ text: String, _ calendar: Calendar) -> Calendar.RecurrenceRule? {
        var rule = Calendar.RecurrenceRule(calendar: calendar, frequency: .daily)
        switch text {
        case "FREQ=DAILY": break
        case "FREQ=MONTHLY;BYDAY=-1FR":
            rule.frequency = .monthly
            rule.weekdays = [.nth(-1, .friday)]
        case "FREQ=YEARLY;BYMONTH=1,7;BYDAY=MO,WE;BYSETPOS=2,-1":
            rule.frequency = .yearly
            rule.months = [1, 7]
            rule.weekdays = [.every(.monday), .every(.wednesday)]
            rule.setPositions = [2, -1]
        case "FREQ=WEEKLY;INTERVAL=7":
            rule.frequency = .weekly
            rule.interval = 7
        case "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":
            rule.frequency = .weekly
            rule.weekdays = [.monday, .tuesday, .wednesday, .thursday, .friday].map { .every($0) }
        default: return nil
        }
        return rule
    }
}
