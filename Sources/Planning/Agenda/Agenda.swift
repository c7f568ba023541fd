package import CivilTime
package import Household
import Recurrence

/// What is coming, in order: the occurrences of every ritual merged by their start.
///
/// What a bigger ritual absorbs, what falls on a rest day, and what was done or skipped already, is left out;
/// what was moved stands at its new time.
package struct Agenda: Sendable {
    private let plan: Plan

    /// The agenda of a household, with what was said about its occurrences.
    package init(_ household: Household, outcomes: [Outcome] = [], now: Instant) {
        let memory = PlannerMemory(through: now, outcomes: outcomes)
        self.init(Plan(household, memory: memory, through: now))
    }

    /// The agenda of a plan.
    package init(_ plan: Plan) {
        self.plan = plan
    }

    /// The occurrences that start after `after`, in order.
    ///
    /// - Parameters:
    ///   - after: the instant after which they start.
    ///   - count: at most so many.
    ///   - until: they start before this instant.
    ///   - ritual: only those of this ritual.
    ///   - partner: only those for this partner.
    /// - Returns: the occurrences, with their times in the zone of each ritual.
    package func upcoming(
        after: Instant,
        count: Int? = nil,
        until: Instant? = nil,
        ritual: String? = nil,
        partner: String? = nil
    ) -> [UpcomingOccurrence] {
        var coming = coming(after: after, until: until, ritual: ritual, partner: partner)
        var found: [UpcomingOccurrence] = []
        while found.count < count ?? .max, let next = coming.next() {
            found.append(next)
        }
        return found
    }

    /// What runs at `now`, and what is over and nobody has said how it went, in order.
    package func open(at now: Instant) -> [UpcomingOccurrence] {
        let open = plan.tracks.flatMap { track in
            track.recent(at: now, outcomes: plan.outcomes).filter { occurrence in
                !plan.isBeforeKeeping(occurrence) && track.builder.rest(over: occurrence) == nil
                    && [.now, .open].contains(plan.state(of: occurrence.key, at: now))
            }.map { UpcomingOccurrence($0, track) }
        }
        return open.sorted { ($0.start.instant, $0.key) < ($1.start.instant, $1.key) }
    }

    /// The first of each ritual, in order.
    package func once(
        after: Instant,
        until: Instant? = nil,
        ritual: String? = nil,
        partner: String? = nil
    ) -> [UpcomingOccurrence] {
        coming(after: after, until: until, ritual: ritual, partner: partner).heads
    }

    /// The same one by one: none is worked out before it is asked for, but for the first of each ritual.
    ///
    /// What is `underWay` comes first, where it is wanted too.
    package func coming(
        after: Instant,
        until: Instant? = nil,
        ritual: String? = nil,
        partner: String? = nil,
        underWay: Bool = false
    ) -> Coming {
        let tracks = plan.tracks.filter { track in
            (ritual == nil || track.ritual.id == ritual)
                && (partner == nil || track.builder.partners.contains { $0.id == partner })
        }
        return Coming(
            tracks.map { Stream($0, plan, after: after, until: until, underWay: underWay) }
        )
    }

    /// What is coming, in order, one by one.
    package struct Coming: IteratorProtocol {
        private var streams: [Stream]
        private var queue = DueQueue()

        fileprivate init(_ streams: [Stream]) {
            self.streams = streams
            for index in streams.indices {
                enqueue(index)
            }
        }

        /// The next one of each ritual, in order.
        fileprivate var heads: [UpcomingOccurrence] {
            streams.compactMap { stream in
                stream.head.map { UpcomingOccurrence($0, stream.track) }
            }
            .sorted { ($0.start.instant, $0.key) < ($1.start.instant, $1.key) }
        }

        private mutating func enqueue(_ index: Int) {
            if let start = streams[index].head?.start {
                queue.push(DueQueue.Entry(due: start, index: index))
            }
        }

        package mutating func next() -> UpcomingOccurrence? {
            guard let index = queue.pop()?.index, let head = streams[index].head else {
                return nil
            }
            streams[index].fill()
            enqueue(index)
            return UpcomingOccurrence(head, streams[index].track)
        }
    }
}

extension Agenda {
    /// The coming occurrences of one ritual.
    fileprivate struct Stream {
        /// So many in a row that are not shown are passed over; what comes after those is not sought.
        private static let mostSteps = 10_000

        let track: Track
        let plan: Plan
        let after: Instant
        let until: Instant
        /// The next one to be shown.
        private(set) var head: OpenOccurrence?
        private var cursor: Occurrence?
        /// What is under way, and moved occurrences that are still to come, in order.
        private var known: [OpenOccurrence]

        init(_ track: Track, _ plan: Plan, after: Instant, until: Instant?, underWay: Bool) {
            self.track = track
            self.until = until ?? .distantFuture
            self.plan = plan
            let ritual = track.ritual
            self.after = after
            cursor = track.next(after: after - track.builder.shift, plan.outcomes)
            let moved = plan.outcomes.occurrences(of: ritual.id)
                .filter { plan.outcomes[$0].contains(where: \.setsStart) }
                .compactMap { track.occurrence($0, outcomes: plan.outcomes) }
                .filter { $0.start > after }
            let begun =
                underWay
                ? track.occurrences(
                    from: after,
                    until: after + .seconds(1),
                    outcomes: plan.outcomes
                ).filter { $0.start <= after && after < $0.end } : []
            known = (begun + moved).sorted { $0.start < $1.start }
            fill()
        }

        /// Goes on to the next one that is shown.
        mutating func fill() {
            for _ in 0..<Self.mostSteps {
                head = following().flatMap { $0.start < until ? $0 : nil }
                guard let head, !Task.isCancelled, !isShown(head) else {
                    return
                }
            }
            head = nil
        }

        private mutating func following() -> OpenOccurrence? {
            let ritual = track.ritual
            while let found = cursor {
                let key = ritual.key(of: found)
                if plan.outcomes[key].contains(where: \.setsStart) {
                    cursor = track.next(after: found.instant, plan.outcomes)
                    continue
                }
                let next = track.builder.occurrence(
                    key,
                    at: found.instant,
                    period: nil,
                    outcomes: plan.outcomes
                )
                if let first = known.first, first.start <= next.start {
                    return known.removeFirst()
                }
                cursor = track.next(after: found.instant, plan.outcomes)
                if next.start > after {
                    return next
                }
            }
            return known.isEmpty ? nil : known.removeFirst()
        }

        private func isShown(_ occurrence: OpenOccurrence) -> Bool {
            let said = plan.outcomes[occurrence.key]
            let isClosed = track.builder.partners.allSatisfy {
                said.closing(for: $0.id, needs: track.ritual.needs) != nil
            }
            return !isClosed && track.builder.rest(over: occurrence) == nil
                && plan.absorber(of: occurrence, track.ritual) == nil
        }
    }
}
