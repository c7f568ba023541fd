import CivilTime

/// Compiles a rule and its start to a plan.
struct RuleCompiler {
    let rule: RecurrenceRule
    let start: CivilDateTime
    let reading: RecurrenceSet.Reading

    func plan() -> LocalPlan {
        let last = lastLocal
        guard start.localSeconds <= last else { return .empty }
        let plan = periodPlan().ending(at: last)
        guard let count = rule.count, plan.shape != .empty else { return plan }
        var walk = LocalWalk()
        walk.seek(start.localSeconds, in: plan)
        return plan.ending(at: walk.nth(count, in: plan))
    }

    /// The last wall time that `UNTIL` allows.
    ///
    /// A plan knows no zone, so `ZonedCursor` compares an `UNTIL` that is an instant.
    private var lastLocal: Int64 {
        switch rule.until {
        case .date(let date):
            CivilDateTime(date, ClockTime(secondOfDay: 86_399)).localSeconds
        case .local(let local): local.localSeconds
        case .instant, nil: CalendarMath.lastSecond
        }
    }

    private func periodPlan() -> LocalPlan {
        switch rule.frequency {
        case .yearly: YearCompiler(rule: rule, start: start, reading: reading, times: times).plan()
        case .monthly: MonthCompiler(rule: rule, start: start, times: times).plan()
        case .weekly: weeks()
        case .daily:
            DayCompiler(rule: rule, start: start).plan(
                unit: 86_400,
                allowed: [0],
                items: PeriodItems(times: times, positions: rule.bySetPosition).whole()
            )
        case .hourly, .minutely, .secondly: subDaily()
        }
    }

    /// The times of day that the BY parts and the start make together.
    private var times: [Int32] {
        let time = start.time
        let hours = rule.byHour.isEmpty ? [time.hour] : rule.byHour
        let minutes = rule.byMinute.isEmpty ? [time.minute] : rule.byMinute
        let seconds = rule.seconds.isEmpty ? [time.second] : rule.seconds
        var times: [Int32] = []
        times.reserveCapacity(hours.count * minutes.count * seconds.count)
        for hour in hours {
            for minute in minutes {
                for second in seconds {
                    times.append(Int32(hour * 3600 + minute * 60 + second))
                }
            }
        }
        return times
    }

    private func weeks() -> LocalPlan {
        let weekStart = rule.weekStart.index
        let startDay = start.date.epochDay
        let weekdays =
            rule.byDay.isEmpty ? [start.date.weekday] : rule.byDay.map(\.weekday)
        let days = weekdays.map { ($0.index - weekStart + 7) % 7 }.sorted()
        let maker = PeriodItems(times: times, positions: rule.bySetPosition)
        if days.count == 1, rule.byMonth.isEmpty {
            let week = startDay - (start.date.weekday.index - weekStart + 7) % 7
            return oneWeekday(from: week + days[0], maker.whole())
        }
        var items: [Int32] = []
        var starts: [Int32] = [0]
        let masks = rule.byMonth.isEmpty ? [0x7F] : Array(0..<128)
        for mask in masks {
            items += maker.items(days: days.filter { mask >> $0 & 1 == 1 })
            starts.append(Int32(items.count))
        }
        guard !items.isEmpty else { return .empty }
        return LocalPlan(
            shape: .weeks,
            interval: rule.interval,
            origin: CalendarMath.floorDivide(startDay + 3 - weekStart, 7),
            items: items,
            kindStarts: starts,
            times: maker.planTimes,
            kindTable: rule.byMonth.isEmpty ? [] : rule.monthTable,
            weekStart: weekStart,
            first: start.localSeconds
        )
    }

    /// Returns the plan of a rule on one weekday: every 7 × INTERVAL days.
    private func oneWeekday(from day: Int, _ times: [Int32]) -> LocalPlan {
        guard !times.isEmpty else { return .empty }
        let modulus = 7 * rule.interval
        return LocalPlan(
            shape: .days,
            times: times,
            days: DayPattern(
                filter: [],
                years: [],
                modulus: modulus,
                classes: [CalendarMath.floorModulo(day, modulus)],
                classStarts: [0, Int32(times.count)]
            ),
            first: start.localSeconds
        )
    }

    private func subDaily() -> LocalPlan {
        let compiler = DayCompiler(rule: rule, start: start)
        let hours = rule.byHour.isEmpty ? Array(0..<24) : rule.byHour
        let time = start.time
        let seconds = rule.seconds.isEmpty ? [time.second] : rule.seconds
        if rule.frequency == .hourly {
            let minutes = rule.byMinute.isEmpty ? [time.minute] : rule.byMinute
            let inHour = minutes.flatMap { minute in seconds.map { Int32(minute * 60 + $0) } }
            let items = PeriodItems(times: inHour, positions: rule.bySetPosition).whole()
            return compiler.plan(unit: 3600, allowed: hours, items: items)
        }
        let minutes = rule.byMinute.isEmpty ? Array(0..<60) : rule.byMinute
        let ofDay = hours.flatMap { hour in minutes.map { hour * 60 + $0 } }
        if rule.frequency == .minutely {
            let inMinute = seconds.map { Int32($0) }
            let items = PeriodItems(times: inMinute, positions: rule.bySetPosition).whole()
            return compiler.plan(unit: 60, allowed: ofDay, items: items)
        }
        let every = rule.seconds.isEmpty ? Array(0..<60) : rule.seconds
        let allowed = ofDay.flatMap { minute in every.map { minute * 60 + $0 } }
        let items = PeriodItems(times: [0], positions: rule.bySetPosition).whole()
        return compiler.plan(unit: 1, allowed: allowed, items: items)
    }
}

extension RecurrenceRule {
    /// The seconds, with a leap second as the second before it (RFC 5545 section 3.3.12).
    var seconds: [Int] {
        bySecond.contains(60) ? Array(Set(bySecond.map { min($0, 59) })).sorted() : bySecond
    }

    /// Whether a day that `SKIP` moved into the next period can come after a time that `BYSETPOS`
    /// chose in that period.
    var canOverlap: Bool { skip != .omit && !bySetPosition.isEmpty }

    /// Which of the twelve months count.
    var monthTable: [UInt8] {
        (1...12).map { byMonth.isEmpty || byMonth.contains($0) ? 1 : 0 }
    }
}

/// Computes the items of a period: each of its days at each time of day, or those that BYSETPOS
/// chooses.
struct PeriodItems {
    let times: [Int32]
    let positions: [Int]

    init(times: [Int32], positions: [Int]) {
        self.times = times
        self.positions = positions
    }

    /// The times of day that the plan adds to each item.
    var planTimes: [Int32] { positions.isEmpty && times.count > 1 ? times : [0] }

    /// Returns the items of a period from its days, counted from its start and in order.
    func items(days: [Int]) -> [Int32] {
        if positions.isEmpty {
            let time = times.count == 1 ? times[0] : 0
            return days.map { Int32($0) * 86_400 + time }
        }
        let count = days.count * times.count
        var chosen: Set<Int> = []
        for position in positions {
            let index = position > 0 ? position - 1 : count + position
            if index >= 0, index < count { chosen.insert(index) }
        }
        return chosen.sorted().map { index in
            Int32(days[index / times.count]) * 86_400 + times[index % times.count]
        }
    }

    /// Returns the times that BYSETPOS leaves of a period that is a day or shorter.
    func whole() -> [Int32] {
        positions.isEmpty ? times : items(days: [0])
    }
}
