import CivilTime
import Daemon
import Household
import Planning
import Recurrence
import TestKit

// What a couple says: done, later, moved, a hard week, and that it was not meant so.

extension Life {
    func say() throws {
        guard kept != nil, wakesAt == nil else {
            return
        }
        let ritual = dice.pick(household.rituals)
        let from = clock - .seconds(dice.roll(0...14) * 86_400)
        guard let occurrence = ritual.schedule?.next(in: ritual.zone, after: from) else {
            return
        }
        let key = ritual.key(of: occurrence)
        let minutes = Int64(dice.roll(1...6_000))
        let target = ritual.zone.local(at: clock)
            .adding(Span(seconds: Int64(dice.roll(-3_000...20_000)) * 60))
        var kind: Outcome.Kind =
            switch dice.roll(0...6) {
            case 0, 1: .done
            case 2: .skipped
            case 3, 4: .moved(to: target)
            default: .later(until: clock + .seconds(minutes * 60))
            }
        // Without dice, so that all else falls as it did.
        let steps = ritual.ladder.steps.compactMap(\.name)
        if !steps.isEmpty, minutes % 3 == 0 {
            kind = .step(steps[Int(minutes / 3) % steps.count])
        }
        let outcome = Outcome(
            occurrence: key,
            kind: kind,
            partner: dice.pick([nil, "alex", "sam"]),
            said: clock
        )
        // Nobody can name one whose date an earlier schedule has taken.
        guard ritual.repeats == .afterDone || kept?.planner.plan.shown(key) != nil else {
            return
        }
        try take(
            .said(outcome),
            "\(outcome.kind) of \(outcome.occurrence), said \(outcome.partner ?? "both")"
        )
    }

    /// A hard week for a ritual or for everything, or the early end of one.
    func hold() throws {
        guard kept != nil, wakesAt == nil else {
            return
        }
        let ritual = dice.chance(40) ? nil : dice.pick(household.rituals).id
        guard dice.chance(70) else {
            try take(
                .release(ritual: ritual, by: speaker, at: clock),
                "\(ritual ?? "everything") is released"
            )
            return
        }
        let from = clock + .seconds(dice.pick([0, 0, 0, 3_600, 5 * 86_400]))
        let until = from + .seconds(dice.roll(1...60 * 1_440) * 60)
        let hold = Hold(
            ritual: ritual,
            from: from,
            until: until,
            reason: "a hard week",
            partner: speaker
        )
        try take(
            .hold(hold, at: clock),
            "\(ritual ?? "everything") is held from \(from) until \(until)"
        )
    }

    /// Who says so; without dice, so that all else falls as it did.
    private var speaker: String? {
        ["alex", "sam", nil][abs(Int(clock.secondsSinceEpoch % 3))]
    }

    /// Takes one of the last words back.
    func undo() throws {
        let words = oracle.present.outcomes.values.joined().map(\.outcome)
            .sorted { ($0.said, $0.occurrence) < ($1.said, $1.occurrence) }
        guard kept != nil, wakesAt == nil, !words.isEmpty else {
            return
        }
        let word = dice.pick(words.suffix(4))
        try take(
            .undo(word.occurrence, by: dice.chance(50) ? word.partner : nil, at: clock),
            "\(word.kind.name) of \(word.occurrence) is taken back"
        )
    }

    func take(_ event: PlannerEvent, _ line: String) throws {
        note(line)
        if let result = try kept?.take(event, at: clock) {
            report(result)
        }
        try deliver()
    }
}
