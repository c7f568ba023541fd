public import CivilTime

/// Every so many days, weeks, months or years from an anchor, at one or several times of day.
///
/// Each step counts from the anchor and never from the step before, so nothing drifts: every month
/// from 31 January is 28 February and then 31 March. A day that the month does not have becomes its
/// last one. `snap` moves the result only.
///
/// ```swift
/// let five = [try ClockTime(parsing: "17:00")]
/// let anchor = try CivilDate(parsing: "2026-01-31")
/// let getaway = try AnchoredStep(
///     every: 7, .months, from: anchor, at: five, snap: .nearest(.friday)
/// )
/// let weekends = Schedule.every(getaway).occurrences(in: newYork, after: now).prefix(2)
/// weekends.map(\.local.short) == ["2026-01-30T17:00", "2026-08-28T17:00"]
/// ```
public struct AnchoredStep: Sendable {
    /// The unit in which a step is counted.
    ///
    /// ```swift
    /// let anchor = try CivilDate(parsing: "2026-01-31")
    /// func second(_ unit: AnchoredStep.Unit) throws -> String {
    ///     let step = try AnchoredStep(every: 1, unit, from: anchor, at: [.midnight])
    ///     let dates = Schedule.every(step).occurrences(in: newYork, after: now).prefix(2)
    ///     return dates.map(\.local.date.description)[1]
    /// }
    /// try second(.days) == "2026-02-01"
    /// try second(.weeks) == "2026-02-07"
    /// try second(.months) == "2026-02-28"
    /// try second(.years) == "2027-01-31"
    /// ```
    public enum Unit: String, CaseIterable, Hashable, Sendable {
        /// Calendar days.
        case days
        /// Weeks that begin on Monday.
        case weeks
        /// Months, with the day clamped at their ends.
        case months
        /// Years, with 29 February clamped.
        case years
    }

    /// The parts of the steps and their compiled plan, behind one reference, so that a copy costs
    /// little.
    final class Body: Sendable {
        let parts: StepCompiler
        let times: [ClockTime]
        let plan: LocalPlan

        init(_ parts: StepCompiler, _ times: [ClockTime]) {
            self.parts = parts
            self.times = times
            plan = parts.plan()
        }
    }

    let body: Body

    /// How many units make a step.
    ///
    /// ```swift
    /// let anchor = try CivilDate(parsing: "2026-01-09")
    /// try AnchoredStep(every: 7, .months, from: anchor, at: [.midnight]).count == 7
    /// ```
    public var count: Int { body.parts.count }

    /// The unit in which a step is counted.
    ///
    /// ```swift
    /// try AnchoredStep(every: 1, .days, at: [.midnight]).unit == .days
    /// ```
    public var unit: Unit { body.parts.unit }

    /// The date that steps count from; `nil` where the phase does not matter.
    ///
    /// ```swift
    /// let anchor = try CivilDate(parsing: "2026-01-09")
    /// try AnchoredStep(every: 7, .days, from: anchor, at: [.midnight]).anchor == anchor
    /// ```
    public var anchor: CivilDate? { body.parts.anchor }

    /// The weekdays of the steps, from Monday on; empty where none were given.
    ///
    /// With `.weeks` each of them is an occurrence of a week that counts, and an empty list means
    /// the anchor's weekday. With `.days` a step on another weekday does not count, and an empty
    /// list means all.
    ///
    /// ```swift
    /// let step = try AnchoredStep(every: 1, .weeks, on: [.friday, .monday], at: [.midnight])
    /// step.weekdays == [.monday, .friday]
    /// ```
    public var weekdays: [Weekday] { body.parts.weekdays }

    /// The times of day, in order.
    ///
    /// ```swift
    /// let times = [try ClockTime(parsing: "19:00"), try ClockTime(parsing: "07:00")]
    /// try AnchoredStep(every: 1, .days, at: times).times.map(\.hour) == [7, 19]
    /// ```
    public var times: [ClockTime] { body.times }

    /// The weekday that each result is moved to.
    ///
    /// ```swift
    /// let step = try AnchoredStep(every: 1, .days, at: [.midnight], snap: .next(.friday))
    /// step.snap == .next(.friday)
    /// ```
    public var snap: Snap? { body.parts.snap }

    /// The first step that counts: 0 is the anchor itself.
    ///
    /// ```swift
    /// let since = try CivilDate(parsing: "2026-01-17")
    /// let step = try AnchoredStep(every: 3, .months, from: since, at: [.midnight], firstStep: 1)
    /// step.firstStep == 1
    /// Schedule.every(step).next(in: newYork, after: now)?.local.short == "2026-04-17T00:00"
    /// ```
    public var firstStep: Int { body.parts.firstStep }

    /// Makes the steps, or throws an error that names the wrong part.
    ///
    /// `count` is 1 to 100,000 and `firstStep` 0 to 100,000. The anchor may be left out only for
    /// every day and for every week with `weekdays`. Months and years take no `weekdays`.
    ///
    /// ```swift
    /// let seven = [try ClockTime(parsing: "19:00")]
    /// let step = try AnchoredStep(every: 1, .weeks, on: [.friday], at: seven)
    /// Schedule.every(step).next(in: newYork, after: now)?.local.short == "2026-01-09T19:00"
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try AnchoredStep(every: 2, .weeks, on: [.friday], at: seven)
    /// }
    /// error?.part == "every"
    /// ```
    public init(
        every count: Int,
        _ unit: Unit,
        from anchor: CivilDate? = nil,
        on weekdays: [Weekday] = [],
        at times: [ClockTime],
        snap: Snap? = nil,
        firstStep: Int = 0
    ) throws(RecurrenceError) {
        try Self.check("every", count, 1...100_000)
        try Self.check("first step", firstStep, 0...100_000)
        guard !times.isEmpty else {
            throw RecurrenceError(offset: 0, part: "at", given: "", allowed: "a time of day")
        }
        if anchor == nil, Self.needsAnchor(count, unit, weekdays, firstStep) {
            throw RecurrenceError(
                offset: 0,
                part: "every",
                given: "\(count) \(unit.rawValue)",
                allowed: "complete without the date that it counts from"
            )
        }
        if [.months, .years].contains(unit), !weekdays.isEmpty {
            throw RecurrenceError(
                offset: 0,
                part: "on",
                given: weekdays.map(\.abbreviation).joined(separator: ", "),
                allowed: "allowed with \(unit.rawValue): snap moves to a weekday"
            )
        }
        let times = Array(Set(times)).sorted()
        let parts = StepCompiler(
            count: count,
            unit: unit,
            anchor: anchor,
            weekdays: Array(Set(weekdays)).sorted(),
            times: times.map { Int32($0.secondOfDay) },
            snap: snap,
            firstStep: firstStep
        )
        body = Body(parts, times)
    }

    private static func needsAnchor(
        _ count: Int,
        _ unit: Unit,
        _ weekdays: [Weekday],
        _ firstStep: Int
    ) -> Bool {
        if count > 1 || firstStep > 0 { return true }
        switch unit {
        case .days: return false
        case .weeks: return weekdays.isEmpty
        case .months, .years: return true
        }
    }

    private static func check(
        _ part: String,
        _ value: Int,
        _ range: ClosedRange<Int>
    ) throws(RecurrenceError) {
        guard !range.contains(value) else { return }
        throw RecurrenceError(
            offset: 0,
            part: part,
            given: String(value),
            allowed: "between \(range.lowerBound) and \(range.upperBound)"
        )
    }
}

extension AnchoredStep: Hashable {
    /// Whether two values describe the same steps.
    public static func == (left: AnchoredStep, right: AnchoredStep) -> Bool {
        left.body.parts == right.body.parts
    }

    /// Hashes all parts of the steps.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(body.parts)
    }
}
