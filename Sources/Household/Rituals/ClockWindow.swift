package import CivilTime

/// A span of the day by the clock, such as `16:00-21:00`; it may cross midnight.
///
/// The window lasts from its start up to, but not including, its end.
package struct ClockWindow: Hashable, Sendable, CustomStringConvertible {
    package var start: ClockTime
    package var end: ClockTime

    package init(start: ClockTime, end: ClockTime) {
        self.start = start
        self.end = end
    }

    package var description: String { "\(start)-\(end)" }

    /// Whether a clock that shows `time` is inside.
    package func contains(_ time: ClockTime) -> Bool {
        start <= end ? (start <= time && time < end) : (time >= start || time < end)
    }
}
