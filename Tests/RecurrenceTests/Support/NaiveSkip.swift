import CivilTime
import Recurrence

/// The steps of RFC 7529 for monthly and yearly rules on days of the month or the year, one by one.
struct NaiveSkip {
    private let rule: RecurrenceRule
    private let start: CivilDateTime

    init(_ rule: RecurrenceRule, _ start: CivilDateTime) {
        self.rule = rule
        self.start = start
    }

    /// Returns the first instances, at most so many, in order.
    func instances(_ limit: Int, before horizon: CivilDateTime) throws -> [CivilDateTime] {
        var found: Set<CivilDateTime> = []
        let isYearly = rule.frequency == .yearly
        var index = 0
        // The days of a period can lie one day outside it, so one period more is looked at.
        var isLast = false
        while !isLast {
            isLast = found.count >= min(limit, rule.count ?? limit)
            let date = start.date
            let months = (date.month - 1) + index * rule.interval
            let year = isYearly ? date.year + index * rule.interval : date.year + months / 12
            if year > horizon.date.year { break }
            let days = isYearly ? try yearly(year) : try monthly(year, months % 12 + 1)
            let period = Set(days).sorted().flatMap { day in
                times.map { CivilDateTime(day, $0) }
            }
            found.formUnion(chosen(period).filter { $0 >= start && $0 < horizon })
            index += 1
        }
        return Array(found.sorted().prefix(min(limit, rule.count ?? limit)))
    }

    private var times: [ClockTime] {
        guard !rule.byHour.isEmpty else { return [start.time] }
        return rule.byHour.map { hour in
            ClockTime(secondOfDay: hour * 3600 + start.time.secondOfDay % 3600)
        }
    }

    private func chosen(_ period: [CivilDateTime]) -> [CivilDateTime] {
        guard !rule.bySetPosition.isEmpty else { return period }
        return rule.bySetPosition.compactMap { position in
            let index = position > 0 ? position - 1 : period.count + position
            return period.indices.contains(index) ? period[index] : nil
        }
    }

    private func yearly(_ year: Int) throws -> [CivilDate] {
        if !rule.byYearDay.isEmpty {
            let first = try CivilDate(year: year, month: 1, day: 1)
            let length = try CivilDate(year: year + 1, month: 1, day: 1).epochDay - first.epochDay
            return rule.byYearDay.compactMap { number in
                let index = number > 0 ? number - 1 : length + number
                if (0..<length).contains(index) { return first.adding(days: index) }
                switch rule.skip {
                case .omit: return nil
                case .backward: return first.adding(days: index < 0 ? -1 : length - 1)
                case .forward: return first.adding(days: index < 0 ? 0 : length)
                }
            }
        }
        let months = rule.byMonth.isEmpty ? [start.date.month] : rule.byMonth
        // The month that the rule takes from its start counts as named.
        return try months.flatMap { try days(year, $0, among: months) }
    }

    private func monthly(_ year: Int, _ month: Int) throws -> [CivilDate] {
        guard rule.byMonth.isEmpty || rule.byMonth.contains(month) else { return [] }
        return try days(year, month, among: rule.byMonth)
    }

    private func days(_ year: Int, _ month: Int, among months: [Int]) throws -> [CivilDate] {
        let first = try CivilDate(year: year, month: month, day: 1)
        let numbers = rule.byMonthDay.isEmpty ? [start.date.day] : rule.byMonthDay
        return numbers.compactMap { number in
            let day = number > 0 ? number : first.daysInMonth + number + 1
            if (1...first.daysInMonth).contains(day) { return first.adding(days: day - 1) }
            switch rule.skip {
            case .omit: return nil
            case .forward: return first.adding(days: day > 0 ? first.daysInMonth : 0)
            case .backward:
                if day > 0 { return first.adding(days: first.daysInMonth - 1) }
                let last = first.adding(days: -1)
                return months.isEmpty || months.contains(last.month) ? last : nil
            }
        }
    }
}
