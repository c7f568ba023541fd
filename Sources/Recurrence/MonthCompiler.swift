import CivilTime

/// Compiles a rule whose periods are months to a plan.
struct MonthCompiler {
    let rule: RecurrenceRule
    let start: CivilDateTime
    let times: [Int32]

    func plan() -> LocalPlan {
        let maker = PeriodItems(times: times, positions: rule.bySetPosition)
        var items: [Int32] = []
        var starts: [Int32] = [0]
        for reachesBack in movesBack ? [false, true] : [rule.byMonth.isEmpty] {
            for kind in 0..<28 {
                let days = days(28 + kind / 7, firstWeekday: kind % 7, reachesBack)
                items += maker.items(days: days)
                starts.append(Int32(items.count))
            }
        }
        let date = start.date
        let origin = date.year * 12 + date.month - 1
        guard canMatch(origin: origin, starts) else { return .empty }
        return LocalPlan(
            shape: .months,
            interval: rule.interval,
            origin: origin,
            items: items,
            kindStarts: starts,
            times: maker.planTimes,
            kindTable: monthTable,
            overhang: rule.skip == .omit ? 0 : 1,
            overlaps: rule.canOverlap,
            first: start.localSeconds
        )
    }

    /// Whether `SKIP` can move a day into the month before, which BYMONTH may or may not name.
    private var movesBack: Bool {
        rule.skip == .backward && !rule.byMonth.isEmpty && rule.byMonthDay.contains { $0 < -28 }
    }

    /// For each month, 0 where it does not count, 1 where it counts, and, where days move back, 2
    /// if the month before counts too.
    private var monthTable: [UInt8] {
        let table = rule.monthTable
        guard movesBack else { return table }
        return (0..<12).map { table[$0] == 0 ? 0 : table[($0 + 11) % 12] + 1 }
    }

    /// Whether a month that INTERVAL reaches has items in any of its lengths.
    private func canMatch(origin: Int, _ starts: [Int32]) -> Bool {
        let table = rule.monthTable
        let hasItems = (0..<4).map { length in
            stride(from: length * 7, to: starts.count - 7, by: 28).contains {
                starts[$0] < starts[$0 + 7]
            }
        }
        return (0..<12).contains { step in
            let month = (origin + step * (rule.interval % 12)) % 12
            guard table[month] != 0 else { return false }
            let lengths =
                month == 1
                ? [28, 29] : [CalendarMath.daysInMonth(year: 2001, month: month + 1)]
            return lengths.contains { hasItems[$0 - 28] }
        }
    }

    private func days(_ length: Int, firstWeekday: Int, _ reachesBack: Bool) -> [Int] {
        let wanted = rule.byMonthDay.isEmpty ? [start.date.day] : rule.byMonthDay
        let named = MonthDays(wanted: wanted, skip: rule.skip)
        if rule.byDay.isEmpty {
            return named.days(length: length, reachesBack: reachesBack)
        }
        let weekdays = WeekdayPlaces(rule.byDay)
        let candidates =
            rule.byMonthDay.isEmpty
            ? Array(0..<length)
            : named.days(length: length, reachesBack: reachesBack)
        return candidates.filter { day in
            let weekday = (firstWeekday + day + 7) % 7
            return (0..<length).contains(day)
                ? weekdays.contains(index: day, of: length, weekday: weekday)
                : weekdays.contains(index: 0, of: 28, weekday: weekday)
        }
    }
}

/// The days of a month that BYMONTHDAY names, counted from 0.
///
/// `SKIP` moves a day that the month does not have (RFC 7529 section 4.1). A day after its last,
/// such as 31 April, becomes its last day or the first of the next month, whichever BYMONTH names.
/// A day before its first, such as the 31st day from April's end, becomes its first day or the last
/// of the month before, the latter only where BYMONTH names that month or none.
struct MonthDays {
    let wanted: [Int]
    let skip: RecurrenceRule.Skip

    /// Returns the days in order; days that do not exist are left out or moved, as `SKIP` says.
    ///
    /// `reachesBack` is whether a day may be moved into the month before.
    func days(length: Int, reachesBack: Bool) -> [Int] {
        var days: Set<Int> = []
        for number in wanted {
            let day = number > 0 ? number - 1 : length + number
            if (0..<length).contains(day) {
                days.insert(day)
            } else if skip == .forward {
                days.insert(day < 0 ? 0 : length)
            } else if skip == .backward, day >= length || reachesBack {
                days.insert(day < 0 ? -1 : length - 1)
            }
        }
        return days.sorted()
    }
}

/// The weekdays of BYDAY within a month or a year.
struct WeekdayPlaces {
    private let every: Set<Int>
    private let places: Set<Int>

    init(_ places: [RecurrenceRule.WeekdayPlace]) {
        every = Set(places.filter { $0.ordinal == 0 }.map(\.weekday.index))
        self.places = Set(
            places.filter { $0.ordinal != 0 }.map { Self.key($0.ordinal, $0.weekday.index) }
        )
    }

    /// Says whether BYDAY names the day at `index` of a month or year that is `length` days long.
    func contains(index: Int, of length: Int, weekday: Int) -> Bool {
        every.contains(weekday) || places.contains(Self.key(index / 7 + 1, weekday))
            || places.contains(Self.key(-((length - 1 - index) / 7) - 1, weekday))
    }

    private static func key(_ ordinal: Int, _ weekday: Int) -> Int { ordinal * 8 + weekday }
}
