public import CivilTime

/// Every so much elapsed time from an anchor, whatever the clocks on the wall do meanwhile.
///
/// ```swift
/// let water = Schedule.elapsed(try ElapsedStep(step: .seconds(6 * 3600), anchor: now))
/// water.next(in: newYork, after: now)?.instant == now + .seconds(6 * 3600)
/// ```
public struct ElapsedStep: Hashable, Sendable {
    /// The time between two occurrences, in whole seconds.
    ///
    /// ```swift
    /// try ElapsedStep(step: .seconds(3600), anchor: now).step == .seconds(3600)
    /// ```
    public let step: Duration

    /// The first occurrence.
    ///
    /// ```swift
    /// try ElapsedStep(step: .seconds(3600), anchor: now).anchor == now
    /// ```
    public let anchor: Instant

    /// Makes the steps; a step shorter than one second is an error.
    ///
    /// A fraction of a second is dropped.
    ///
    /// ```swift
    /// let error = #expect(throws: RecurrenceError.self) {
    ///     try ElapsedStep(step: .milliseconds(10), anchor: now)
    /// }
    /// error?.allowed == "one second or longer"
    /// ```
    public init(step: Duration, anchor: Instant) throws(RecurrenceError) {
        guard step.components.seconds > 0 else {
            throw RecurrenceError(
                offset: 0,
                part: "every",
                given: "\(step)",
                allowed: "one second or longer"
            )
        }
        self.step = .seconds(step.components.seconds)
        self.anchor = anchor
    }

    /// Returns the first instant of the steps after the given one.
    func next(after instant: Instant) -> Instant? {
        guard instant >= anchor else { return anchor }
        // No UTC offset reaches a million seconds, so no later instant has a wall time in the year
        // 9999.
        guard instant.secondsSinceEpoch < CalendarMath.lastSecond + 1_000_000 else { return nil }
        let seconds = step.components.seconds
        let (distance, overflow) = instant.secondsSinceEpoch.subtractingReportingOverflow(
            anchor.secondsSinceEpoch
        )
        guard !overflow else { return nil }
        let (ahead, tooFar) = (distance / seconds + 1).multipliedReportingOverflow(by: seconds)
        return tooFar ? nil : anchor.advanced(bySeconds: ahead)
    }
}
