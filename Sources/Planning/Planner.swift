package import CivilTime
package import Household

/// Decides what is told to whom, and when: a value without a clock.
///
/// Events go in, a step comes out: the decisions that follow, each final. The same events give the
/// same steps on every machine. Whoever holds the planner feeds it the clock, writes each step to
/// the ledger whole, and only then acts on it.
///
/// Everything due up to `through` is decided. Nothing due later is, but for what the couple's own
/// word has made moot. What was decided is kept by name in the plan, because a move, a new config
/// or a new law of a zone can give a stage another time; it is still decided once.
package struct Planner: Sendable {
    /// What stands after the last event.
    package internal(set) var plan: Plan
    /// When something falls due next, or `nil` where nothing ever does.
    ///
    /// After `timeReached(now)` it lies after `now`.
    package private(set) var nextDue: Instant?
    /// Since when rituals are kept and what they are called, as far as the ledger has yet to be told.
    var keeping = KeepingNotes()
    /// Verdicts that a clock far ahead gave, to be taken back with the next step.
    private var annulled: [StageKey] = []
    /// Whether the ledger was written by a clock ahead of `through`, and not since.
    private var turnsBack = false

    package var household: Household { plan.household }
    /// Everything due up to here is decided.
    package var through: Instant { plan.through }

    /// A planner that goes on from what the ledger remembers.
    ///
    /// A new ledger remembers nothing: the household's rituals start now, not in the past. A ledger
    /// that was written by a clock ahead of `now` is read as of the time before that clock leapt: what
    /// was told stays told, and what was only given up as `expired` is to be decided again.
    package init(_ household: Household, memory: PlannerMemory, now: Instant) {
        let through = min(memory.beforeLeap ?? memory.through ?? now, now)
        plan = Plan(household, memory: memory, through: through)
        turnsBack = memory.through.map { $0 > now } ?? false
        keeping.keepNewRituals(in: &plan)
        // What cannot come up again, because its ritual is gone or it was moved, stays silent, and
        // so does what was answered.
        let again = memory.decidedAhead.filter { key, verdict in
            verdict.isSilent && (turnsBack || verdict == .expired)
        }
        annulled = Set(again.keys.map(\.occurrence)).flatMap { plan.laidOut($0) }
            .filter { again[$0.key] != nil && $0.due > through && !plan.isClosed($0) }
            .map(\.key).sorted { $0.description < $1.description }
        plan.settled.remove(annulled)
        noteNextDue()
    }

    /// Takes one event and returns what follows from it.
    package mutating func handle(_ event: PlannerEvent) -> PlannerStep {
        var step = PlannerStep(through: through)
        swap(&step.annulled, &annulled)
        swap(&step.turnsBack, &turnsBack)
        advance(to: event.time, &step)
        switch event {
        case .timeReached: break
        case .said(let outcome):
            say(outcome, &step)
            recountWeeks(&step)
        case .undo(let occurrence, let partner, _):
            undo(occurrence, by: partner, &step)
            recountWeeks(&step)
        case .hold(let hold, _): take(hold, &step)
        case .release(let ritual, let partner, _): release(ritual, by: partner, &step)
        case .takeBack(let hold, let partner, _): takeBack(hold, by: partner, &step)
        case .keep, .takeBackMoment, .mark, .takeBackMark: step.takeKeepsake(event, in: &plan)
        case .signal(let name, _): signal(name, &step)
        case .pause(let ritual, let partner, let wait, _):
            pause(ritual, by: partner, wait: wait, &step)
        case .propose(let times, _): tellOthers(since: plan, &step) { $0.propose(times) }
        case .newHousehold(let household, _): replace(with: household, &step)
        }
        keeping.keepWhatBegan(in: &plan)
        SharedMessages.merge(&step.decisions, in: plan.household)
        step.recalling = household.channels.filter(\.takesBack).map(\.id)
        keeping.tell(&step, of: plan)
        noteNextDue()
        return step
    }

    // MARK: - Time

    private mutating func advance(to now: Instant, _ step: inout PlannerStep) {
        guard now > through else {
            return
        }
        let indexes = plan.tracks.indices.filter { plan.tracks[$0].isDue(by: now) }
        let due = takeDue(of: indexes, through: now, &step)
        plan.through = now
        step.through = now
        conclude(due, &step)
    }

    /// Takes what is due of some tracks.
    mutating func takeDue(
        of indexes: some Sequence<Int>,
        through now: Instant,
        _ step: inout PlannerStep
    ) -> [DueStage] {
        var due: [DueStage] = []
        for index in indexes {
            let taken = plan.tracks[index].takeDue(through: now, outcomes: plan.outcomes)
            due += taken.due.flatMap { plan.stages(of: $0.occurrence, index, $0.steps) }
            guard let end = taken.expired else {
                continue
            }
            let ritual = plan.tracks[index].ritual.id
            let began = max(step.began, plan.kept[ritual] ?? step.began)
            if began < end {
                step.expiredSpans.append(
                    ExpiredSpan(ritual: ritual, after: began, through: end, decided: now)
                )
            }
        }
        return due
    }

    /// Decides what is due, and notes that it is decided.
    mutating func conclude(
        _ due: [DueStage],
        former: Household? = nil,
        _ step: inout PlannerStep
    ) {
        add(DueDecisions(plan: plan, former: former).decisions(on: due), to: &step)
        keeping.keepWhatWasTold(by: step.decisions, in: &plan)
    }

    /// Adds decisions to a step, and notes that their stages are settled.
    mutating func add(_ decisions: [Decision], to step: inout PlannerStep) {
        step.decisions += decisions
        plan.settled.add(decisions, through: through, plan.outcomes)
    }

    private mutating func noteNextDue() {
        var earliest = Instant.distantFuture
        // By index: a copy of each track would cost more than looking at it.
        for index in plan.tracks.indices {
            earliest = min(earliest, plan.tracks[index].nextDue ?? .distantFuture)
        }
        nextDue = earliest == .distantFuture ? nil : earliest
    }
}
