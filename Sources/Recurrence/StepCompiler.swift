import CivilTime

/// The making of a plan from anchored steps.
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
        case .days: steps(months: 0, days: count)
        case .months: steps(months: count, days: 0)
        case .years: steps(months: count * 12, days: 0)
        }
    }

    private func steps(months: Int, days: Int) -> LocalPlan {
        let mask = weekdays.reduce(UInt8(0)) { $0 | 1 << UInt8($1.index) }
        let day = anchor?.epochDay ?? CalendarMath.firstDay + 7
        return LocalPlan(
            shape: .steps,
            origin: firstStep,
            times: times,
            steps: StepPattern(
                anchorDay: day,
                months: months,
                days: days,
                weekdays: mask == 0 ? 0x7F : mask,
                snap: snap
            ),
            overhang: snap == nil ? 0 : 7
        )
    }

    /// Weeks begin on Monday; those count that are a whole number of steps from the anchor's.
    private func weeks() -> LocalPlan {
        let anchorDay = anchor?.epochDay ?? CalendarMath.firstDay + 7
        let days =
            weekdays.isEmpty
            ? [CalendarMath.weekdayIndex(epochDay: anchorDay)] : weekdays.map(\.index)
        let origin = CalendarMath.floorDivide(anchorDay + 3, 7)
        let moved = Set(days.map { $0 + (snap?.shift(from: $0) ?? 0) }).sorted()
        return LocalPlan(
            shape: .weeks,
            interval: count,
            origin: origin + firstStep * count,
            items: moved.map { Int32($0) * 86_400 },
            kindStarts: [0, Int32(moved.count)],
            times: times,
            overhang: snap == nil ? 0 : 7,
            first: first(anchorDay)
        )
    }

    /// Days of the anchor's week before the anchor do not count, unless they are moved behind it.
    private func first(_ anchorDay: Int) -> Int64 {
        anchor == nil ? CalendarMath.firstSecond : Int64(anchorDay - (snap == nil ? 0 : 7)) * 86_400
    }
}
