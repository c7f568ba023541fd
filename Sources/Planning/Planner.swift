package import CivilTime
package import Household
import Recurrence

/// Decides what is told to whom, and when: a value without a clock.
///
/// Events go in, a step comes out: the decisions that follow, each final. The same events give the
/// same steps on every machine. Whoever holds the planner feeds it the clock, writes each step to
/// the ledger whole, and only then acts on it.
///
/// Everything due up to `through` is decided. Nothing due later is, but for what the couple's own
/// word has made moot. What was decided is kept by name in `settled`, because a move, a new config
/// or a new law of a zone can give a stage another time; it is still decided once.
package struct Planner: Sendable {
    package private(set) var household: Household
    /// Everything due up to here is decided.
    package private(set) var through: Instant

    var tracks: [Track]
    /// When something falls due next, or `nil` where nothing ever does.
    ///
    /// After `timeReached(now)` it lies after `now`.
    package private(set) var nextDue: Instant?
    private(set) var indexes: [String: Int] = [:]
    var book: OutcomeBook
    var settled: SettledStages
    var holds: HoldBook
    /// Since when each ritual is kept, those that are kept no longer too.
    private(set) var kept: [String: Instant]
    /// What of that the ledger does not know yet.
    private var newlyKept: [String: Instant] = [:]
    /// What a clock far ahead had given up, to be taken back with the next step.
    private var annulled: [StageKey] = []
    /// The household before the present event changed it; `nil` where it does not.
    var formerHousehold: Household?
    /// Whether the ledger was written by a clock ahead of `through`, and not since.
    private var turnsBack = false

    /// A planner that goes on from what the ledger remembers.
    ///
    /// A new ledger remembers nothing: the household's rituals start now, not in the past. A ledger
    /// that was written by a clock ahead of `now` is read as of the time before that clock leapt: what
    /// was told stays told, and what was only given up as `expired` is to be decided again.
    package init(_ household: Household, memory: PlannerMemory, now: Instant) {
        let through = min(memory.beforeLeap ?? memory.through ?? now, now)
        let turnsBack = memory.through.map { $0 > now } ?? false
        let silent = memory.decidedAhead.filter { $0.value.isSilent }
        self.init(
            household,
            through: through,
            book: OutcomeBook(memory.outcomes),
            settled: memory.decided.union(memory.decidedAhead.keys),
            early: memory.early.union(silent.keys),
            forgotten: memory.forgotten,
            holds: memory.holds,
            kept: memory.kept,
            margin: .zero,
            begun: [:],
            carried: { _ in [] }
        )
        // What cannot come up again, because its ritual is gone or it was moved, stays silent, and
        // so does what was answered.
        let ahead = silent.filter { turnsBack || $0.value == .expired }
        let waiting = Set(ahead.keys.map(\.occurrence)).flatMap { laidOut($0) }
            .filter { $0.item.due > through && !isClosed($0) }
            .map { key(of: $0) }
        annulled = waiting.filter { ahead[$0] != nil }.sorted { $0.description < $1.description }
        settled.remove(annulled)
        self.turnsBack = turnsBack
    }

    /// How long after its start an occurrence is counted on to be laid out anew, at the least.
    private static let memorable = Duration.seconds(40 * 86_400)

    init(
        _ household: Household,
        through: Instant,
        book: OutcomeBook,
        settled: Set<StageKey>,
        early: Set<StageKey>,
        forgotten: Set<OccurrenceKey>,
        holds: [Hold],
        kept: [String: Instant],
        margin: Duration,
        begun: [String: Set<OccurrenceKey>],
        carried: (OccurrenceKey) -> Set<StageKey>
    ) {
        self.household = household
        self.through = through
        self.book = book
        self.holds = HoldBook(holds)
        self.kept = kept
        // By index: a copy of all rituals would be as large as the household.
        let rituals = household.rituals
        let places = rituals.indices.filter { rituals[$0].isEnabled }
        indexes.reserveCapacity(places.count)
        for (index, place) in places.enumerated() {
            indexes[rituals[place].id] = index
        }
        let dates = Self.dates(among: rituals)
        let begun = Self.begun(settled, rituals).merging(begun) { $0.union($1) }
        tracks = places.map { place in
            let ritual = rituals[place]
            let builder = OccurrenceBuilder(
                ritual,
                partners: household.partners(of: ritual),
                company: ritual.isMilestone ? dates : []
            )
            let former = FormerOccurrences(
                ritual,
                begun: begun[ritual.id] ?? [],
                book,
                through: through
            )
            return Track(
                builder,
                former: former,
                through: through,
                margin: margin,
                book: book,
                carried: carried
            )
        }
        self.settled = SettledStages(
            settled,
            early: early,
            forgotten: forgotten,
            through: through,
            span: max(Self.memorable, tracks.lazy.map(\.builder.reach).max() ?? .zero),
            book
        )
        for id in indexes.keys where kept[id] == nil {
            keep(id, since: through)
        }
        noteNextDue()
    }

    private mutating func keep(_ ritual: String, since: Instant) {
        kept[ritual] = since
        newlyKept[ritual] = since
    }

    /// The dates that a milestone is told with, where there is a milestone.
    private static func dates(among rituals: [Ritual]) -> [Ritual] {
        guard rituals.contains(where: { $0.isEnabled && $0.isMilestone }) else {
            return []
        }
        return rituals.filter { $0.isEnabled && $0.isDate && !$0.isMilestone }
    }

    /// Takes one event and returns what follows from it.
    package mutating func handle(_ event: PlannerEvent) -> PlannerStep {
        var step = begin()
        advance(to: event.time, &step)
        switch event {
        case .timeReached: break
        case .said(let outcome):
            let before = outcome.isMove || Self.isNews(outcome) ? self : nil
            take(outcome, &step)
            follow(outcome, before, &step)
            tellOthers(of: outcome, before, &step)
        case .undo(let occurrence, let partner, _):
            let word = lastWord(about: occurrence, by: partner)
            let before = word.map { $0.isMove || Self.isNews($0) } == true ? self : nil
            undo(occurrence, by: partner, &step)
            follow(word, before, &step)
            if let word, Self.isNews(word) {
                tellOthers(ofTakenBack: word, by: partner, before, &step)
            }
        case .hold(let hold, _):
            let before = self
            take(hold, &step)
            tellOthers(of: hold, before, &step)
        case .release(let ritual, let partner, _):
            let before = self
            release(ritual, &step)
            tellOthers(ofRelease: ritual, by: partner, before, &step)
        case .signal(let name, _): signal(name, &step)
        case .newHousehold(let household, _): replace(with: household, &step)
        }
        swap(&step.kept, &newlyKept)
        noteNextDue()
        return step
    }

    private mutating func begin() -> PlannerStep {
        var step = PlannerStep(through: through)
        swap(&step.annulled, &annulled)
        swap(&step.turnsBack, &turnsBack)
        return step
    }

    private mutating func noteNextDue() {
        var earliest = Instant.distantFuture
        // By index: a copy of each track would cost more than looking at it.
        for index in tracks.indices {
            earliest = min(earliest, tracks[index].nextDue ?? .distantFuture)
        }
        nextDue = earliest == .distantFuture ? nil : earliest
    }

    // MARK: - Events

    private mutating func advance(to now: Instant, _ step: inout PlannerStep) {
        guard now > through else {
            return
        }
        var due: [DueStage] = []
        for index in tracks.indices where tracks[index].isDue(by: now) {
            due += takeDue(index, through: now, &step)
        }
        through = now
        step.through = now
        conclude(due, &step)
    }

    /// Takes what is due of one track.
    mutating func takeDue(
        _ index: Int,
        through now: Instant,
        _ step: inout PlannerStep
    ) -> [DueStage] {
        let taken = tracks[index].takeDue(through: now, book: book)
        if let lapsed = taken.lapsed {
            let ritual = tracks[index].ritual.id
            let began = max(step.began, kept[ritual] ?? step.began)
            if began < lapsed {
                step.lapses.append(
                    Lapse(ritual: ritual, after: began, through: lapsed, decided: now)
                )
            }
        }
        return taken.due.flatMap { occurrence, items in
            items.map { DueStage(track: index, occurrence: occurrence, item: $0) }
        }
    }

    /// Decides what is due, and notes that it is decided.
    mutating func conclude(_ due: [DueStage], _ step: inout PlannerStep) {
        decide(due, at: through, &step)
        settled.add(step.decisions, through: through, book)
        // What is told in time was kept by then, whatever a clock ahead of it had said.
        for decision in step.decisions where decision.verdict == .fired {
            let ritual = decision.key.occurrence.ritual
            if let since = kept[ritual], decision.due < since {
                keep(ritual, since: decision.due)
            }
        }
    }

    /// The stages of an occurrence that are still to be decided, as things stand.
    func undecided(of key: OccurrenceKey) -> [DueStage] {
        laidOut(key).filter { $0.item.due > through && !settled.contains(self.key(of: $0)) }
    }

    /// The stages of an occurrence as its words have them now, whatever was decided of it.
    func laidOut(_ key: OccurrenceKey) -> [DueStage] {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, book: book)
        else {
            return []
        }
        return occurrence.items.map { DueStage(track: index, occurrence: occurrence, item: $0) }
    }
}
