import CivilTime

/// The making of plans whose periods are months.
struct MonthCompiler {
    let rule: RecurrenceRule
    let start: CivilDateTime
    let times: [Int32]

    func plan() -> LocalPlan {
        let maker = PeriodItems(times: times, positions: rule.bySetPosition)
        var items: [Int32] = []
        var starts: [Int32] = [0]
        for kind in 0..<28 {
            items += maker.items(days: days(length: 28 + kind / 7, firstWeekday: kind % 7))
            starts.append(Int32(items.count))
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
            kindTable: rule.monthTable,
            overhang: rule.skip == .forward ? 1 : 0,
            first: start.localSeconds
        )
    }

    /// Whether a month that INTERVAL reaches has items in any of its lengths.
    private func canMatch(origin: Int, _ starts: [Int32]) -> Bool {
        let table = rule.monthTable
        let hasItems = (0..<4).map { starts[$0 * 7] < starts[$0 * 7 + 7] }
        return (0..<12).contains { step in
            let month = (origin + step * (rule.interval % 12)) % 12
            guard table[month] != 0 else { return false }
            let lengths =
                month == 1
                ? [28, 29] : [CalendarMath.daysInMonth(year: 2001, month: month + 1)]
            return lengths.contains { hasItems[$0 - 28] }
        }
    }

    private func days(length: Int, firstWeekday: Int) -> [Int] {
        if rule.byDay.isEmpty {
            let wanted = rule.byMonthDay.isEmpty ? [start.date.day] : rule.byMonthDay
            return MonthDays(wanted: wanted, skip: rule.skip).days(length: length)
        }
        let weekdays = WeekdayPlaces(rule.byDay)
        let candidates =
            rule.byMonthDay.isEmpty
            ? Array(0..<length)
            : MonthDays(wanted: rule.byMonthDay, skip: rule.skip).days(length: length)
        return candidates.filter { day in
            let weekday = (firstWeekday + day) % 7
            return day < length
                ? weekdays.contains(index: day, of: length, weekday: weekday)
                : weekdays.contains(index: 0, of: 28, weekday: weekday)
        }
    }
}

/// The days of a month that BYMONTHDAY names, counted from 0.
///
/// `SKIP` moves a day that lies behind the month's last, such as 31 April. A day that is counted
/// from the month's end and lies before its first is no date at all, and is left out.
struct MonthDays {
    let wanted: [Int]
    let skip: RecurrenceRule.Skip

    /// Returns the days in order; those that do not exist are left out or moved, as `SKIP` says.
    func days(length: Int) -> [Int] {
        var days: Set<Int> = []
        for number in wanted {
            let day = number > 0 ? number - 1 : length + number
            if day >= 0, day < length {
                days.insert(day)
            } else if day >= length, skip != .omit {
                days.insert(skip == .forward ? length : length - 1)
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

    /// Says whether the day at an index of a span that is `length` days long is among them.
    func contains(index: Int, of length: Int, weekday: Int) -> Bool {
        every.contains(weekday) || places.contains(Self.key(index / 7 + 1, weekday))
            || places.contains(Self.key(-((length - 1 - index) / 7) - 1, weekday))
    }

    private static func key(_ ordinal: Int, _ weekday: Int) -> Int { ordinal * 8 + weekday }
}
