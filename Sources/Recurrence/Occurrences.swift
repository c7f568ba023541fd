import CivilTime

/// The occurrences of a schedule after an instant: in order, each instant once, computed lazily.
///
/// ```swift
/// let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
/// let nights = daily.occurrences(in: newYork, after: now)
/// nights.prefix(2).map(\.local.short) == ["2026-01-06T00:00", "2026-01-07T00:00"]
/// ```
public struct Occurrences: Sequence, Sendable {
    private let schedule: Schedule
    private let zone: Zone
    private let start: Instant

    init(schedule: Schedule, zone: Zone, after start: Instant) {
        self.schedule = schedule
        self.zone = zone
        self.start = start
    }

    /// Makes an iterator that begins after the instant given to `Schedule.occurrences(in:after:)`.
    ///
    /// ```swift
    /// let once = Schedule.dates([try CivilDateTime(parsing: "2026-02-14T19:00")])
    /// var iterator = once.occurrences(in: newYork, after: now).makeIterator()
    /// let first = iterator.next()
    /// first?.local.short == "2026-02-14T19:00"
    /// ```
    public func makeIterator() -> Iterator {
        guard case .excepting(let excepted) = schedule else {
            return Iterator(BaseIterator(schedule, in: zone, after: start))
        }
        return Iterator(
            BaseIterator(excepted.base, in: zone, after: start),
            MergedTimes(
                excepted.additions.map { .local($0) },
                without: excepted.body.starts,
                on: excepted.body.dates,
                in: zone,
                after: start
            )
        )
    }

    /// An iterator over the occurrences; a copy advances independently.
    ///
    /// ```swift
    /// let daily = Schedule.calendar(try CalendarExpression(parsing: "daily"), notBefore: nil)
    /// var ahead = daily.occurrences(in: newYork, after: now).makeIterator()
    /// let first = ahead.next()
    /// var copy = ahead
    /// copy.next() == ahead.next()
    /// first?.local.date.day == 6
    /// ```
    public struct Iterator: IteratorProtocol, Sendable {
        private var base: BaseIterator
        /// What is added to the schedule and left out of it; mostly nothing.
        private var exceptions: MergedTimes?

        init(_ base: BaseIterator, _ exceptions: MergedTimes? = nil) {
            self.base = base
            self.exceptions = exceptions
        }

        /// Returns the next occurrence, or `nil` where there is none before the year 10000.
        ///
        /// ```swift
        /// let once = Schedule.dates([try CivilDateTime(parsing: "2026-02-14T19:00")])
        /// var iterator = once.occurrences(in: newYork, after: now).makeIterator()
        /// let first = iterator.next()
        /// first?.instant.description == "2026-02-15T00:00:00Z"
        /// let second = iterator.next()
        /// second == nil
        /// ```
        public mutating func next() -> Occurrence? {
            exceptions == nil ? base.next() : exceptions?.next(beside: &base)
        }
    }
}

/// An iterator over the occurrences of a schedule without exceptions.
struct BaseIterator: IteratorProtocol, Sendable {
    private var cursor: ZonedCursor
    private var merged: MergedTimes?
    private var elapsed: ElapsedWalk?
    private var varying: VaryingWalk?
    /// What moves each to a time at which all are awake; mostly nothing.
    private var shared: SharedWalk?

    init(_ schedule: Schedule, in zone: Zone, after start: Instant) {
        guard case .together(let together) = schedule else {
            self.init(plain: schedule, in: zone, after: start)
            return
        }
        let margin = start > .distantPast + SharedWalk.margin ? SharedWalk.margin : .zero
        self.init(plain: together.base, in: zone, after: start - margin)
        shared = SharedWalk(together, in: zone, after: start)
    }

    private init(plain schedule: Schedule, in zone: Zone, after start: Instant) {
        switch schedule {
        case .every(let step):
            cursor = ZonedCursor(step.body.plan, in: zone, after: start)
        case .calendar(let expression, let notBefore):
            cursor = ZonedCursor(
                expression.body.plan,
                in: zone,
                after: start,
                from: notBefore?.localSeconds ?? .min
            )
        case .rule(let set):
            cursor = ZonedCursor(set.body.plan, in: zone, after: start, through: set.body.limit)
            merged = Self.merged(set.body, in: zone, after: start)
        case .elapsed(let step):
            cursor = ZonedCursor(.empty, in: zone, after: start)
            elapsed = ElapsedWalk(step: step, zone: zone, last: start)
        case .varying(let step):
            cursor = ZonedCursor(.empty, in: zone, after: start)
            varying = VaryingWalk(step: step, zone: zone, after: start)
        case .dates(let dates):
            cursor = ZonedCursor(.empty, in: zone, after: start)
            merged = MergedTimes(dates.map { .local($0) }, without: [], in: zone, after: start)
        case .excepting, .together:
            // The base of such a schedule is never one itself.
            cursor = ZonedCursor(.empty, in: zone, after: start)
        }
    }

    /// The times that a set adds to its rule and takes from it; `nil` where it has none.
    private static func merged(
        _ body: RecurrenceSet.Body,
        in zone: Zone,
        after start: Instant
    ) -> MergedTimes? {
        guard !body.isPlain else { return nil }
        let own: [RecurrenceSet.Moment] = body.rule == nil ? [.local(body.start)] : []
        return MergedTimes(
            body.additions + own,
            without: body.exclusions,
            in: zone,
            after: start
        )
    }

    mutating func next() -> Occurrence? {
        guard shared != nil else { return wished() }
        while let wished = wished() {
            if let moved = shared?.moved(wished) { return moved }
        }
        return nil
    }

    private mutating func wished() -> Occurrence? {
        if elapsed != nil { return elapsed?.next() }
        if varying != nil { return varying?.next() }
        return merged == nil ? cursor.next() : merged?.next(beside: &cursor)
    }
}

/// A walk over elapsed steps.
struct ElapsedWalk: Sendable {
    let step: ElapsedStep
    let zone: Zone
    var last: Instant

    /// Returns the next occurrence whose wall time lies within the years that dates have.
    mutating func next() -> Occurrence? {
        guard let instant = step.next(after: last), instant > last else { return nil }
        let local = instant.advanced(bySeconds: Int64(zone.offset(at: instant).seconds))
        guard local.secondsSinceEpoch <= CalendarMath.lastSecond else { return nil }
        last = instant
        return Occurrence(local: zone.local(at: instant), instant: instant)
    }
}
