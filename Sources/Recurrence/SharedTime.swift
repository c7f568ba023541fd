public import CivilTime

/// A time of day, on each date of a schedule, at which several people are awake.
///
/// It is the minute of the date nearest to the schedule's own time that lies outside everyone's quiet hours, each
/// by their own clock; of two that are equally near it is the earlier. On a date without such a minute it is,
/// among those that lie in the quiet hours of the fewest, the one that is nearest. The minute is a function of
/// the date, the zones and the quiet hours alone, so it is the same on every machine.
///
/// ```swift
/// let evening = Schedule.calendar(try CalendarExpression(parsing: "20:30"), notBefore: nil)
/// let here = SharedTime.Quiet(from: try ClockTime(parsing: "22:30"), to: .midnight, in: newYork)
/// let utc = SharedTime.Quiet(from: .midnight, to: try ClockTime(parsing: "08:00"), in: .utc)
/// let shared = Schedule.together(SharedTime(evening, outside: [here, utc]))
/// shared.next(in: newYork, after: now)?.local.short == "2026-01-05T18:59"
/// ```
public struct SharedTime: Sendable {
    /// A span of each day in which somebody is not to be disturbed.
    ///
    /// ```swift
    /// let noon = try ClockTime(parsing: "12:00")
    /// let night = SharedTime.Quiet(from: noon, to: .midnight, in: newYork)
    /// night.contains(now) == false
    /// night.contains(now + .seconds(5 * 3_600))
    /// ```
    public struct Quiet: Hashable, Sendable {
        /// Its first minute.
        ///
        /// ```swift
        /// SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).start == .midnight
        /// ```
        public let start: ClockTime

        /// The first minute after it; before the start where it crosses midnight.
        ///
        /// ```swift
        /// SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).end == .midnight
        /// ```
        public let end: ClockTime

        /// The zone by whose clocks it is.
        ///
        /// ```swift
        /// SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork).zone == newYork
        /// ```
        public let zone: Zone

        /// Makes a span; one that ends when it starts is empty.
        ///
        /// ```swift
        /// let none = SharedTime.Quiet(from: .midnight, to: .midnight, in: newYork)
        /// none.contains(now) == false
        /// ```
        public init(from start: ClockTime, to end: ClockTime, in zone: Zone) {
            self.start = start
            self.end = end
            self.zone = zone
        }

        /// Whether an instant lies in it.
        ///
        /// ```swift
        /// let morning = SharedTime.Quiet(
        ///     from: .midnight, to: try ClockTime(parsing: "07:01"), in: newYork)
        /// morning.contains(now) && !morning.contains(now + .seconds(60))
        /// ```
        public func contains(_ instant: Instant) -> Bool {
            let time = zone.local(at: instant).time
            return start <= end ? start <= time && time < end : start <= time || time < end
        }
    }

    let body: Body

    /// The parts, behind one reference, so that a copy costs little.
    final class Body: Sendable {
        let base: Schedule
        let quiet: [Quiet]

        init(_ base: Schedule, _ quiet: [Quiet]) {
            self.base = base
            self.quiet = quiet
        }
    }

    /// Makes the times of a schedule with one time a date, which has no exceptions and is not shared itself.
    ///
    /// ```swift
    /// let night = try CivilDateTime(parsing: "2026-01-09T19:00")
    /// let alone = Schedule.together(SharedTime(.dates([night]), outside: []))
    /// alone.next(in: newYork, after: now)?.local == night
    /// ```
    public init(_ base: Schedule, outside quiet: [Quiet]) {
        body = Body(base, quiet)
    }

    /// The schedule that names the dates and the time that is wished for.
    ///
    /// ```swift
    /// SharedTime(.dates([]), outside: []).base == .dates([])
    /// ```
    public var base: Schedule { body.base }

    /// The spans that are to be avoided.
    ///
    /// ```swift
    /// SharedTime(.dates([]), outside: []).quiet == []
    /// ```
    public var quiet: [Quiet] { body.quiet }

    /// How many of the spans an instant lies in.
    ///
    /// ```swift
    /// SharedTime(.dates([]), outside: []).disturbed(at: now) == 0
    /// ```
    public func disturbed(at instant: Instant) -> Int {
        quiet.count { $0.contains(instant) }
    }

    /// The occurrence that takes the place of one of the base.
    func moved(_ wished: Occurrence, in zone: Zone) -> Occurrence {
        var best = wished
        var least = disturbed(at: wished.instant)
        guard least > 0 else { return wished }
        let minute = wished.local.time.secondOfDay / 60
        let furthest = max(minute, Self.minutes - 1 - minute)
        for distance in 1...furthest where least > 0 {
            for candidate in [minute - distance, minute + distance]
            where least > 0 && (0..<Self.minutes).contains(candidate) {
                let time = ClockTime(secondOfDay: candidate * 60)
                let local = CivilDateTime(wished.local.date, time)
                let instant = zone.instant(of: local)
                // A time that the clocks jump over is another one that comes by itself.
                guard zone.local(at: instant) == local else { continue }
                let count = disturbed(at: instant)
                if count < least {
                    least = count
                    best = Occurrence(local: local, instant: instant)
                }
            }
        }
        return best
    }

    private static let minutes = 1_440
}

extension SharedTime: Hashable {
    /// Whether two have the same parts.
    public static func == (left: SharedTime, right: SharedTime) -> Bool {
        left.base == right.base && left.quiet == right.quiet
    }

    /// Hashes the base and the spans.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(base)
        hasher.combine(quiet)
    }
}

/// Moves the occurrences of a base to times at which all are awake.
struct SharedWalk: Sendable {
    private let shared: SharedTime
    private let zone: Zone
    private var last: Instant

    /// The time of a date can lie before the wished one by a day, however long that is.
    static let margin = Duration.seconds(2 * 86_400)

    init(_ shared: SharedTime, in zone: Zone, after start: Instant) {
        self.shared = shared
        self.zone = zone
        last = start
    }

    /// The occurrence that takes the place of one of the base; `nil` where it is not after the start.
    mutating func moved(_ wished: Occurrence) -> Occurrence? {
        let found = shared.moved(wished, in: zone)
        guard found.instant > last else { return nil }
        last = found.instant
        return found
    }
}
