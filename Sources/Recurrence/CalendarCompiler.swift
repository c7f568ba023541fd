import CivilTime

/// Compiles a calendar expression to a plan.
struct CalendarCompiler {
    let fields: CalendarExpression.Fields

    func plan() -> LocalPlan {
        let times = self.times
        let rows = self.rows
        let years = self.years
        guard !times.isEmpty, rows?.contains(where: { $0 != 0 }) ?? true,
            years.isEmpty || years.contains(where: { $0 != 0 })
        else { return .empty }
        let everyDay = [UInt64](repeating: .max, count: YearKind.count * 6)
        return LocalPlan(
            shape: .days,
            times: times,
            days: DayPattern(
                filter: rows ?? (years.isEmpty ? [] : everyDay.yearRows),
                years: years,
                modulus: 1,
                classes: [0],
                classStarts: [0, Int32(times.count)]
            )
        )
    }

    private var times: [Int32] {
        var times: [Int32] = []
        for hour in values(fields.hour, 0..<24) {
            for minute in values(fields.minute, 0..<60) {
                for second in values(fields.second, 0..<60) {
                    times.append(Int32(hour * 3600 + minute * 60 + second))
                }
            }
        }
        return times
    }

    private func values(_ field: CalendarField?, _ range: Range<Int>) -> [Int] {
        range.filter { field?.contains($0) ?? true }
    }

    private var years: [UInt64] {
        guard let year = fields.year else { return [] }
        var words = [UInt64](repeating: 0, count: 160)
        for number in 1...9999 where year.contains(number) {
            words[number >> 6] |= 1 << UInt64(number & 63)
        }
        return words
    }

    private var rows: [UInt64]? {
        let anyWeekday = fields.weekdays == 0 || fields.weekdays == 0x7F
        if anyWeekday, fields.month == nil, fields.day == nil { return nil }
        var rows = [UInt64](repeating: 0, count: YearKind.count * 6)
        let months = values(fields.month, 0..<13).reduce(0) { $0 | 1 << $1 }
        for kind in 0..<YearKind.count {
            for day in YearDays.kinds[kind].all where months >> day.month & 1 == 1 {
                guard anyWeekday || fields.weekdays >> UInt8(day.weekday) & 1 == 1, matches(day)
                else { continue }
                rows[kind * 6 + day.index >> 6] |= 1 << UInt64(day.index & 63)
            }
        }
        return rows
    }

    private func matches(_ day: YearDay) -> Bool {
        guard let field = fields.day else { return true }
        return fields.countsFromMonthEnd
            ? field.components.contains {
                $0.containsFromEnd(day.monthDay, of: day.monthLength)
            } : field.contains(day.monthDay)
    }
}

extension [UInt64] {
    /// The rows of all 14 kinds of year without the bits after the year's last day.
    fileprivate var yearRows: [UInt64] {
        enumerated().map { index, word in
            let days = index / 6 < 7 ? 365 : 366
            return index % 6 == 5 ? word >> UInt64(384 - days) : word
        }
    }
}
