import CivilTime
import Household
import Recurrence

/// One ritual as time passes: its open occurrences and the next ones of its schedule.
struct Track: Sendable {
    let builder: OccurrenceBuilder
    /// What it has from before its schedule was changed; mostly nothing.
    let former: FormerOccurrences?
    /// Nothing of it comes before this; `nil` where it waits for nothing.
    let begins: Instant?
    /// Occurrences whose ladder has begun and has stages left, in the order they were opened.
    private(set) var open: [OpenOccurrence] = []
    /// The next occurrences of the schedule, laid out: the first and all that could begin before it.
    private var upcoming: [OpenOccurrence] = []
    /// The first of the schedule that is not laid out; `nil` where none is left.
    private var frontier: Occurrence?
    /// Occurrences that were opened before the schedule came to them.
    private var openedAhead: Set<OccurrenceKey> = []

    var ritual: Ritual { builder.ritual }

    /// When the next stage falls due.
    private(set) var nextDue: Instant?

    func isDue(by now: Instant) -> Bool { nextDue.map { $0 <= now } ?? false }

    /// A track at `through`.
    ///
    /// Stages due up to there are left alone, but for those that `carried` names for an occurrence.
    /// The schedule is read from `margin` before the reach of the ladder.
    init(
        _ builder: OccurrenceBuilder,
        former: FormerOccurrences?,
        begins: Instant?,
        through: Instant,
        margin: Duration = .zero,
        outcomes: OutcomeLog,
        carried: (OccurrenceKey) -> Set<StageKey> = { _ in [] }
    ) {
        self.builder = builder
        self.former = former
        self.begins = begins
        let ritual = builder.ritual
        frontier = cursor(outcomes)?.next(after: through - builder.reach - margin)
        for key in outcomes.occurrences(of: ritual.id) {
            if let occurrence = occurrence(key, outcomes: outcomes) {
                passOver(occurrence)
                open(occurrence, through: through, carried: carried)
            }
        }
        layOut(outcomes)
        while let next = begin(by: through, outcomes) {
            open(next, through: through, carried: carried)
        }
        rest(outcomes)
    }

    /// Notes when the next stage falls due, and drops the layout that can be made again by then.
    ///
    /// Most rituals of a household have nothing open: they need no more than the place where their
    /// schedule goes on.
    private mutating func rest(_ outcomes: OutcomeLog) {
        let begun = open.lazy.compactMap(\.nextDue).min()
        let next = upcoming.lazy.compactMap(\.nextDue).min()
        nextDue = [begun, next].compactMap(\.self).min()
        // What was opened ahead is passed over once, so it must not be laid out a second time.
        if open.isEmpty, let first = upcoming.first, outcomes.occurrences(of: ritual.id).isEmpty {
            frontier = Occurrence(local: first.key.start, instant: first.scheduled)
            upcoming = []
        }
    }

    /// Lays out again what `rest` dropped.
    private mutating func wake(_ outcomes: OutcomeLog) {
        if upcoming.isEmpty {
            layOut(outcomes)
        }
    }

    /// Takes what is due up to `now`, opening the occurrences it reaches.
    ///
    /// After a long absence all undecided up to `expired` has expired without being taken.
    mutating func takeDue(
        through now: Instant,
        outcomes: OutcomeLog
    ) -> (due: [(occurrence: OpenOccurrence, steps: ArraySlice<LadderStep>)], expired: Instant?) {
        defer { rest(outcomes) }
        wake(outcomes)
        let expired = expire(by: now, outcomes)
        while let next = begin(by: now, outcomes) {
            open.append(next)
        }
        var taken: [(occurrence: OpenOccurrence, steps: ArraySlice<LadderStep>)] = []
        for index in open.indices {
            let due = open[index].steps.prefix { $0.due <= now }
            if !due.isEmpty {
                taken.append((open[index], due))
                open[index].steps.removeFirst(due.count)
            }
        }
        open.removeAll { $0.steps.isEmpty }
        return (taken, expired)
    }

    /// Lays an occurrence out anew after something was said about it.
    ///
    /// Its stages due up to `through` are left alone. `nil` where the ritual has no such occurrence.
    mutating func reopen(
        _ key: OccurrenceKey,
        outcomes: OutcomeLog,
        through: Instant
    ) -> OpenOccurrence? {
        guard let occurrence = occurrence(key, outcomes: outcomes) else {
            return nil
        }
        defer { rest(outcomes) }
        wake(outcomes)
        open.removeAll { $0.key == key }
        upcoming.removeAll { $0.key == key }
        passOver(occurrence)
        layOut(outcomes)
        open(occurrence, through: through) { _ in [] }
        return occurrence
    }

    /// Forgets the stages of an open occurrence for which `isClosed` holds.
    mutating func close(
        _ key: OccurrenceKey,
        outcomes: OutcomeLog,
        where isClosed: (LadderStep) -> Bool
    ) {
        guard let index = open.firstIndex(where: { $0.key == key }) else {
            return
        }
        open[index].steps.removeAll(where: isClosed)
        if open[index].steps.isEmpty {
            open.remove(at: index)
        }
        rest(outcomes)
    }

    /// The most expired occurrences that are decided one by one.
    private static let most = 64

    /// Skips the occurrences that expired during a long absence, where they are many.
    ///
    /// - Returns: the instant up to which everything undecided has expired; `nil` where all is to be
    ///   decided one by one.
    private mutating func expire(by now: Instant, _ outcomes: OutcomeLog) -> Instant? {
        let expired = now - builder.latest
        let last = expired - builder.reach
        guard let cursor = cursor(outcomes), let first = frontier, first.instant < last else {
            return nil
        }
        var next: Occurrence? = first
        for _ in 1...Self.most {
            next = next.flatMap { cursor.next(after: $0.instant) }
            guard let next, next.instant <= last else {
                return nil
            }
        }
        frontier = cursor.next(after: last)
        return expired
    }

    private mutating func open(
        _ occurrence: OpenOccurrence,
        through: Instant,
        carried: (OccurrenceKey) -> Set<StageKey>
    ) {
        var rest = occurrence
        let past = rest.steps.prefix { $0.due <= through }
        if !past.isEmpty {
            let carried = carried(occurrence.key)
            rest.steps.removeAll { step in
                step.due <= through && !carried.contains(builder.key(of: step, in: occurrence.key))
            }
        }
        if !rest.steps.isEmpty {
            open.append(rest)
        }
    }

    /// Notes that the schedule need not open an occurrence that it has yet to come to.
    private mutating func passOver(_ occurrence: OpenOccurrence) {
        if let frontier, frontier.instant <= occurrence.scheduled {
            openedAhead.insert(occurrence.key)
        }
    }

    /// Takes an occurrence whose ladder begins by `now` from those laid out.
    private mutating func begin(by now: Instant, _ outcomes: OutcomeLog) -> OpenOccurrence? {
        let index = upcoming.firstIndex { next in next.nextDue.map { $0 <= now } ?? false }
        guard let index else {
            return nil
        }
        let next = upcoming.remove(at: index)
        layOut(outcomes)
        return next
    }

    /// Lays out the first of the schedule, and those after it whose ladder could begin before.
    private mutating func layOut(_ outcomes: OutcomeLog) {
        guard let cursor = cursor(outcomes) else {
            return
        }
        while let found = frontier, upcoming.first.map({ isNear(found, $0) }) ?? true {
            frontier = cursor.next(after: found.instant)
            let key = ritual.key(of: found)
            if openedAhead.remove(key) == nil {
                upcoming.append(
                    builder.occurrence(
                        key,
                        at: found.instant,
                        period: frontier.map { $0.instant - found.instant },
                        outcomes: outcomes
                    )
                )
            }
        }
    }

    private func isNear(_ occurrence: Occurrence, _ first: OpenOccurrence) -> Bool {
        occurrence.instant <= first.scheduled + builder.disorder
    }
}
