import CivilTime

/// Compiles anchored steps to a plan.
struct StepCompiler: Hashable, Sendable {
    let count: Int
    let unit: AnchoredStep.Unit
    let anchor: CivilDate?
    let weekdays: [Weekday]
    let times: [Int32]
    let snap: Snap?
    let firstStep: Int

    func plan() -> LocalPlan {
        switch unit {
        case .weeks: weeks()
        case .days: snap == nil ? days() : steps(months: 0, days: count)
        case .months: steps(months: count, days: 0)
        case .years: steps(months: count * 12, days: 0)
        }
    }

    /// The anchor, or a day near the calendar's first where the phase does not matter.
    private var anchorDay: Int { anchor?.epochDay ?? CalendarMath.firstDay + 7 }

    private var weekdayMask: UInt8 {
        weekdays.isEmpty ? 0x7F : weekdays.reduce(0) { $0 | 1 << UInt8($1.index) }
    }

    private func days() -> LocalPlan {
        let first = anchorDay + firstStep * count
        return LocalPlan(
            shape: .days,
            times: times,
            days: DayPattern(
                filter: DayFilter(weekdays: weekdayMask).rows() ?? [],
                years: [],
                modulus: count,
                classes: [CalendarMath.floorModulo(first, count)],
                classStarts: [0, Int32(times.count)]
            ),
            first: anchor == nil ? CalendarMath.firstSecond : Int64(first) * 86_400
        )
    }

    private func steps(months: Int, days: Int) -> LocalPlan {
        LocalPlan(
            shape: .steps,
            origin: firstStep,
            times: times,
            steps: StepPattern(
                anchorDay: anchorDay,
                months: months,
                days: days,
                weekdays: weekdayMask,
                snap: snap
            ),
            overhang: snap == nil ? 0 : 7
        )
    }

    /// Returns the plan of steps in weeks, which begin on Monday and are counted from the anchor's
    /// week.
    private func weeks() -> LocalPlan {
        let days =
            weekdays.isEmpty
            ? [CalendarMath.weekdayIndex(epochDay: anchorDay)] : weekdays.map(\.index)
        let origin = CalendarMath.floorDivide(anchorDay + 3, 7) + firstStep * count
        let moved = Set(days.map { $0 + shift($0) }).sorted()
        return LocalPlan(
            shape: .weeks,
            interval: count,
            origin: origin,
            items: moved.map { Int32($0) * 86_400 },
            kindStarts: [0, Int32(moved.count)],
            times: times,
            overhang: snap == nil ? 0 : 7,
            first: anchor == nil ? CalendarMath.firstSecond : firstSecond(days, origin)
        )
    }

    /// Returns the first wall time of steps in weeks.
    ///
    /// Days of the anchor's week before the anchor do not count, even where `snap` would move them
    /// after it.
    private func firstSecond(_ days: [Int], _ origin: Int) -> Int64 {
        for week in [origin, origin + count] {
            let start = week * 7 - 3
            if let day = days.first(where: { start + $0 >= anchorDay }) {
                return Int64(start + day + shift(day)) * 86_400
            }
        }
        return Int64(anchorDay) * 86_400
    }

    private func shift(_ weekday: Int) -> Int { snap?.shift(from: weekday) ?? 0 }
}
