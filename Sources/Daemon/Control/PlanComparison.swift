import CivilTime
import Delivery
import Household
import Planning

/// Compares the coming nudges of two plans, nudge by nudge.
///
/// Two nudges with the same occurrence, stage and partner are the same nudge, which moves if their
/// times differ. A changed schedule gives an occurrence another key. So two nudges of the same
/// ritual, date, stage and partner, one of which disappears and one of which appears, count as one
/// that moves if each is the one nearest in time to the other.
struct PlanComparison {
    /// A nudge as it is planned.
    struct Planned: Hashable {
        var key: StageKey
        var at: Instant
        var words: [String?]
        var channels: [String]
    }

    /// A nudge in the old and in the new plan; it may be missing in one of them.
    struct Pair: Hashable {
        var was: Planned?
        var becomes: Planned?

        /// The earlier of its times in the two plans.
        var first: Instant { min(was?.at ?? .distantFuture, becomes?.at ?? .distantFuture) }

        var isKept: Bool { was?.at == becomes?.at && differences.isEmpty }

        /// The names of the parts that differ, `words` and `channels`, where the time is the same.
        var differences: [String] {
            guard let was, let becomes, was.at == becomes.at else {
                return []
            }
            return (was.words == becomes.words ? [] : ["words"])
                + (Set(was.channels) == Set(becomes.channels) ? [] : ["channels"])
        }

        /// Whether the nudge comes before `end` in either plan.
        func isTold(before end: Instant) -> Bool { first < end }
    }

    let pairs: [Pair]

    init(of old: [Planned], with new: [Planned]) {
        var coming = Dictionary(new.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var pairs: [Pair] = []
        var gone: [Planned] = []
        for nudge in old {
            if let same = coming.removeValue(forKey: nudge.key) {
                pairs.append(Pair(was: nudge, becomes: same))
            } else {
                gone.append(nudge)
            }
        }
        pairs += Self.pairs(gone, Array(coming.values))
        self.pairs = pairs.sorted { ($0.first, $0.name) < ($1.first, $1.name) }
    }

    /// Pairs nudges that disappear with nudges that appear, where each is the nearest to the other.
    private static func pairs(_ gone: [Planned], _ coming: [Planned]) -> [Pair] {
        let appearing = Dictionary(grouping: coming, by: MatchKey.init)
        let going = Dictionary(grouping: gone, by: MatchKey.init)
        return Set(appearing.keys).union(going.keys).flatMap { key in
            let old = (going[key] ?? []).sorted { $0.at < $1.at }
            let new = (appearing[key] ?? []).sorted { $0.at < $1.at }
            let forward = old.map { nearest(to: $0, in: new) }
            let backward = new.map { nearest(to: $0, in: old) }
            let moves = old.indices.filter { index in
                forward[index].map { backward[$0] == index } ?? false
            }
            let moving = Set(moves)
            let taken = Set(moves.compactMap { forward[$0] })
            return old.indices.map { index in
                let match = moving.contains(index) ? forward[index].map { new[$0] } : nil
                return Pair(was: old[index], becomes: match)
            } + new.indices.filter { !taken.contains($0) }.map { Pair(becomes: new[$0]) }
        }
    }

    /// The pairs that come before `end`, or before the instant at which the changes exceed `most`,
    /// and the instant that was used.
    func pairs(before end: Instant, changes most: Int) -> (pairs: [Pair], until: Instant) {
        let told = pairs.filter { $0.isTold(before: end) }
        let changes = told.filter { !$0.isKept }
        guard changes.count > most else {
            return (told, end)
        }
        let until = changes[most].first
        return (told.filter { $0.isTold(before: until) }, until)
    }

    /// The index of the nudge nearest in time, the earlier of two; `nil` where there is none.
    private static func nearest(to nudge: Planned, in sorted: [Planned]) -> Int? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].at < nudge.at {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let before = low > 0 ? low - 1 : nil
        guard low < sorted.count else {
            return before
        }
        guard let before, nudge.at - sorted[before].at <= sorted[low].at - nudge.at else {
            return low
        }
        return before
    }

    /// The parts in which two nudges must agree to count as one that moves.
    private struct MatchKey: Hashable {
        var ritual: String
        /// The local date of the occurrence; nudges about different dates never match.
        var date: CivilDate
        var stage: Stage
        var partner: String

        init(_ nudge: Planned) {
            ritual = nudge.key.occurrence.ritual
            date = nudge.key.occurrence.start.date
            stage = nudge.key.stage
            partner = nudge.key.partner
        }
    }
}

extension PlanComparison.Pair {
    fileprivate var name: String { (becomes ?? was)?.key.description ?? "" }
}

extension PlanComparison.Planned {
    /// Makes the nudge of a decision; fails where no nudge is made.
    init?(_ decision: Decision) {
        guard [.fired, .late, .coalesced].contains(decision.verdict) else {
            return nil
        }
        key = decision.key
        at = decision.notBefore ?? decision.decided
        let nudge = decision.nudge
        words = [nudge?.title, nudge?.body, nudge?.prompt, nudge?.quote]
        channels = decision.channels
    }

    /// Makes the nudge of a delivery that is pending.
    init(_ delivery: Delivery) {
        key = delivery.nudge.key
        at = delivery.nextAttempt ?? delivery.updated
        let nudge = delivery.nudge
        words = [nudge.title, nudge.body, nudge.prompt, nudge.quote]
        channels = [delivery.channel]
    }
}
