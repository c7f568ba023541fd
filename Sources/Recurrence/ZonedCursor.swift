import CivilTime

/// A walk over the instants of a plan in a zone, each later than the one before.
///
/// Most wall times lie in a stretch of one offset, where the instant is a subtraction away. Wall
/// times that the clocks jump over are read with the offset before the jump, so they fall among the
/// instants after it; there two walks are merged.
struct ZonedCursor: Sendable {
    private var main: LocalCursor
    private let zone: Zone
    private let limit: Int64
    private var offset: Int64 = 0
    /// The end of the wall times that `offset` is right for.
    private var plainEnd = Int64.min
    private var lastInstant: Int64
    private var gap: GapWalk?

    /// The wall times of a gap, beside the first after it.
    private struct GapWalk: Sendable {
        var cursor: LocalCursor
        var pending: Int64
        let end: Int64
        let offset: Int64
        var afterwards: Int64
    }

    init(
        _ plan: LocalPlan,
        in zone: Zone,
        after start: Instant,
        from first: Int64 = .min,
        through limit: Instant = .distantFuture
    ) {
        main = LocalCursor(plan)
        self.zone = zone
        self.limit = limit.secondsSinceEpoch
        lastInstant = start.secondsSinceEpoch
        let clamped = min(
            max(start.secondsSinceEpoch, CalendarMath.firstSecond - 1_000_000),
            CalendarMath.lastSecond + 1_000_000
        )
        seek(to: clamped + 1, from: first)
    }

    private mutating func seek(to instant: Int64, from first: Int64) {
        let span = zone.span(at: Instant(secondsSinceEpoch: instant))
        let target = max(instant + Int64(span.offset), span.localStart)
        if span.previousOffset < span.offset, span.start != .min,
            instant + Int64(span.previousOffset) < span.localStart
        {
            // Some wall times of the gap before may still be to come.
            main.seek(max(first, instant + Int64(span.previousOffset)))
            var ahead = main
            if ahead.next() < span.localStart { return }
        }
        main.seek(max(first, target))
    }

    mutating func next() -> Occurrence? {
        if gap != nil { return nextInGap() }
        while true {
            let local = main.next()
            guard local < plainEnd else { return slowNext(local) }
            let instant = local - offset
            if instant <= lastInstant { continue }
            return emit(local, instant)
        }
    }

    @inline(__always)
    private mutating func emit(_ local: Int64, _ instant: Int64) -> Occurrence? {
        guard instant <= limit else {
            finish()
            return nil
        }
        lastInstant = instant
        return Occurrence(
            local: CivilDateTime(localSeconds: local),
            instant: Instant(secondsSinceEpoch: instant)
        )
    }

    private mutating func finish() {
        main.seek(.max)
        gap = nil
    }

    /// Enters the stretch of a wall time, or the gap before it.
    private mutating func slowNext(_ first: Int64) -> Occurrence? {
        var local = first
        while local != .max {
            enter(local)
            if local >= plainEnd {
                openGap(at: local)
                return nextInGap()
            }
            let instant = local - offset
            if instant > lastInstant { return emit(local, instant) }
            local = main.next()
            if local < plainEnd, local != .max, local - offset > lastInstant {
                return emit(local, local - offset)
            }
        }
        return nil
    }

    private mutating func enter(_ local: Int64) {
        guard local >= plainEnd else { return }
        let span = zone.span(atLocal: local)
        offset = Int64(span.offset)
        plainEnd = span.localPlainEnd
    }

    private mutating func openGap(at local: Int64) {
        let span = zone.span(atLocal: local)
        let cursor = main
        let offsetAfter = Int64(span.nextOffset)
        main.seek(max(span.localEnd, lastInstant &+ 1 &+ offsetAfter))
        gap = GapWalk(
            cursor: cursor,
            pending: local,
            end: span.localEnd,
            offset: Int64(span.offset),
            afterwards: main.next()
        )
        offset = offsetAfter
        let next = zone.span(atLocal: span.localEnd)
        plainEnd = next.localPlainEnd
    }

    private mutating func nextInGap() -> Occurrence? {
        while var walk = gap {
            let inGap = walk.pending < walk.end ? walk.pending - walk.offset : Int64.max
            let after = walk.afterwards < plainEnd ? walk.afterwards - offset : Int64.max
            if inGap == .max {
                gap = nil
                if walk.afterwards >= plainEnd { return slowNext(walk.afterwards) }
                if after > lastInstant { return emit(walk.afterwards, after) }
                return next()
            }
            if after <= inGap {
                if after == inGap { walk.pending = walk.cursor.next() }
                let local = walk.afterwards
                walk.afterwards = main.next()
                gap = walk
                if after > lastInstant { return emit(local, after) }
            } else {
                let local = walk.pending
                walk.pending = walk.cursor.next()
                gap = walk
                if inGap > lastInstant { return emit(local, inGap) }
            }
        }
        return next()
    }
}
