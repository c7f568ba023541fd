public import CivilTime

/// Steps of days or months from an anchor, each moved to a weekday where there is a `snap`.
struct StepPattern: Sendable {
    let anchorDay: Int
    /// Months or days between two steps; one of them is 0.
    let months: Int
    let days: Int
    /// The weekdays on which a step counts before it is moved, as bits from Monday.
    let weekdays: UInt8
    let snap: Snap?

    static let none = StepPattern(anchorDay: 0, months: 0, days: 1, weekdays: 0, snap: nil)

    /// Returns the day of a step, or `nil` where its weekday does not count.
    func day(step: Int) -> Int? {
        let day =
            months > 0
            ? CivilDate(epochDay: anchorDay).adding(months: months * step).epochDay
            : anchorDay + days * step
        guard weekdays >> UInt8(CalendarMath.weekdayIndex(epochDay: day)) & 1 == 1 else {
            return nil
        }
        return day + (snap?.shift(from: CalendarMath.weekdayIndex(epochDay: day)) ?? 0)
    }

    /// Returns the number of a step that is not after a day and only a few steps before it.
    func step(before day: Int) -> Int {
        let early = day - 8
        if months == 0 { return CalendarMath.floorDivide(early - anchorDay, days) }
        let anchor = CalendarMath.civil(epochDay: anchorDay)
        let target = CalendarMath.civil(epochDay: early)
        let distance = (target.year - anchor.year) * 12 + target.month - anchor.month
        return CalendarMath.floorDivide(distance - 1, months)
    }
}

/// Which weekday a step is moved to.
///
/// ```swift
/// let anchor = try CivilDate(parsing: "2026-01-07")
/// func date(_ snap: Snap) throws -> Int? {
///     let step = try AnchoredStep(every: 1, .years, from: anchor, at: [.midnight], snap: snap)
///     return Schedule.every(step).next(in: .utc, after: .distantPast)?.local.date.day
/// }
/// try date(.nearest(.friday)) == 9
/// try date(.next(.tuesday)) == 13
/// try date(.previous(.tuesday)) == 6
/// ```
public enum Snap: Hashable, Sendable {
    /// The nearest one, at most three days before or after.
    case nearest(Weekday)
    /// The first one on the day or after it.
    case next(Weekday)
    /// The last one on the day or before it.
    case previous(Weekday)

    /// The number of days from a weekday, Monday as 0, to where it is moved.
    func shift(from weekday: Int) -> Int {
        switch self {
        case .nearest(let target):
            let ahead = (target.rawValue - 1 - weekday + 7) % 7
            return ahead > 3 ? ahead - 7 : ahead
        case .next(let target):
            return (target.rawValue - 1 - weekday + 7) % 7
        case .previous(let target):
            return -((weekday - target.rawValue + 1 + 7) % 7)
        }
    }
}
