import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit

// What must be there: a stage that nobody decided is a nudge that nobody got.

extension Oracle {
    /// Every stage of the ladders that was due under the present config has its decision.
    ///
    /// But for what was moved: that has its ladder at another time.
    func checkCompleteness(_ household: Household, at clock: Instant) {
        let expected = expectedLadders(household).stages(from: present.since, until: clock)
        let missing = expected.filter { key, due in
            due <= clock && present.decisions[key] == nil && !present.moved.contains(key.occurrence)
                && !isOlderThanItsRitual(key, due) && !isStoodFor(key.occurrence, household)
                && !present.lapses.contains {
                    $0.ritual == key.occurrence.ritual && $0.covers(due)
                }
        }
        for (key, due) in missing.sorted(by: { $0.key.description < $1.key.description }).prefix(5)
        {
            breach("nobody decided \(key), due \(due), by \(clock)")
        }
    }

    /// A clock that came back takes back what it had only given up, so that nothing falls silent that
    /// nobody has answered.
    func turnedBack(_ household: Household, to clock: Instant, _ step: PlannerStep) {
        present.since = min(present.since, clock)
        let until = clock + .seconds(400 * 86_400)
        let expected = expectedLadders(household).stages(from: step.began, until: until)
        for (key, due) in expected
        where !present.moved.contains(key.occurrence) && !isAnswered(key) {
            if let known = present.decisions[key], known.decision.verdict == .expired,
                known.decision.decided > step.through
            {
                breach("stays given up by a clock ahead: \(key), due \(due)")
            }
        }
    }

    /// The ladders that follow from the schedules alone; where an answer moves what comes next there
    /// are tests of their own.
    private func expectedLadders(_ household: Household) -> ExpectedLadders {
        var household = household
        household.rituals.removeAll { $0.repeats == .afterDone }
        return ExpectedLadders(household)
    }

    /// Whether it was due before its ritual was ever kept, by a clock that was ahead then, or asks about
    /// what was over by then: what is found too late to be told, or was never kept, has no verdict.
    private func isOlderThanItsRitual(_ key: StageKey, _ due: Instant) -> Bool {
        guard let since = firstKept[key.occurrence.ritual] else {
            return false
        }
        let ritual = household?.ritual(key.occurrence.ritual)
        let start = ritual?.instant(of: key.occurrence) ?? since
        let end = ritual.map { $0.zone.instant($0.duration, after: start) } ?? due
        return due <= since || end <= since
    }

    /// The end of a life: the ledger holds exactly what was written, and nothing is missing.
    func checkEverything(_ ledger: SQLiteLedger, _ household: Household, at clock: Instant) {
        checkCompleteness(household, at: clock)
        checkReturns(at: clock)
        do {
            var known = present.decisions
            for occurrence in Set(known.keys.map(\.occurrence)) {
                for decision in try ledger.decisions(about: occurrence) {
                    let mine = known.removeValue(forKey: decision.key)?.decision
                    if mine?.verdict != decision.verdict || mine?.due != decision.due
                        || mine?.decided != decision.decided || mine?.nudgeID != decision.nudgeID
                    {
                        breach("the ledger remembers it otherwise: \(decision.key)")
                    }
                }
            }
            let count = try ledger.summary().decisions
            if count != present.decisions.count - known.count {
                breach("the ledger remembers \(count) decisions")
            }
            for key in known.keys.sorted(by: { $0.description < $1.description }).prefix(5) {
                breach("the ledger has lost \(key)")
            }
            let stuck = try ledger.deliveries(in: [.sending], limit: 5)
            for delivery in stuck {
                breach("still being sent at the end: \(delivery.nudge.key)")
            }
        } catch {
            breach("the ledger cannot be read: \(error)")
        }
    }
}
