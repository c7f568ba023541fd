import CivilTime
import Delivery
import Household
import Planning

/// What two plans of the coming time tell differently, nudge by nudge.
///
/// The same nudge is the one of the same name: occurrence, stage and partner. One that is told at
/// another time moves. Where a schedule was changed the occurrence has another name; then, of what
/// goes and what appears of one ritual, date and stage for one partner, two that lie nearest to each
/// other are one that moves.
struct PlanComparison {
    /// A nudge as it is planned.
    struct Planned: Hashable {
        var key: StageKey
        var at: Instant
        var words: [String?]
        var channels: [String]
    }

    /// A nudge in both plans; in one of them it may be missing.
    struct Pair: Hashable {
        var was: Planned?
        var becomes: Planned?

        /// When it comes first, in either plan.
        var first: Instant { min(was?.at ?? .distantFuture, becomes?.at ?? .distantFuture) }

        var isKept: Bool { was?.at == becomes?.at && differences.isEmpty }

        /// What is another where it is told at the same time.
        var differences: [String] {
            guard let was, let becomes, was.at == becomes.at else {
                return []
            }
            return (was.words == becomes.words ? [] : ["words"])
                + (Set(was.channels) == Set(becomes.channels) ? [] : ["channels"])
        }

        /// Whether it is told before `end`, in either plan.
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

    /// What goes and what appears, with what is nearest to each other as one.
    private static func pairs(_ gone: [Planned], _ coming: [Planned]) -> [Pair] {
        let appearing = Dictionary(grouping: coming, by: Kin.init)
        let going = Dictionary(grouping: gone, by: Kin.init)
        return Set(appearing.keys).union(going.keys).flatMap { kin in
            let old = (going[kin] ?? []).sorted { $0.at < $1.at }
            let new = (appearing[kin] ?? []).sorted { $0.at < $1.at }
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

    /// The pairs that are told before `end`, or before the moment at which there are more changes than
    /// `most`, and that moment.
    func pairs(before end: Instant, changes most: Int) -> (pairs: [Pair], until: Instant) {
        let told = pairs.filter { $0.isTold(before: end) }
        let changes = told.filter { !$0.isKept }
        guard changes.count > most else {
            return (told, end)
        }
        let until = changes[most].first
        return (told.filter { $0.isTold(before: until) }, until)
    }

    /// The index of what lies nearest in time, the earlier of two; `nil` where there is nothing.
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

    /// What two nudges have in common that one may take the place of the other.
    private struct Kin: Hashable {
        var ritual: String
        /// The local date of the occurrence: what comes on another one is not the same.
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
    /// The nudge of a decision; `nil` where nothing is told.
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

    /// A nudge that is decided and waits to be delivered.
    init(_ delivery: Delivery) {
        key = delivery.nudge.key
        at = delivery.nextAttempt ?? delivery.updated
        let nudge = delivery.nudge
        words = [nudge.title, nudge.body, nudge.prompt, nudge.quote]
        channels = [delivery.channel]
    }
}
