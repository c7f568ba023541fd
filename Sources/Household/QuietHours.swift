package import CivilTime

/// A window of the day in which nothing is shown.
///
/// A nudge that is due inside the window waits until the window ends.
package struct QuietHours: Hashable, Sendable, CustomStringConvertible {
    package var window: ClockWindow

    package init(_ window: ClockWindow) {
        self.window = window
    }

    package var description: String { window.description }

    /// Returns `due` itself where it is outside, else the instant at which the quiet hours end.
    ///
    /// The result is never before `due`, and the clock in `zone` then shows a time outside the
    /// window. If the clock jumps over the end, the window ends at the jump; if the clock shows the
    /// end twice, the window ends each time.
    package func deferring(_ due: Instant, in zone: Zone) -> Instant {
        var instant = due
        // Where a zone skips a date, or jumps from one window into the next, the end found can lie
        // in a window again.
        for _ in 0..<4 where window.contains(zone.local(at: instant).time) {
            instant = end(after: instant, in: zone)
        }
        return instant
    }

    /// The first instant after `instant`, which is inside, at which the clock shows the end.
    private func end(after instant: Instant, in zone: Zone) -> Instant {
        let local = zone.local(at: instant)
        let endsToday = CivilDateTime(local.date, window.end)
        let ending =
            endsToday > local
            ? endsToday : CivilDateTime(local.date.adding(days: 1), window.end)
        switch zone.resolve(ending) {
        case .unique(let end):
            return max(end, instant)
        case .fold(let first, let second):
            return first > instant ? first : max(second, instant)
        case .gap(let before, _):
            return zone.nextTransition(after: instant).map { min($0, before) } ?? before
        }
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
