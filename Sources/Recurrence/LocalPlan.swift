import CivilTime

/// A schedule compiled to tables, from which a `LocalWalk` reads wall times.
///
/// Time is cut into periods (years, months, weeks or days). The calendar has few kinds of each: 14
/// kinds of year, 28 of month, and so on; each kind has its list of `items`, seconds from the
/// period's start. A wall time is the period's start plus an item plus one of `times`; where the
/// items include the time of day, `times` is `[0]`.
final class LocalPlan: Sendable {
    enum Shape: Sendable {
        case empty
        case years
        case months
        case weeks
        case days
        case steps
    }

    let shape: Shape
    /// Every `interval`-th period counts, from the period `origin` on.
    let interval: Int
    let origin: Int
    /// The items of all kinds, one kind after the other.
    let items: [Int32]
    /// The index in `items` at which each kind begins, and after these the end of the last.
    let kindStarts: [Int32]
    let times: [Int32]
    /// The kinds of periods, by year of the 400-year cycle or by month.
    ///
    /// For years, the kind of each year of the cycle. For months, for each of the twelve, 0 where
    /// it does not count, else which set of 28 kinds it uses, 1 or 2. For weeks, for each month, 0
    /// where it does not count, else 1; empty where all count.
    let kindTable: [UInt8]
    let days: DayPattern
    let isUniform: Bool
    /// The seconds between two neighbouring wall times where all are equally far apart, else 0.
    let stride: Int64
    /// Any one of the wall times, where `stride` is not 0.
    let phase: Int64
    let steps: StepPattern
    /// The weekday that weeks begin with, Monday as 0.
    let weekStart: Int
    /// Whether a year's items count from its first week and not from 1 January.
    let usesWeekYears: Bool
    /// How far items can lie outside their period, in days.
    let overhang: Int
    /// Whether items of a period can come before the last items of the period before it.
    let overlaps: Bool
    /// The bounds of the wall times, both included.
    let first: Int64
    let last: Int64

    init(
        shape: Shape,
        interval: Int = 1,
        origin: Int = 0,
        items: [Int32] = [],
        kindStarts: [Int32] = [],
        times: [Int32] = [0],
        kindTable: [UInt8] = [],
        days: DayPattern = .everyDay,
        steps: StepPattern = .none,
        weekStart: Int = 0,
        usesWeekYears: Bool = false,
        overhang: Int = 0,
        overlaps: Bool = false,
        first: Int64 = CalendarMath.firstSecond,
        last: Int64 = CalendarMath.lastSecond
    ) {
        self.shape = shape
        self.interval = interval
        self.origin = origin
        self.items = items
        self.kindStarts = kindStarts
        self.times = times
        self.kindTable = kindTable
        self.days = days
        isUniform = shape == .days && days.isUniform
        if isUniform, times.count == 1 {
            stride = Int64(days.modulus) * CalendarMath.secondsPerDay
            phase = Int64(days.classes[0]) * CalendarMath.secondsPerDay + Int64(times[0])
        } else {
            stride = 0
            phase = 0
        }
        self.steps = steps
        self.weekStart = weekStart
        self.usesWeekYears = usesWeekYears
        self.overhang = overhang
        self.overlaps = overlaps
        self.first = first
        self.last = last
    }

    static let empty = LocalPlan(shape: .empty)

    /// Returns the same plan ending at an earlier wall time.
    func ending(at bound: Int64) -> LocalPlan {
        LocalPlan(
            shape: shape,
            interval: interval,
            origin: origin,
            items: items,
            kindStarts: kindStarts,
            times: times,
            kindTable: kindTable,
            days: days,
            steps: steps,
            weekStart: weekStart,
            usesWeekYears: usesWeekYears,
            overhang: overhang,
            overlaps: overlaps,
            first: first,
            last: min(last, bound)
        )
    }
}
