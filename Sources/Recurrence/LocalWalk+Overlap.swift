import CivilTime

/// The items of the period after the one that a walk is in.
struct PeriodAhead: Sendable {
    var base: Int64 = 0
    var item = 0
    var itemEnd = 0
}

/// A walk over periods of which each may begin before the period before it has ended.
///
/// `SKIP` can move a day into a neighbouring period, and `BYSETPOS` can choose a late time of that
/// day in one period and an early one in the other. Only neighbours can overlap, because a day is
/// moved by one; so the walk merges two periods. Items of such plans hold their times of day.
extension LocalWalk {
    mutating func nextOverlapping(_ plan: LocalPlan) -> Int64 {
        while true {
            guard item < itemEnd else {
                guard ahead.item < ahead.itemEnd else { return .max }
                enterAhead(plan)
                continue
            }
            let own = base + Int64(plan.items[item])
            let other = firstAhead(plan)
            if own <= other { item += 1 }
            if other <= own { ahead.item += 1 }
            let value = min(own, other)
            return value <= plan.last ? value : .max
        }
    }

    /// Enters the first two periods and skips the wall times before `target`.
    mutating func startOverlapping(at target: Int64, _ plan: LocalPlan) {
        ahead = PeriodAhead()
        loadAhead(plan)
        var probe = self
        while probe.nextOverlapping(plan) < target { self = probe }
    }

    /// Returns the n-th wall time from here.
    ///
    /// Items before the first item of the period ahead are counted as one block.
    mutating func nthOverlapping(_ count: Int, _ plan: LocalPlan) -> Int64 {
        var remaining = count
        while true {
            let other = firstAhead(plan)
            var block = 0
            if item < itemEnd, base + Int64(plan.items[itemEnd - 1]) < other {
                block = itemEnd - item
            }
            if block > 0, block < remaining {
                item = itemEnd
                remaining -= block
                continue
            }
            let value = nextOverlapping(plan)
            remaining -= 1
            if remaining == 0 || value == .max { return value }
        }
    }

    private func firstAhead(_ plan: LocalPlan) -> Int64 {
        ahead.item < ahead.itemEnd ? ahead.base + Int64(plan.items[ahead.item]) : .max
    }

    private mutating func enterAhead(_ plan: LocalPlan) {
        let current = ahead
        loadAhead(plan)
        base = current.base
        item = current.item
        itemEnd = current.itemEnd
    }

    /// Enters the next period and moves its items to `ahead`, which leaves the walk without items.
    private mutating func loadAhead(_ plan: LocalPlan) {
        ahead = PeriodAhead()
        if advance(plan) { ahead = PeriodAhead(base: base, item: item, itemEnd: itemEnd) }
        item = 0
        itemEnd = 0
    }
}
