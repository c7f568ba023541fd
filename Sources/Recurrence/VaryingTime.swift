public import CivilTime

/// Once on each date, at a minute inside a window that differs from date to date.
///
/// The minute is a function of the date and a name alone: it is the same on every machine and at
/// every call.
///
/// ```swift
/// let noon = try ClockTime(parsing: "12:00")
/// let five = try ClockTime(parsing: "17:00")
/// let hello = VaryingTime(name: "hello", between: noon, and: five)
/// let times = Schedule.varying(hello).occurrences(in: newYork, after: now).prefix(30).map(\.local.time)
/// times.allSatisfy { $0 >= noon && $0 < five } && Set(times).count > 10
/// ```
public struct VaryingTime: Hashable, Sendable {
    /// The name from which, with the date, each minute is computed.
    ///
    /// ```swift
    /// VaryingTime(name: "hello", between: .midnight, and: .midnight).name == "hello"
    /// ```
    public let name: String

    /// The first minute of the window.
    ///
    /// ```swift
    /// VaryingTime(name: "hello", between: .midnight, and: .midnight).start == .midnight
    /// ```
    public let start: ClockTime

    /// The end of the window, which no time reaches unless the window is empty.
    ///
    /// ```swift
    /// VaryingTime(name: "hello", between: .midnight, and: .midnight).end == .midnight
    /// ```
    public let end: ClockTime

    /// The weekdays on which there is a time; empty for all of them.
    ///
    /// ```swift
    /// VaryingTime(name: "hello", between: .midnight, and: .midnight).weekdays == []
    /// ```
    public let weekdays: [Weekday]

    /// The first date; `nil` where no date is too early.
    ///
    /// ```swift
    /// VaryingTime(name: "hello", between: .midnight, and: .midnight).from == nil
    /// ```
    public let from: CivilDate?

    /// Makes the times; if the end is not after the start, every time is the start.
    ///
    /// ```swift
    /// let six = try ClockTime(parsing: "18:00")
    /// let late = VaryingTime(name: "late", between: six, and: six, on: [.friday])
    /// Schedule.varying(late).next(in: newYork, after: now)?.local.short == "2026-01-09T18:00"
    /// ```
    public init(
        name: String,
        between start: ClockTime,
        and end: ClockTime,
        on weekdays: [Weekday] = [],
        from: CivilDate? = nil
    ) {
        self.name = name
        self.start = start
        self.end = end
        self.weekdays = Array(Set(weekdays)).sorted()
        self.from = from
    }

    /// The time of day on a date: the 64-bit FNV-1a hash of name and date chooses the minute.
    func time(on date: CivilDate) -> ClockTime {
        let minutes = max(1, (end.secondOfDay - start.secondOfDay) / 60)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(name) \(date)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        // The low bits of an FNV-1a hash of a short text are mixed less than those above them.
        let minute = Int((hash >> 20) % UInt64(minutes))
        return ClockTime(secondOfDay: start.secondOfDay + minute * 60)
    }

    func happens(on date: CivilDate) -> Bool {
        weekdays.isEmpty || weekdays.contains(date.weekday)
    }
}

/// A walk over varying times, one a date.
struct VaryingWalk: Sendable {
    let step: VaryingTime
    let zone: Zone
    /// The date that is looked at next.
    private var date: CivilDate
    private let after: Instant

    init(step: VaryingTime, zone: Zone, after: Instant) {
        self.step = step
        self.zone = zone
        self.after = after
        let earliest = step.from?.epochDay ?? Self.firstDay
        let day = max(earliest, zone.local(at: max(after, Self.first)).date.epochDay - 1)
        date = CivilDate(epochDay: day)
    }

    /// Returns the next occurrence, or `nil` where there is none before the year 10000.
    mutating func next() -> Occurrence? {
        while date.epochDay < Self.lastDay {
            let today = date
            date = date.adding(days: 1)
            let local = CivilDateTime(today, step.time(on: today))
            let instant = zone.instant(of: local)
            if instant > after, step.happens(on: today) {
                return Occurrence(local: local, instant: instant)
            }
        }
        return nil
    }

    /// From 1 January 1900 up to the last day of 9999, both as days from 1970.
    private static let firstDay = -25_567
    private static let lastDay = 2_932_896
    private static let first = Instant(secondsSinceEpoch: Int64(firstDay) * 86_400)
}
