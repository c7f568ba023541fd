import CivilTime
import Ledger
import Rituals
import TestKit

/// Knows what has happened to a household, and writes down every promise of the design that is broken.
///
/// It reckons on its own: from what was written and what arrived, never by asking the planner. What a
/// process wrote into memory only is lost with it, and the oracle forgets it too.
final class Oracle {
    /// One nudge on one channel.
    struct Place: Hashable {
        var nudge: String
        var channel: String
    }

    struct Known {
        var decision: Decision
        var number: Int
        var isDurable: Bool
    }

    struct Said {
        var outcome: Outcome
        var number: Int
        var isDurable: Bool
    }

    private(set) var breaches: [String] = []
    var decisions: [StageKey: Known] = [:]
    var outcomes: [OccurrenceKey: [Said]] = [:]
    /// What long absences let pass, and whether that is sure to be remembered.
    var lapses: [(lapse: Lapse, isDurable: Bool)] = []
    /// Verdicts that a step in memory took back: they are on the disk until that step is.
    private var takenBack: [StageKey: Known] = [:]
    /// The stages that each nudge tells of.
    var told: [String: [StageKey]] = [:]
    /// The rituals that were given up, and after which step.
    var removed: [String: Int] = [:]
    var household: Household?
    /// From when on the present config decides.
    var since = Instant.distantFuture
    /// When the machine's clock first showed each ritual.
    private(set) var firstKept: [String: Instant] = [:]
    /// How many steps were written.
    private(set) var number = 0
    /// Steps that may be lost with the process.
    private var owed: [PlannerStep] = []
    /// The step that is being written.
    private var writing: PlannerStep?

    private var arrivals: [Place: Int] = [:]
    private var allowed: [Place: Int] = [:]
    /// Attempts whose end may be forgotten.
    private var open: Set<Place> = []

    func breach(_ text: String) {
        breaches.append(text)
    }

    // MARK: - Steps

    func isWriting(_ step: PlannerStep) {
        writing = step
    }

    func hasWritten(_ step: PlannerStep, isDurable: Bool) {
        writing = nil
        number += 1
        checkStep(step)
        apply(step, isDurable: isDurable)
        if !isDurable {
            owed.append(step)
        }
    }

    private func apply(_ step: PlannerStep, isDurable: Bool) {
        for key in step.annulled {
            if !isDurable, let known = decisions[key], known.isDurable {
                takenBack[key] = known
            }
            decisions[key] = nil
        }
        lapses += step.lapses.map { ($0, isDurable) }
        if step.turnsBack {
            for index in lapses.indices {
                lapses[index].lapse.through = min(lapses[index].lapse.through, step.through)
            }
        }
        for decision in step.decisions {
            if let id = decision.nudgeID {
                told[id, default: []].append(decision.key)
            }
            decisions[decision.key] = Known(
                decision: decision,
                number: number,
                isDurable: isDurable
            )
        }
        for outcome in step.outcomes {
            let said = Said(outcome: outcome, number: number, isDurable: isDurable)
            outcomes[outcome.occurrence, default: []].append(said)
        }
        for ritual in step.withdrawnRituals {
            removed[ritual] = number
        }
    }

    func everythingIsDurable() {
        owed = []
        takenBack = [:]
        lapses = lapses.map { ($0.lapse, true) }
        for key in decisions.keys {
            decisions[key]?.isDurable = true
        }
        for key in outcomes.keys {
            for index in outcomes[key, default: []].indices {
                outcomes[key]?[index].isDurable = true
            }
        }
        open = []
    }

    // MARK: - Death and what comes after

    func processDied() {
        if let writing {
            owed.append(writing)
        }
        writing = nil
        decisions = decisions.filter(\.value.isDurable).merging(takenBack) { known, _ in known }
        takenBack = [:]
        outcomes = outcomes.mapValues { $0.filter(\.isDurable) }
        lapses = lapses.filter(\.isDurable)
        for place in open {
            allowed[place, default: 0] += 1
        }
        open = []
    }

    /// Finds out which of the steps that were under way did reach the disk, each whole or not at all.
    ///
    /// On a disk that cannot synchronize, what is found may be lost again: it stays owed.
    func starts(
        with ledger: SQLiteLedger,
        _ household: Household,
        at clock: Instant,
        isSound: Bool
    ) {
        // A process that died over a new config starts with it.
        if self.household != household {
            tookConfig(household, at: clock)
        }
        let steps = owed
        owed = []
        for (index, step) in steps.enumerated() {
            // What a later step took back is not there, though it was written.
            let takenBack = Set(steps[(index + 1)...].flatMap(\.annulled))
            do {
                if try isWritten(step, in: ledger, without: takenBack) {
                    number += 1
                    apply(step, isDurable: isSound)
                    owed += isSound ? [] : [step]
                }
            } catch {
                breach("the ledger cannot be read: \(error)")
            }
        }
        do {
            let count = try ledger.summary().decisions
            if count != decisions.count {
                breach(
                    "at \(clock) the ledger has \(count) decisions, and \(decisions.count) were written"
                )
            }
        } catch {
            breach("the ledger cannot be read: \(error)")
        }
    }

    private func isWritten(
        _ step: PlannerStep,
        in ledger: SQLiteLedger,
        without takenBack: Set<StageKey>
    ) throws -> Bool {
        var found: [Bool] = []
        for decision in step.decisions where !takenBack.contains(decision.key) {
            let known = try ledger.decisions(about: decision.key.occurrence)
            found.append(known.contains { $0.key == decision.key && $0.reason == decision.reason })
        }
        for outcome in step.outcomes {
            found.append(try ledger.outcomes(of: outcome.occurrence).contains(outcome))
        }
        for lapse in step.lapses {
            found.append(try ledger.lapses(of: lapse.ritual).contains(lapse))
        }
        for key in step.annulled where !step.decisions.contains(where: { $0.key == key }) {
            let known = try ledger.decisions(about: key.occurrence)
            found.append(!known.contains { $0.key == key })
        }
        if Set(found).count > 1 {
            breach("a step was written in part: \(step)")
        }
        return found.first == true
    }

    func tookConfig(_ household: Household, at clock: Instant) {
        self.household = household
        since = clock
        for ritual in household.rituals where firstKept[ritual.id] == nil {
            firstKept[ritual.id] = clock
        }
    }

    // MARK: - Deliveries

    func isBeginning(_ place: Place) {
        open.insert(place)
    }

    func hasFinished(_ place: Place, isDurable: Bool) {
        if isDurable {
            open.remove(place)
        }
    }

    /// The channel said that it failed, although it did not.
    func mayComeAgain(_ place: Place) {
        allowed[place, default: 0] += 1
    }

    func arrived(_ nudge: Nudge, _ place: Place, at clock: Instant) {
        arrivals[place, default: 0] += 1
        if arrivals[place, default: 0] > 1 + allowed[place, default: 0] {
            breach("arrived again without need at \(clock): \(nudge.key) by \(place.channel)")
        }
        guard let known = decisions[nudge.key] else {
            breach("arrived at \(clock) without a decision: \(nudge.key)")
            return
        }
        if clock < nudge.due, clock < known.decision.decided {
            // A clock that was set back finds what was decided by the time ahead: it was due then.
            if !known.decision.wasAhead(of: clock) {
                breach("arrived before it was due, at \(clock): \(nudge.key), due \(nudge.due)")
            }
        }
        if clock > nudge.expires {
            breach("stale words arrived at \(clock): \(nudge.key)")
        }
        if nudge.id != nudge.key.nudgeID {
            breach("a nudge under a name of its own: \(nudge.key)")
        }
        let stages = told[nudge.id, default: []].compactMap { decisions[$0] }
        let reasons = stages.filter { $0.decision.nudgeID == nudge.id }.map(moot)
        if let reason = reasons.last ?? nil, reasons.allSatisfy({ $0 != nil }) {
            breach("arrived at \(clock) although \(reason): \(nudge.key)")
        }
    }

    /// Why a nudge is no longer wanted, or `nil`.
    func moot(_ known: Known) -> String? {
        let key = known.decision.key
        if let last = removed[key.occurrence.ritual], last >= known.number {
            return "its ritual was given up"
        }
        let later = outcomes[key.occurrence, default: []].filter { $0.number >= known.number }
        for said in later {
            let outcome = said.outcome
            let concerns = outcome.partner == nil || outcome.partner == key.partner
            switch outcome.kind {
            case .moved, .skipped: return "it was \(outcome.kind.name)"
            case .snoozed where concerns: return "it was put off"
            case .done where concerns || household?.ritual(key.occurrence.ritual)?.needs == .anyone:
                return "it was done"
            default: break
            }
        }
        return nil
    }
}

extension Decision {
    /// Whether it was made by a clock that showed a later time than this one does.
    fileprivate func wasAhead(of clock: Instant) -> Bool { decided > clock }
}
