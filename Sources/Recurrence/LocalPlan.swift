import CivilTime

/// A rule compiled to tables, from which wall times are read without working anything out anew.
///
/// Time is cut into periods (years, months, weeks or days). The calendar has few kinds of each: 14
/// kinds of year, 28 of month, and so on; each kind has its list of `items`, seconds from the
/// period's start. Each item has the plan's `times` added, of which there is one, 0, where items
/// hold the time already.
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
    /// Only every so many periods count, from `origin` on.
    let interval: Int
    let origin: Int
    /// The items of all kinds, one kind behind the other.
    let items: [Int32]
    /// Where each kind's items begin, with the end of the last.
    let kindStarts: [Int32]
    let times: [Int32]
    /// For years the kind of each year of the 400; for months which of the twelve
    /// count, and which of two sets of kinds is theirs.
    let kindTable: [UInt8]
    let days: DayPattern
    let isUniform: Bool
    /// The seconds between two wall times where all are equally far apart, else 0, and one of them.
    let stride: Int64
    let phase: Int64
    let steps: StepPattern
    /// The weekday that weeks begin with, Monday as 0.
    let weekStart: Int
    /// Whether a year's items count from its first week and not from 1 January.
    let usesWeekYears: Bool
    /// How far items can lie outside their period, in days.
    let overhang: Int
    /// Whether the items of a period can come before some of the one before it.
    let overlaps: Bool
    /// The first and the last wall time that can be.
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
