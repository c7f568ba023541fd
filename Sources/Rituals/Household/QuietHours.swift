package import CivilTime

/// A window of the day in which nothing is shown.
///
/// A nudge due inside waits until it ends; none is dropped.
package struct QuietHours: Hashable, Sendable, CustomStringConvertible {
    package var window: ClockWindow

    package init(_ window: ClockWindow) {
        self.window = window
    }

    package var description: String { window.description }

    /// Returns `due` itself where it is outside, else the instant at which the quiet hours end.
    ///
    /// The clock is read in `zone`. An end that lies in a gap is read as the zone reads it
    /// (RFC 5545 section 3.3.5), and the answer is never before `due`.
    package func deferring(_ due: Instant, in zone: Zone) -> Instant {
        let local = zone.local(at: due)
        guard window.contains(local.time) else {
            return due
        }
        let endsToday = CivilDateTime(local.date, window.end)
        let ending =
            endsToday > local
            ? endsToday : CivilDateTime(local.date.adding(days: 1), window.end)
        return max(due, zone.instant(of: ending))
    }

    /// The first instant after `instant` at which the quiet hours begin.
    package func begin(after instant: Instant, in zone: Zone) -> Instant {
        let date = zone.local(at: instant).date
        for days in 0...2 {
            let start = zone.instant(of: CivilDateTime(date.adding(days: days), window.start))
            if start > instant {
                return start
            }
        }
        return instant
    }
}
