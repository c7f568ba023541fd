package import CivilTime

// Lengths of time as people mean them: days and months step by the calendar, hours elapse.

extension Zone {
    /// The instant `span` after `local`: months and days by the wall clock, then seconds elapsed.
    func instant(_ span: Span, after local: CivilDateTime) -> Instant {
        instant(of: local.adding(Span(months: span.months, days: span.days, seconds: 0)))
            + .seconds(span.seconds)
    }

    /// The instant `span` before `local`, reckoned in the same way.
    func instant(_ span: Span, before local: CivilDateTime) -> Instant {
        instant(span.negated, after: local)
    }

    /// The instant `span` after `instant`.
    package func instant(_ span: Span, after instant: Instant) -> Instant {
        guard span.months != 0 || span.days != 0 else {
            return instant + .seconds(span.seconds)
        }
        return self.instant(span, after: local(at: instant))
    }

    /// The instant `span` before `instant`.
    func instant(_ span: Span, before instant: Instant) -> Instant {
        self.instant(span.negated, after: instant)
    }
}
