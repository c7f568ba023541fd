package import CivilTime
import Recurrence

/// Decides what is told to whom, and when: a value without a clock.
///
/// Events go in, a step comes out: the decisions that follow, each final. The same events give the
/// same steps on every machine. Whoever holds the planner feeds it the clock, writes each step to
/// the ledger whole, and only then acts on it.
///
/// Everything due up to `through` is decided. Nothing due later is, but for what the couple's own
/// word has made moot; those stages are kept in `decidedAhead` until their time has passed.
package struct Planner: Sendable {
    package private(set) var household: Household
    /// Everything due up to here is decided.
    package private(set) var through: Instant

    var tracks: [Track] = []
    private(set) var indexes: [String: Int] = [:]
    private var queue = DueQueue()
    private(set) var book: OutcomeBook
    var decidedAhead: [StageKey: Verdict]
    /// What a clock far ahead had given up, to be taken back with the next step.
    private var annulled: [StageKey] = []

    /// A planner that goes on from what the ledger remembers.
    ///
    /// A new ledger remembers nothing: the household's rituals start now, not in the past. A ledger
    /// that was written by a clock ahead of `now` is read as of now: what was told stays told, and
    /// what was only given up as `expired` is to be decided again in its own time.
    package init(_ household: Household, memory: PlannerMemory, now: Instant) {
        let through = min(memory.through ?? now, now)
        var ahead = memory.decidedAhead
        let annulled = ahead.filter { $0.value == .expired }.keys
        for key in annulled {
            ahead[key] = nil
        }
        self.init(
            household,
            through: through,
            decidedAhead: ahead,
            book: OutcomeBook(memory.outcomes),
            carried: []
        )
        self.annulled = annulled.sorted { $0.description < $1.description }
    }

    private init(
        _ household: Household,
        through: Instant,
        decidedAhead: [StageKey: Verdict],
        book: OutcomeBook,
        carried: Set<StageKey>
    ) {
        self.household = household
        self.through = through
        self.decidedAhead = decidedAhead
        self.book = book
        for ritual in household.rituals where ritual.isEnabled {
            let builder = OccurrenceBuilder(
                ritual: ritual,
                partners: household.partners(of: ritual)
            )
            indexes[ritual.id] = tracks.count
            tracks.append(Track(builder, through: through, carried: carried, book: book))
        }
        for index in tracks.indices {
            enqueue(index)
        }
    }

    /// When something falls due next, or `nil` where nothing ever does.
    ///
    /// After `timeReached(now)` it lies after `now`.
    package var nextDue: Instant? {
        queue.first?.due
    }

    /// Takes one event and returns what follows from it.
    package mutating func handle(_ event: PlannerEvent) -> PlannerStep {
        switch event {
        case .timeReached(let now):
            var step = begin()
            advance(to: now, &step)
            return step
        case .said(let outcome):
            var step = begin()
            advance(to: outcome.said, &step)
            take(outcome, &step)
            return step
        case .signal(let name, let now):
            var step = begin()
            advance(to: now, &step)
            signal(name, at: now, &step)
            return step
        case .newHousehold(let household, let now):
            var step = begin()
            advance(to: now, &step)
            replace(with: household, &step)
            return step
        }
    }

    private mutating func begin() -> PlannerStep {
        var step = PlannerStep(through: through)
        swap(&step.annulled, &annulled)
        return step
    }

    private mutating func enqueue(_ index: Int) {
        if let due = tracks[index].nextDue {
            queue.push(DueQueue.Entry(due: due, index: index))
        }
    }

    /// Drops entries that a track has since moved on from.
    private mutating func settle() {
        while let first = queue.first, tracks[first.index].nextDue != first.due {
            _ = queue.pop()
        }
    }

    // MARK: - Events

    private mutating func advance(to now: Instant, _ step: inout PlannerStep) {
        guard now > through else {
            return
        }
        var due: [DueStage] = []
        while let first = queue.first, first.due <= now {
            _ = queue.pop()
            guard tracks[first.index].nextDue == first.due else {
                continue
            }
            for (occurrence, items) in tracks[first.index].takeDue(through: now, book: book) {
                due += items.map { DueStage(track: first.index, occurrence: occurrence, item: $0) }
            }
            enqueue(first.index)
        }
        settle()
        through = now
        step.through = now
        decide(due, at: now, &step)
    }

    private mutating func take(_ outcome: Outcome, _ step: inout PlannerStep) {
        guard let index = indexes[outcome.occurrence.ritual] else {
            return
        }
        book.add(outcome)
        step.outcomes.append(outcome)
        let track = tracks[index]
        guard
            let occurrence = tracks[index].reopen(
                outcome.occurrence,
                book: book,
                through: through
            )
        else {
            return
        }
        let said = book[outcome.occurrence]
        let isClosed = { (item: Item) in
            let partner = track.builder.partners[item.partner].id
            return said.closing(for: partner, needs: track.ritual.needs) != nil
        }
        let closed = tracks[index].close(outcome.occurrence, where: isClosed)
        for item in closed {
            let stage = DueStage(track: index, occurrence: occurrence, item: item)
            if decidedAhead[key(of: stage)] == nil, let decision = silence(stage, at: through) {
                step.decisions.append(decision)
                decidedAhead[decision.key] = decision.verdict
            }
        }
        withdraw(outcome, said, track, &step)
        enqueue(index)
        settle()
    }

    private func withdraw(
        _ outcome: Outcome,
        _ said: [Outcome],
        _ track: Track,
        _ step: inout PlannerStep
    ) {
        let key = outcome.occurrence
        switch outcome.kind {
        case .done, .skipped:
            let partners = track.builder.partners.map(\.id)
            let closed = partners.filter {
                said.closing(for: $0, needs: track.ritual.needs) != nil
            }
            if closed.count == partners.count {
                step.withdrawals.append(Withdrawal(occurrence: key))
            } else {
                step.withdrawals += closed.map { Withdrawal(occurrence: key, partner: $0) }
            }
        case .snoozed, .moved:
            step.withdrawals.append(Withdrawal(occurrence: key, partner: outcome.partner))
        case .begun:
            break
        }
    }

    private mutating func signal(_ name: String, at now: Instant, _ step: inout PlannerStep) {
        var due: [DueStage] = []
        for index in tracks.indices {
            let ritual = tracks[index].ritual
            guard case .signal(let trigger) = ritual.occasion, trigger.signal == name else {
                continue
            }
            let local = ritual.zone.local(at: now)
            let today = book.occurrences(of: ritual.id).filter { $0.start.date == local.date }
            let key = OccurrenceKey(
                ritual: ritual.id,
                start: local,
                isSecondOfFold: now > ritual.zone.instant(of: local)
            )
            guard trigger.between?.contains(local.time) ?? true,
                today.count < trigger.atMostPerDay ?? .max, !today.contains(key)
            else {
                continue
            }
            let outcome = Outcome(occurrence: key, kind: .begun, said: now)
            book.add(outcome)
            step.outcomes.append(outcome)
            if let begun = tracks[index].reopen(key, book: book, through: now) {
                due += begun.items.filter { $0.due <= now }.map {
                    DueStage(track: index, occurrence: begun, item: $0)
                }
            }
            enqueue(index)
        }
        settle()
        decide(due, at: now, &step)
    }

    private mutating func replace(with household: Household, _ step: inout PlannerStep) {
        var carried: Set<StageKey> = []
        for track in tracks {
            for occurrence in track.open + (track.upcoming.map { [$0] } ?? []) {
                carried.formUnion(
                    occurrence.items.map { track.builder.key(of: $0, in: occurrence.key) }
                )
            }
        }
        let kept = Set(household.rituals.filter(\.isEnabled).map(\.id))
        step.withdrawnRituals = tracks.map(\.ritual.id).filter { !kept.contains($0) }
        self = Planner(
            household,
            through: through,
            decidedAhead: decidedAhead,
            book: book,
            carried: carried
        )
    }
}
