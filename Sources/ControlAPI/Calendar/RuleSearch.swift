import CivilTime
import Household
import ICalendar
import Recurrence

/// Finds the rule of iCalendar that says when a ritual is, if there is one.
///
/// Rules are proposed by what the first occurrences have in common. The one that gives every
/// occurrence of the next twelve years, and no other, is taken: so the 30th that is clamped, a date that
/// snaps, or a length that is counted in hours has none, and nothing is claimed that is not so.
struct RuleSearch {
    /// A rule with the dates that it does not have, and those that it has too many.
    struct Found {
        let rule: RecurrenceRule
        var additions: [Instant] = []
        var exclusions: [Instant] = []
    }

    private static let years = 12
    private static let mostCompared = 6_000
    private static let mostLooked = 400

    private let ritual: Ritual
    private let start: CivilDateTime
    private let expected: [Occurrence]
    /// The schedule without its exceptions, and when it gives those.
    private let regular: (schedule: Schedule, occurrences: [Occurrence])
    /// What the exceptions take from the schedule and add to it.
    private let excepted: Set<Instant>
    /// Rules are compared up to here.
    private let horizon: Instant

    /// The rule begins with `first`, the first occurrence.
    init?(_ ritual: Ritual, first: Occurrence) {
        guard let schedule = ritual.schedule, ritual.repeats == .bySchedule else { return nil }
        self.ritual = ritual
        start = first.local
        let end = first.instant.advanced(bySeconds: Int64(Self.years) * 366 * 86_400)
        let before = first.instant.advanced(bySeconds: -1)
        let occurrences = { (schedule: Schedule) in
            var found: [Occurrence] = []
            for occurrence in schedule.occurrences(in: ritual.zone, after: before) {
                guard occurrence.instant < end, found.count < Self.mostCompared else { break }
                found.append(occurrence)
            }
            return found
        }
        let expected = occurrences(schedule)
        guard expected.first == first else { return nil }
        self.expected = expected
        if case .excepting(let exceptions) = schedule {
            regular = (exceptions.base, occurrences(exceptions.base))
            let instants = Set(regular.occurrences.map(\.instant))
            excepted = instants.symmetricDifference(expected.map(\.instant))
        } else {
            regular = (schedule, expected)
            excepted = []
        }
        horizon =
            expected.count < Self.mostCompared
            ? end : expected[expected.count - 1].instant.advanced(bySeconds: 1)
    }

    func find() -> Found? {
        if case .rule(let set) = regular.schedule, let found = own(set) { return found }
        guard ritual.schedule?.isEndless == true, expected.count > 1 else { return nil }
        let locals = regular.occurrences.prefix(Self.mostLooked).map(\.local)
        for text in Candidates(Array(locals)).all {
            guard let rule = try? RecurrenceRule(parsing: text) else { continue }
            if let found = check(rule, allowing: excepted) { return found }
        }
        return nil
    }

    /// The schedule's own rule, with what it adds and takes away.
    private func own(_ set: RecurrenceSet) -> Found? {
        guard let rule = set.rule else { return nil }
        var parts = rule.description.split(separator: ";").map(String.init)
        parts.removeAll { $0.hasPrefix("COUNT=") || $0.hasPrefix("UNTIL=") }
        if rule.count != nil || rule.until != nil, let last = regular.occurrences.last {
            guard last.instant < horizon else { return nil }
            parts.append("UNTIL=\(CalendarMoments.text(last.instant))")
        }
        guard let bounded = try? RecurrenceRule(parsing: parts.joined(separator: ";")) else {
            return nil
        }
        let known = (set.additions + set.exclusions).map { moment in
            switch moment {
            case .local(let local): ritual.zone.instant(of: local)
            case .instant(let instant): instant
            }
        }
        return check(bounded, allowing: excepted.union(known))
    }

    /// The rule with its exceptions, if these are among `known` and it gives nothing else.
    private func check(_ rule: RecurrenceRule, allowing known: Set<Instant>) -> Found? {
        let set = Schedule.rule(RecurrenceSet(start: start, rule: rule))
        let before = (expected.first?.instant ?? horizon).advanced(bySeconds: -1)
        var found = Found(rule: rule)
        var wanted = expected[...]
        for given in set.occurrences(in: ritual.zone, after: before) {
            guard given.instant < horizon else { break }
            while let next = wanted.first, next.instant < given.instant {
                guard known.contains(next.instant) else { return nil }
                found.additions.append(next.instant)
                wanted.removeFirst()
            }
            if wanted.first?.instant == given.instant {
                wanted.removeFirst()
            } else {
                guard known.contains(given.instant) else { return nil }
                found.exclusions.append(given.instant)
            }
        }
        for next in wanted {
            guard known.contains(next.instant) else { return nil }
            found.additions.append(next.instant)
        }
        return found
    }
}

/// Rules that some wall times may follow, the plainest first.
private struct Candidates {
    private let dates: [CivilDate]
    private let times: [ClockTime]

    init(_ locals: [CivilDateTime]) {
        var dates: [CivilDate] = []
        for local in locals where dates.last != local.date { dates.append(local.date) }
        // The last date may lack some of its times.
        self.dates = dates.count > 2 ? dates.dropLast() : dates
        times = Set(locals.map(\.time)).sorted()
    }

    var all: [String] { (days + weeks + months + years).map { $0 + clock } }

    /// The times of day, where there are several.
    private var clock: String {
        guard times.count > 1 else { return "" }
        let list = { (numbers: [Int]) in
            Set(numbers).sorted().map(String.init).joined(separator: ",")
        }
        return ";BYHOUR=\(list(times.map(\.hour)));BYMINUTE=\(list(times.map(\.minute)))"
    }

    private var gaps: Set<Int> {
        Set(zip(dates, dates.dropFirst()).map { $1.epochDay - $0.epochDay })
    }

    private var days: [String] {
        guard gaps.count == 1, let gap = gaps.first, gap % 7 != 0 else { return [] }
        return ["FREQ=DAILY" + Self.interval(gap)]
    }

    private static func interval(_ number: Int) -> String {
        number == 1 ? "" : ";INTERVAL=\(number)"
    }

    private static func name(_ day: Weekday) -> String {
        String(day.abbreviation.prefix(2)).uppercased()
    }

    private var weeks: [String] {
        let weekdays = Set(dates.map(\.weekday)).sorted().map(Self.name).joined(separator: ",")
        let numbers = Set(dates.map { ($0.epochDay + 3) / 7 }).sorted()
        let steps = Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 })
        guard steps.count == 1, let step = steps.first else { return [] }
        return ["FREQ=WEEKLY\(Self.interval(step));BYDAY=\(weekdays)"]
    }

    /// What the dates are within their months, in each way in which that can be said.
    private var places: [String] {
        var places: [String] = []
        let numbers = Set(dates.map(\.day)).sorted()
        if numbers.count <= 5 {
            places.append("BYMONTHDAY=" + numbers.map(String.init).joined(separator: ","))
        }
        if dates.allSatisfy({ $0.day == $0.daysInMonth }) { places.append("BYMONTHDAY=-1") }
        let weekdays = Set(dates.map(\.weekday))
        guard weekdays.count == 1, let weekday = weekdays.first else {
            return places + [
                "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ]
        }
        let ordinals = Set(dates.map { ($0.day - 1) / 7 + 1 })
        if ordinals.count <= 3 {
            let list = ordinals.sorted().map { "\($0)\(Self.name(weekday))" }
            places.append("BYDAY=" + list.joined(separator: ","))
        }
        for back in 1...2 where dates.allSatisfy({ ($0.daysInMonth - $0.day) / 7 + 1 == back }) {
            places.append("BYDAY=-\(back)\(Self.name(weekday))")
        }
        return places
    }

    private var months: [String] {
        let numbers = Set(dates.map { $0.year * 12 + $0.month }).sorted()
        let steps = Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 })
        guard steps.count == 1, let step = steps.first else { return [] }
        return places.map { "FREQ=MONTHLY\(Self.interval(step));\($0)" }
    }

    private var years: [String] {
        let years = Set(dates.map(\.year)).sorted()
        let steps = Set(zip(years, years.dropFirst()).map { $1 - $0 })
        guard steps.count == 1, let step = steps.first else { return [] }
        let months = Set(dates.map(\.month)).sorted().map(String.init).joined(separator: ",")
        return places.map { "FREQ=YEARLY\(Self.interval(step));BYMONTH=\(months);\($0)" }
    }
}
