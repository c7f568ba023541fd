import CivilTime

/// Compiles a rule whose periods are years to a plan.
struct YearCompiler {
    let rule: RecurrenceRule
    let start: CivilDateTime
    let reading: RecurrenceSet.Reading
    let times: [Int32]

    func plan() -> LocalPlan {
        let maker = PeriodItems(times: times, positions: rule.bySetPosition)
        let filled = self.filled
        let usesWeekYears = !rule.byWeekNumber.isEmpty
        var table = [UInt8](repeating: 0, count: 400)
        var kinds: [[Int]: UInt8] = [:]
        var items: [Int32] = []
        var starts: [Int32] = [0]
        for year in 2000..<2400 {
            let key =
                usesWeekYears
                ? [
                    YearKind.of(year: year), YearKind.of(year: year - 1),
                    YearKind.of(year: year + 1),
                ]
                : [YearKind.of(year: year)]
            if let known = kinds[key] {
                table[year % 400] = known
                continue
            }
            let kind = UInt8(kinds.count)
            kinds[key] = kind
            table[year % 400] = kind
            let days =
                usesWeekYears
                ? YearWeeks(rule: filled).days(in: year)
                : filled.skip == .omit
                    ? YearDates(rule: filled).days(in: year)
                    : MovedYearDates(rule: filled).days(in: year)
            items += maker.items(days: days)
            starts.append(Int32(items.count))
        }
        guard !items.isEmpty else { return .empty }
        return LocalPlan(
            shape: .years,
            interval: rule.interval,
            origin: origin,
            items: items,
            kindStarts: starts,
            times: maker.planTimes,
            kindTable: table,
            weekStart: rule.weekStart.index,
            usesWeekYears: usesWeekYears,
            overhang: rule.skip == .omit ? 0 : 1,
            overlaps: rule.canOverlap,
            first: start.localSeconds
        )
    }

    /// The year that INTERVAL counts from, with BYWEEKNO the year that the start's week belongs to.
    private var origin: Int {
        let date = start.date
        guard !rule.byWeekNumber.isEmpty else { return date.year }
        let weekStart = rule.weekStart.index
        if date.epochDay >= WeekYear.start(date.year + 1, weekStart: weekStart) {
            return date.year + 1
        }
        return date.epochDay < WeekYear.start(date.year, weekStart: weekStart)
            ? date.year - 1 : date.year
    }

    /// The rule with missing parts filled in from the start, as `reading` says.
    private var filled: RecurrenceRule {
        var rule = rule
        let date = start.date
        let namesDay = !rule.byDay.isEmpty || !rule.byYearDay.isEmpty || !rule.byMonthDay.isEmpty
        if !rule.byWeekNumber.isEmpty {
            if !namesDay, reading == .fill {
                rule.byDay = [RecurrenceRule.WeekdayPlace(date.weekday)]
            }
        } else if !namesDay {
            if rule.byMonth.isEmpty { rule.byMonth = [date.month] }
            rule.byMonthDay = [date.day]
        } else if reading == .fill, !rule.byMonthDay.isEmpty, rule.byMonth.isEmpty,
            rule.byYearDay.isEmpty
        {
            // Also beside BYDAY: `BYMONTHDAY=13;BYDAY=FR` means a Friday the 13th of the start's
            // month.
            rule.byMonth = [date.month]
        }
        return rule
    }
}

/// The days of a calendar year that a rule without BYWEEKNO names, 1 January as 0.
struct YearDates {
    let rule: RecurrenceRule

    func days(in year: Int) -> [Int] {
        let filter = DayFilter(rule: rule)
        let places = WeekdayPlaces(rule.byDay)
        let candidates = YearDays.of(year: year).all
        return candidates.filter { day in
            guard filter.passes(day) else { return false }
            guard !rule.byDay.isEmpty else { return true }
            return rule.byMonth.isEmpty
                ? places.contains(index: day.index, of: day.yearLength, weekday: day.weekday)
                : places.contains(
                    index: day.monthDay - 1,
                    of: day.monthLength,
                    weekday: day.weekday
                )
        }.map(\.index)
    }
}

/// The days of a calendar year under a `SKIP` that moves those which do not exist.
///
/// A moved day can be the day before the year or the day after it: the 366th day of 2027 is
/// 2028-01-01 forward and 2027-12-31 backward (RFC 7529 section 4.1).
struct MovedYearDates {
    let rule: RecurrenceRule

    func days(in year: Int) -> [Int] {
        guard !rule.byYearDay.isEmpty || !rule.byMonthDay.isEmpty else {
            return YearDates(rule: rule).days(in: year)
        }
        let start = CalendarMath.yearStart(year)
        let all = YearDays.of(year: year).all
        let named = rule.byYearDay.isEmpty ? monthDays(in: year, start) : yearDays(of: all.count)
        let places = WeekdayPlaces(rule.byDay)
        return named.filter { index in
            guard !rule.byDay.isEmpty else { return true }
            guard all.indices.contains(index) else {
                let weekday = CalendarMath.weekdayIndex(epochDay: start + index)
                return rule.byDay.contains { $0.ordinal == 0 && $0.weekday.index == weekday }
            }
            let day = all[index]
            return rule.byMonth.isEmpty
                ? places.contains(index: index, of: all.count, weekday: day.weekday)
                : places.contains(
                    index: day.monthDay - 1,
                    of: day.monthLength,
                    weekday: day.weekday
                )
        }
    }

    private func monthDays(in year: Int, _ start: Int) -> [Int] {
        let months = rule.byMonth.isEmpty ? Array(1...12) : rule.byMonth
        let maker = MonthDays(wanted: rule.byMonthDay, skip: rule.skip)
        let days = months.flatMap { month in
            let first = CalendarMath.epochDay(year: year, month: month, day: 1) - start
            let length = CalendarMath.daysInMonth(year: year, month: month)
            let reachesBack = rule.byMonth.isEmpty || rule.byMonth.contains((month + 10) % 12 + 1)
            return maker.days(length: length, reachesBack: reachesBack).map { first + $0 }
        }
        return Set(days).sorted()
    }

    private func yearDays(of length: Int) -> [Int] {
        var days: Set<Int> = []
        for number in rule.byYearDay {
            let day = number > 0 ? number - 1 : length + number
            if day >= length {
                days.insert(rule.skip == .forward ? length : length - 1)
            } else {
                days.insert(day < 0 && rule.skip == .forward ? 0 : day)
            }
        }
        return days.sorted()
    }
}

/// The days of a week-year that a rule with BYWEEKNO names, counted from its first week.
struct YearWeeks {
    let rule: RecurrenceRule

    func days(in year: Int) -> [Int] {
        let weekStart = rule.weekStart.index
        let first = WeekYear.start(year, weekStart: weekStart)
        let weeks = WeekYear.weeks(in: year, weekStart: weekStart)
        let filter = DayFilter(rule: rule)
        let years = [year - 1, year, year + 1].map {
            (CalendarMath.yearStart($0), YearDays.of(year: $0))
        }
        var days: [Int] = []
        for week in 1...weeks
        where rule.byWeekNumber.contains(week) || rule.byWeekNumber.contains(week - weeks - 1) {
            for offset in (week - 1) * 7..<week * 7 {
                guard let (start, year) = years.last(where: { $0.0 <= first + offset }) else {
                    continue
                }
                let day = year.all[first + offset - start]
                if filter.passes(day), filter.passesWeekday(day) { days.append(offset) }
            }
        }
        return days
    }
}
