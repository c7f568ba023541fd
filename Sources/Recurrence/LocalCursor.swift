import CivilTime

/// A walk over the wall times of a plan, in order.
///
/// The walk is a value: a copy goes its own way. `next` allocates nothing.
struct LocalCursor: Sendable {
    let plan: LocalPlan
    private let items: [Int32]
    private let times: [Int32]
    private var filter: DayFilterCursor
    private let last: Int64
    /// The number of the period; for days and steps the one to look at next.
    private var period = 0
    private var base: Int64 = 0
    private var itemBase: Int64 = 0
    private var item = 0
    private var itemEnd = 0
    private var time = 0
    private var timeStart = 0
    private var timeEnd = 0

    init(_ plan: LocalPlan) {
        self.plan = plan
        items = plan.items
        times = plan.times
        filter = DayFilterCursor(plan.days)
        last = plan.last
    }

    /// Returns the next wall time, or `Int64.max` where there is none.
    mutating func next() -> Int64 {
        while true {
            if time < timeEnd {
                let value = itemBase + Int64(times[time])
                time += 1
                return value <= last ? value : .max
            }
            if item < itemEnd {
                itemBase = base + Int64(items[item])
                item += 1
                time = timeStart
            } else if !advance() {
                return .max
            }
        }
    }

    /// Goes to where `next` returns the first wall time at or after the given one.
    mutating func seek(_ target: Int64) {
        item = 0
        itemEnd = 0
        time = 0
        timeEnd = 0
        let target = max(target, plan.first)
        guard target <= last else {
            period = .max
            return
        }
        let day = Int(CalendarMath.floorDivide(target, CalendarMath.secondsPerDay))
        start(at: day)
        skip(before: target)
    }

    /// Returns the n-th wall time from here, or `Int64.max`, going over whole periods at once.
    mutating func nth(_ count: Int) -> Int64 {
        var remaining = count
        if plan.overhang > 0 { return nthOneByOne(count) }
        while true {
            let block = timeEnd - time + (itemEnd - item) * (timeEnd - timeStart)
            if block >= remaining {
                let inItem = timeEnd - time
                if remaining > inItem {
                    let (whole, rest) = (remaining - inItem - 1).quotientAndRemainder(
                        dividingBy: timeEnd - timeStart
                    )
                    itemBase = base + Int64(items[item + whole])
                    item += whole + 1
                    time = timeStart + rest
                } else {
                    time += remaining - 1
                }
                return next()
            }
            remaining -= block
            time = timeEnd
            item = itemEnd
            guard advance() else { return .max }
        }
    }

    private mutating func nthOneByOne(_ count: Int) -> Int64 {
        var remaining = count
        var previous = Int64.min
        while true {
            let value = next()
            guard value != .max else { return .max }
            if value > previous {
                remaining -= 1
                previous = value
            }
            if remaining <= 0 { return value }
        }
    }

    private mutating func skip(before target: Int64) {
        while true {
            while time < timeEnd {
                // The times of one item are in order: halve.
                var low = time
                var high = timeEnd
                while low < high {
                    let middle = (low + high) / 2
                    if itemBase + Int64(times[middle]) < target {
                        low = middle + 1
                    } else {
                        high = middle
                    }
                }
                time = low
                if time < timeEnd { return }
            }
            if item < itemEnd {
                itemBase = base + Int64(items[item])
                item += 1
                time = timeStart
            } else if !advance() {
                return
            }
        }
    }

    // MARK: Periods

    /// Sets the walk to the period before the one that a day lies in.
    private mutating func start(at day: Int) {
        timeStart = 0
        let early = day - plan.overhang
        switch plan.shape {
        case .empty: period = .max
        case .years:
            let year = CalendarMath.civil(epochDay: early).year
            startPeriod(at: plan.usesWeekYears ? year - 1 : year)
        case .months:
            let civil = CalendarMath.civil(epochDay: early)
            startPeriod(at: civil.year * 12 + civil.month - 1)
        case .weeks:
            startPeriod(at: CalendarMath.floorDivide(early + 3 - plan.weekStart, 7))
        case .days: period = day
        case .steps: period = max(plan.origin, plan.steps.step(before: day))
        }
    }

    private mutating func startPeriod(at index: Int) {
        let distance = index - plan.origin
        let steps =
            distance <= 0 ? 0 : (distance + plan.interval - 1) / plan.interval
        period = plan.origin + (steps - 1) * plan.interval
    }

    private mutating func advance() -> Bool {
        guard period != .max else { return false }
        let found =
            switch plan.shape {
            case .empty: false
            case .years: advanceYear()
            case .months: advanceMonth()
            case .weeks: advanceWeek()
            case .days: advanceDay()
            case .steps: advanceStep()
            }
        if !found {
            period = .max
            time = 0
            timeEnd = 0
        }
        return found
    }

    private mutating func advanceYear() -> Bool {
        while true {
            period += plan.interval
            guard period <= 10_000 else { return false }
            let kind = Int(plan.kindTable[CalendarMath.floorModulo(period, 400)])
            guard enter(kind: kind) else { continue }
            let start =
                plan.usesWeekYears
                ? WeekYear.start(period, weekStart: plan.weekStart) : CalendarMath.yearStart(period)
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceMonth() -> Bool {
        while true {
            period += plan.interval
            guard period < 120_000 else { return false }
            let year = period / 12
            let month = period % 12 + 1
            guard plan.kindTable[month - 1] != 0 else { continue }
            let start = CalendarMath.epochDay(year: year, month: month, day: 1)
            let length = CalendarMath.daysInMonth(year: year, month: month)
            let kind = (length - 28) * 7 + CalendarMath.weekdayIndex(epochDay: start)
            guard enter(kind: kind) else { continue }
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceWeek() -> Bool {
        while true {
            period += plan.interval
            let start = period * 7 - 3 + plan.weekStart
            guard start <= CalendarMath.lastDay else { return false }
            let mask = plan.kindTable.isEmpty ? 0x7F : WeekMask.of(week: start, plan.kindTable)
            guard enter(kind: plan.kindTable.isEmpty ? 0 : mask) else { continue }
            base = Int64(start) * CalendarMath.secondsPerDay
            return true
        }
    }

    private mutating func advanceDay() -> Bool {
        while true {
            guard let day = filter.first(from: period) else { return false }
            let (index, distance) = plan.days.nextClass(from: day)
            if distance > 0 {
                guard day + distance <= CalendarMath.lastDay else { return false }
                period = day + distance
                continue
            }
            base = Int64(day) * CalendarMath.secondsPerDay
            itemBase = base
            timeStart = Int(plan.days.classStarts[index])
            timeEnd = Int(plan.days.classStarts[index + 1])
            time = timeStart
            period = day + 1
            return true
        }
    }

    private mutating func advanceStep() -> Bool {
        while true {
            let step = period
            period += 1
            guard step < 4_000_000 else { return false }
            guard let day = plan.steps.day(step: step) else { continue }
            guard day < CalendarMath.lastDay else { return false }
            base = Int64(day) * CalendarMath.secondsPerDay
            itemBase = base
            timeEnd = times.count
            time = 0
            return true
        }
    }

    private mutating func enter(kind: Int) -> Bool {
        let start = Int(plan.kindStarts[kind])
        let end = Int(plan.kindStarts[kind + 1])
        guard start < end else { return false }
        item = start
        itemEnd = end
        timeEnd = times.count
        time = timeEnd
        return true
    }
}
