import CivilTime
import Household
import Planning
import TestKit

/// A keeper whose decisions can be compared with lines of text.
extension ModelKeeper {
    /// What was decided about each stage of an occurrence: `start alex: fired`, in order.
    func verdicts(_ occurrence: String) -> [String] {
        ledger.decisions.values
            .filter { $0.key.occurrence.description == occurrence }
            .sorted {
                ($0.decided, $0.due, $0.key.description) < ($1.decided, $1.due, $1.key.description)
            }
            .map { "\($0.key.stage) \($0.key.partner): \($0.verdict)" }
    }

    /// What was told, when and to whom: `2026-01-09T19:00:00Z start of date@2026-01-09T19:00 to alex`.
    var told: [String] {
        ledger.told.map { decision in
            let time = decision.notBefore ?? decision.decided
            return
                "\(time) \(decision.key.stage) of \(decision.key.occurrence) to \(decision.key.partner)"
        }
    }

    /// The stages of the ladders that are due after an instant and up to now.
    func stages(from start: String) -> [StageKey: Instant] {
        guard let start = try? Instant(parsing: start) else {
            return [:]
        }
        return ExpectedLadders(planner.household)
            .stages(from: start, until: now + .seconds(20 * 86_400)).filter { $0.value <= now }
    }

    /// Whether a stage has a verdict of its own, or one that a lapse stands for.
    func isDecided(_ key: StageKey, due: Instant) -> Bool {
        ledger.decisions[key] != nil
            || ledger.lapses.contains { $0.ritual == key.occurrence.ritual && $0.covers(due) }
    }

    /// The decision on `stage` of an occurrence for Alex.
    func decision(_ stage: String, of occurrence: String, for partner: String = "alex") -> Decision?
    {
        guard let stage = Stage(parsing: stage), let key = OccurrenceKey(parsing: occurrence) else {
            return nil
        }
        return ledger.decisions[StageKey(occurrence: key, stage: stage, partner: partner)]
    }
}

extension ModelKeeper {
    /// Whether a nudge still waits for its partner's answer about the occurrence that it bears.
    func isOpen(_ nudge: Nudge, at now: Instant) -> Bool {
        let told = nudge.due + nudge.late
        return nudge.isOpen(about: nudge.occurrence.key, toldAt: told, in: planner.plan, at: now)
    }
}

/// A couple in one zone, the second partner with quiet hours where they are given.
func couple(
    _ zone: Zone,
    quiet: String? = nil,
    samIn other: Zone? = nil,
    _ rituals: [Ritual]
) throws -> Household {
    let quiet = try quiet.map { try QuietHours.of($0) }
    return .of(
        zone: zone,
        partners: [
            Partner(id: "alex", name: "Alex", zone: zone),
            Partner(id: "sam", name: "Sam", zone: other ?? zone, quietHours: quiet),
        ],
        rituals
    )
}

func local(_ text: String) throws -> CivilDateTime { try CivilDateTime(parsing: text) }

func instant(_ text: String) throws -> Instant { try Instant(parsing: text) }
