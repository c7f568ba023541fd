import CivilTime
import Delivery
import Household
import Ledger
import Planning
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

    private(set) var breaches: [String] = []
    /// What was written, be it on the disk or in memory.
    var present = Chronicle()
    /// What is sure to be on the disk, while there is more in memory.
    private var durable: Chronicle?
    var household: Household?
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
        write(step, isDurable: isDurable) { checkStep(step) }
        if !isDurable {
            owed.append(step)
        }
    }

    private func write(_ step: PlannerStep, isDurable: Bool, check: () -> Void = {}) {
        number += 1
        if !isDurable, durable == nil {
            durable = present
        }
        for word in present.takeBack(step.undone) {
            breach("taken back although nobody said it: \(word)")
        }
        check()
        present.apply(step, number: number)
        if isDurable {
            durable = nil
            owed = []
        }
    }

    func everythingIsDurable() {
        owed = []
        durable = nil
        open = []
    }

    // MARK: - Death and what comes after

    func processDied() {
        if let writing {
            owed.append(writing)
        }
        writing = nil
        present = durable ?? present
        durable = nil
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
            do {
                if try isWritten(step, in: ledger, before: steps[(index + 1)...]) {
                    // A word that was said and taken back may have left no trace.
                    var step = step
                    step.undone.removeAll { !present.stands($0) }
                    write(step, isDurable: isSound)
                    owed += isSound ? [] : [step]
                }
            } catch {
                breach("the ledger cannot be read: \(error)")
            }
        }
        do {
            let count = try ledger.summary().decisions
            let written = present.decisions.count
            if count != written {
                breach("at \(clock) the ledger has \(count) decisions, and \(written) were written")
            }
        } catch {
            breach("the ledger cannot be read: \(error)")
        }
    }

    func tookConfig(_ household: Household, at clock: Instant) {
        self.household = household
        present.since = clock
        durable?.since = clock
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

    /// A message has arrived; `places` has one for each of its partners.
    func arrived(_ nudge: Nudge, _ places: [Place], at clock: Instant) {
        for place in places {
            arrivals[place, default: 0] += 1
            if arrivals[place, default: 0] > 1 + allowed[place, default: 0] {
                breach("arrived again without need at \(clock): \(nudge.key) by \(place.channel)")
            }
            if present.told[place.nudge] == nil {
                breach("arrived at \(clock) for somebody without a decision: \(nudge.keys)")
            }
        }
        guard let known = present.decisions[nudge.key] else {
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
        let reasons = places.flatMap { place in
            present.told[place.nudge, default: []].compactMap { present.decisions[$0] }
                .filter { $0.decision.nudgeID == place.nudge }.map(moot)
        }
        if let reason = reasons.last ?? nil, reasons.allSatisfy({ $0 != nil }) {
            breach("arrived at \(clock) although \(reason): \(nudge.key)")
        }
    }

    /// Why a nudge is no longer wanted, or `nil`.
    private func moot(_ known: Chronicle.Known) -> String? {
        let key = known.decision.key
        // The word that a notice tells of is in its own step.
        let first = key.stage.kind == .notice ? known.number + 1 : known.number
        if let last = present.removed[key.occurrence.ritual], last >= first {
            return "its ritual was given up, or is on hold"
        }
        let later = present.outcomes[key.occurrence, default: []].filter {
            $0.number >= first
        }
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
