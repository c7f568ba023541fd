import CivilTime

/// A cursor over the wall times of a plan.
///
/// A walk is a value without references: a copy advances independently, and `next` allocates
/// nothing.
struct LocalWalk: Sendable {
    /// The period that was entered last; for days and steps the one to look at next.
    private var period = 0
    var base: Int64 = 0
    private var itemBase: Int64 = 0
    var item = 0
    var itemEnd = 0
    /// The items of the period after the current one, where the two overlap.
    var ahead = PeriodAhead()
    private var time = 0
    private var timeStart = 0
    private var timeEnd = 0
    private var filter = DayFilterPlace()
    /// The next wall time of a plan with a stride; such a walk uses no other property.
    private var strider: Int64 = 0

    /// Returns the next wall time, or `Int64.max` where there is none.
    @inline(__always)
    mutating func next(in plan: LocalPlan) -> Int64 {
        if plan.stride > 0 {
            let value = strider
            guard value <= plan.last else { return .max }
            strider = value + plan.stride
            return value
        }
        while true {
            if time < timeEnd {
                let value = itemBase + Int64(plan.times[time])
                time += 1
                return value <= plan.last ? value : .max
            }
            if plan.overlaps { return nextOverlapping(plan) }
            if item < itemEnd {
                enterItem(plan)
            } else if !advance(plan) {
                return .max
            }
        }
    }

    /// Moves the walk so that `next` returns the first wall time at or after `target`.
    mutating func seek(_ target: Int64, in plan: LocalPlan) {
        item = 0
        itemEnd = 0
        time = 0
        timeEnd = 0
        let target = max(target, plan.first)
        guard target <= plan.last else {
            period = .max
            strider = .max
            ahead = PeriodAhead()
            return
        }
        if plan.stride > 0 {
            strider = target + CalendarMath.floorModulo(plan.phase - target, plan.stride)
            return
        }
        start(at: Int(CalendarMath.floorDivide(target, CalendarMath.secondsPerDay)), plan)
        if plan.overlaps {
            startOverlapping(at: target, plan)
        } else {
            skip(before: target, plan)
        }
    }

    /// Returns the n-th wall time from here, or `Int64.max`; whole periods are skipped at once.
    ///
    /// Items that two periods share because a day was moved count once.
    mutating func nth(_ count: Int, in plan: LocalPlan) -> Int64 {
        if plan.stride > 0 {
            let (ahead, isTooFar) = Int64(count - 1).multipliedReportingOverflow(by: plan.stride)
            let (sum, isTooLate) = strider.addingReportingOverflow(ahead)
            strider = isTooFar || isTooLate ? .max : sum
            return next(in: plan)
        }
        if plan.overlaps { return nthOverlapping(count, plan) }
        var remaining = count
        while true {
            let inItem = timeEnd - time
            let block = inItem + (itemEnd - item) * (timeEnd - timeStart)
            if block >= remaining {
                if remaining > inItem {
                    let (whole, rest) = (remaining - inItem - 1).quotientAndRemainder(
                        dividingBy: timeEnd - timeStart
                    )
                    item += whole
                    enterItem(plan)
                    time = timeStart + rest
                } else {
                    time += remaining - 1
                }
                return next(in: plan)
            }
            remaining -= block
            let last = item < itemEnd ? base + Int64(plan.items[itemEnd - 1]) : itemBase
            time = timeEnd
            item = itemEnd
            guard advance(plan) else { return .max }
            while item < itemEnd, base + Int64(plan.items[item]) <= last { item += 1 }
        }
    }

    private mutating func skip(before target: Int64, _ plan: LocalPlan) {
        while true {
            if time < timeEnd {
                // The times of one item are in order, so a binary search finds the first.
                var low = time
                var high = timeEnd
                while low < high {
                    let middle = (low + high) / 2
                    if itemBase + Int64(plan.times[middle]) < target {
                        low = middle + 1
                    } else {
                        high = middle
                    }
                }
                time = low
                if time < timeEnd { return }
            }
            if item < itemEnd {
                skipItems(before: target, plan)
            } else if !advance(plan) {
                return
            }
        }
    }

    /// Enters the last item that is not after the target, or the next one.
    private mutating func skipItems(before target: Int64, _ plan: LocalPlan) {
        var low = item + 1
        var high = itemEnd
        while low < high {
            let middle = (low + high) / 2
            if base + Int64(plan.items[middle]) <= target {
                low = middle + 1
            } else {
                high = middle
            }
        }
        item = low - 1
        enterItem(plan)
    }

    @inline(__always)
    private mutating func enterItem(_ plan: LocalPlan) {
        itemBase = base + Int64(plan.items[item])
        item += 1
        time = timeStart
    }

    // MARK: Periods

    /// Sets the walk to the period before the one that a day lies in.
    private mutating func start(at day: Int, _ plan: LocalPlan) {
        timeStart = 0
        let early = day - plan.overhang
        switch plan.shape {
        case .empty: period = .max
        case .years:
            let year = CalendarMath.civil(epochDay: early).year
            startPeriod(at: plan.usesWeekYears ? year - 1 : year, plan)
        case .months:
            let civil = CalendarMath.civil(epochDay: early)
            startPeriod(at: civil.year * 12 + civil.month - 1, plan)
        case .weeks:
            startPeriod(at: CalendarMath.floorDivide(early + 3 - plan.weekStart, 7), plan)
        case .days:
            timeEnd = 0
            period = day + (plan.isUniform ? plan.days.nextClass(from: day).distance : 0)
        case .steps: period = max(plan.origin, plan.steps.step(before: day))
        }
    }

    private mutating func startPeriod(at index: Int, _ plan: LocalPlan) {
        let distance = index - plan.origin
        let steps =
            distance <= 0 || plan.interval == 1
            ? max(distance, 0) : (distance + plan.interval - 1) / plan.interval
        period = plan.origin + (steps - 1) * plan.interval
    }

    /// Enters the next period that has wall times, or returns `false` where the calendar ends
    /// first.
    mutating func advance(_ plan: LocalPlan) -> Bool {
        guard period != .max else { return false }
        let found =
            switch plan.shape {
            case .empty: false
            case .years: advanceYear(plan)
            case .months: advanceMonth(plan)
            case .weeks: advanceWeek(plan)
            case .days: plan.isUniform ? advanceUniformDay(plan) : advanceDay(plan)
            case .steps: advanceStep(plan)
            }
        if !found {
            period = .max
            time = 0
            timeEnd = 0
        }
        return found
    }

    private mutating func advanceYear(_ plan: LocalPlan) -> Bool {
        while true {
            period += plan.interval
            guard period <= 10_000 else { return false }
            let kind = Int(plan.kindTable[CalendarMath.floorModulo(period, 400)])
            guard enter(kind: kind, plan) else { continue }
            let start =
                plan.usesWeekYears
                ? WeekYear.start(period, weekStart: plan.weekStart) : CalendarMath.yearStart(period)
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceMonth(_ plan: LocalPlan) -> Bool {
        while true {
            period += plan.interval
            guard period < 120_000 else { return false }
            let (year, month) = period.quotientAndRemainder(dividingBy: 12)
            let variant = Int(plan.kindTable[month])
            guard variant != 0 else { continue }
            let start = CalendarMath.epochDay(year: year, month: month + 1, day: 1)
            let length = CalendarMath.daysInMonth(year: year, month: month + 1)
            let kind =
                variant * 28 - 28 + (length - 28) * 7 + CalendarMath.weekdayIndex(epochDay: start)
            guard enter(kind: kind, plan) else { continue }
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceWeek(_ plan: LocalPlan) -> Bool {
        while true {
            period += plan.interval
            let start = period * 7 - 3 + plan.weekStart
            guard start <= CalendarMath.lastDay else { return false }
            let kind = plan.kindTable.isEmpty ? 0 : WeekMask.of(week: start, plan.kindTable)
            guard enter(kind: kind, plan) else { continue }
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceUniformDay(_ plan: LocalPlan) -> Bool {
        guard period <= CalendarMath.lastDay else { return false }
        itemBase = Int64(period) * CalendarMath.secondsPerDay
        timeEnd = plan.times.count
        time = 0
        period += plan.days.modulus
        return true
    }

    private mutating func advanceDay(_ plan: LocalPlan) -> Bool {
        while true {
            guard let day = filter.first(from: period, in: plan.days) else { return false }
            let (index, distance) = plan.days.nextClass(from: day)
            if distance > 0 {
                guard day + distance <= CalendarMath.lastDay else { return false }
                period = day + distance
                continue
            }
            itemBase = Int64(day) * CalendarMath.secondsPerDay
            timeStart = Int(plan.days.classStarts[index])
            timeEnd = Int(plan.days.classStarts[index + 1])
            time = timeStart
            period = day + 1
            return true
        }
    }

    private mutating func advanceStep(_ plan: LocalPlan) -> Bool {
        while true {
            let step = period
            period += 1
            guard step < 4_000_000 else { return false }
            guard let day = plan.steps.day(step: step) else { continue }
            guard day <= CalendarMath.lastDay else { return false }
            itemBase = Int64(day) * CalendarMath.secondsPerDay
            timeEnd = plan.times.count
            time = 0
            return true
        }
    }

    private mutating func enter(kind: Int, _ plan: LocalPlan) -> Bool {
        let start = Int(plan.kindStarts[kind])
        let end = Int(plan.kindStarts[kind + 1])
        guard start < end else { return false }
        item = start
        itemEnd = end
        timeEnd = plan.times.count
        time = timeEnd
        return true
    }
}
