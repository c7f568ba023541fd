import CivilTime

/// A walk over the instants of a plan in a zone, each later than the one before.
///
/// Most wall times lie in a stretch of one offset, where the instant is a subtraction away. Wall
/// times that the clocks jump over are read with the offset before the jump, so they fall among the
/// instants after it; there two walks are merged.
struct ZonedCursor: IteratorProtocol, Sendable {
    private let plan: LocalPlan
    private let zone: Zone
    private let limit: Int64
    private var main = LocalWalk()
    /// The stretch that the walk is in, once it is in one.
    private var stretch: ZoneSpan?
    private var offset: Int64 = 0
    /// The end of the wall times that `offset` is right for.
    private var plainEnd = Int64.min
    private var lastInstant: Int64
    /// The walk over the wall times of a gap, while `isInGap`.
    private var gap = LocalWalk()
    private var isInGap = false
    /// The next wall time of the gap.
    private var gapLocal: Int64 = 0
    /// The wall time at which the gap ends.
    private var gapEnd: Int64 = 0
    /// The offset before the gap, with which its wall times are read.
    private var gapOffset: Int64 = 0
    /// The next wall time after the gap.
    private var afterGap: Int64 = 0

    init(
        _ plan: LocalPlan,
        in zone: Zone,
        after start: Instant,
        from first: Int64 = .min,
        through limit: Instant = .distantFuture
    ) {
        self.plan = plan
        self.zone = zone
        self.limit = limit.secondsSinceEpoch
        // No UTC offset reaches a million seconds, so no wall time lies outside these bounds.
        let slack: Int64 = 1_000_000
        lastInstant = min(
            max(start.secondsSinceEpoch, CalendarMath.firstSecond - slack),
            CalendarMath.lastSecond + slack
        )
        seek(to: max(lastInstant, max(first, plan.first) - slack) + 1, first)
    }

    private mutating func seek(to instant: Int64, _ first: Int64) {
        let span = zone.span(at: Instant(secondsSinceEpoch: instant))
        let target = max(instant + Int64(span.offset), span.localStart)
        if span.previousOffset < span.offset, span.start != .min,
            instant + Int64(span.previousOffset) < span.localStart
        {
            // Wall times of the gap before this stretch may still lie ahead.
            main.seek(max(first, instant + Int64(span.previousOffset)), in: plan)
            var ahead = main
            if ahead.next(in: plan) < span.localStart { return }
        }
        main.seek(max(first, target), in: plan)
        enter(span)
    }

    private mutating func enter(_ span: ZoneSpan) {
        stretch = span
        offset = Int64(span.offset)
        plainEnd = span.localPlainEnd
    }

    /// Returns the stretch whose offset applies to a wall time, most often the one after the last.
    private func span(atLocal local: Int64) -> ZoneSpan {
        if let stretch {
            if local < stretch.localEnd { return stretch }
            let next = zone.span(after: stretch)
            if local < next.localEnd { return next }
        }
        return zone.span(atLocal: local)
    }

    mutating func next() -> Occurrence? {
        if isInGap { return nextInGap() }
        while true {
            let local = main.next(in: plan)
            guard local < plainEnd else { return slowNext(local) }
            let instant = local - offset
            if instant > lastInstant { return emit(local, instant) }
        }
    }

    @inline(__always)
    private mutating func emit(_ local: Int64, _ instant: Int64) -> Occurrence? {
        guard instant <= limit else {
            main.seek(.max, in: plan)
            isInGap = false
            return nil
        }
        lastInstant = instant
        return Occurrence(
            local: CivilDateTime(unchecked: local),
            instant: Instant(secondsSinceEpoch: instant)
        )
    }

    /// Enters the stretch of a wall time, or the gap before it.
    private mutating func slowNext(_ first: Int64) -> Occurrence? {
        var local = first
        while local != .max {
            if local >= plainEnd {
                let span = span(atLocal: local)
                enter(span)
                if local >= plainEnd {
                    openGap(at: local, span)
                    return nextInGap()
                }
            }
            let instant = local - offset
            if instant > lastInstant { return emit(local, instant) }
            local = main.next(in: plan)
        }
        return nil
    }

    private mutating func openGap(at local: Int64, _ span: ZoneSpan) {
        isInGap = true
        gap = main
        gapLocal = local
        gapEnd = span.localEnd
        gapOffset = Int64(span.offset)
        enter(zone.span(after: span))
        main.seek(max(gapEnd, lastInstant + 1 + offset), in: plan)
        afterGap = main.next(in: plan)
    }

    /// Merges the wall times of the gap with those after it.
    ///
    /// Where two are one instant, the one that the clocks show counts.
    private mutating func nextInGap() -> Occurrence? {
        while gapLocal < gapEnd {
            let early = gapLocal - gapOffset
            let late = afterGap < plainEnd ? afterGap - offset : .max
            let local = late <= early ? afterGap : gapLocal
            let instant = min(early, late)
            if late >= early { gapLocal = gap.next(in: plan) }
            if late <= early { afterGap = main.next(in: plan) }
            if instant > lastInstant { return emit(local, instant) }
        }
        isInGap = false
        return slowNext(afterGap)
    }
}

extension LocalPlan {
    /// Returns the first occurrence after an instant.
    func next(
        in zone: Zone,
        after instant: Instant,
        through limit: Instant = .distantFuture
    ) -> Occurrence? {
        var cursor = ZonedCursor(self, in: zone, after: instant, through: limit)
        return cursor.next()
    }
}
