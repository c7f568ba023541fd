import CivilTime
import Recurrence
import Testing

/// RFC 7529: what becomes of dates that do not exist.
///
/// libical and lib-recur differ on many rules with SKIP, each with errors of its own: libical
/// filters a day again by BYMONTH after it was moved and can repeat it, lib-recur moves days that
/// exist. So the rules on which they differ are compared with an expander that is written down here
/// step by step: the months of BYMONTH, the days in them, then the move of a day that does not
/// exist, then no duplicates. A day counted back beyond the month's first is moved into the month
/// before only where BYMONTH names it or is not there, as all engines have it where they agree.
@Suite struct SkipTests {
    @Test(arguments: ["skip-consensus", "skip-contested"])
    func `days that do not exist are moved as the steps of RFC 7529 say`(_ name: String) throws {
        var compared = 0
        for row in try Fixture.rows("\(name).tsv") {
            let start = try Fixture.local(row[1])
            let rule = try RecurrenceRule(parsing: row[2])
            let schedule = Schedule.rule(RecurrenceSet(start: start, rule: rule))
            let horizon = try CivilDateTime(parsing: "2200-01-01T00:00")
            let found = Expansion.locals(of: schedule, limit: 30, before: horizon)
            let wanted = try NaiveSkip(rule, start).instances(30, before: horizon)
            #expect(found == wanted, "\(row[0]) \(start) \(rule)")
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test(
        arguments: [
            ("OMIT", ["2024-02-29", "2028-02-29", "2032-02-29"]),
            ("BACKWARD", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
            ("FORWARD", ["2024-02-29", "2025-03-01", "2026-03-01", "2027-03-01", "2028-02-29"]),
        ]
    )
    func `a birthday on 29 February`(_ skip: String, _ dates: [String]) throws {
        let schedule = try Expansion.rule(
            "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=\(skip)",
            from: "2024-02-29T09:00"
        )
        let found = Expansion.locals(of: schedule, limit: dates.count)
        #expect(found.map(\.date.description) == dates)
    }

    @Test func `a day moved forward onto one that is there counts once`() throws {
        let schedule = try Expansion.rule(
            "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=6",
            from: "2026-04-01T09:00"
        )
        let found = Expansion.locals(of: schedule, limit: 30).map(\.date.description)
        #expect(
            found == [
                "2026-04-01", "2026-05-01", "2026-05-31", "2026-06-01", "2026-07-01", "2026-07-31",
            ]
        )
    }
}

/// The steps of RFC 7529 for monthly and yearly rules on days of the month or the year, one by one.
private struct NaiveSkip {
    let rule: RecurrenceRule
    let start: CivilDateTime

    init(_ rule: RecurrenceRule, _ start: CivilDateTime) {
        self.rule = rule
        self.start = start
    }

    func instances(_ limit: Int, before horizon: CivilDateTime) throws -> [CivilDateTime] {
        var found: [CivilDateTime] = []
        let isYearly = rule.frequency == .yearly
        var index = 0
        while found.count < min(limit, rule.count ?? limit) {
            let date = start.date
            let months = (date.month - 1) + index * rule.interval
            let year = isYearly ? date.year + index * rule.interval : date.year + months / 12
            if year > horizon.date.year { break }
            let days = isYearly ? try yearly(year) : try monthly(year, months % 12 + 1)
            for day in Set(days).sorted() {
                let local = CivilDateTime(day, start.time)
                guard local >= start, local < horizon, local > found.last ?? .earliest else {
                    continue
                }
                if found.count < min(limit, rule.count ?? limit) { found.append(local) }
            }
            index += 1
        }
        return found
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
        return try months.flatMap { try days(year, $0) }
    }

    private func monthly(_ year: Int, _ month: Int) throws -> [CivilDate] {
        guard rule.byMonth.isEmpty || rule.byMonth.contains(month) else { return [] }
        return try days(year, month)
    }

    private func days(_ year: Int, _ month: Int) throws -> [CivilDate] {
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
                return rule.byMonth.isEmpty || rule.byMonth.contains(last.month) ? last : nil
            }
        }
    }
}
