import CivilTime
import Daemon
import Household
import Planning
import TestKit

// A couple that calls a pause, and comes back.

extension Life {
    /// The household as it is kept: with the pause, which no other dice know of.
    var whole: Household {
        guard pauses != nil else {
            return household
        }
        var whole = household
        var pause = Ritual(
            id: "timeout",
            title: "timeout",
            occasion: .signal(Trigger(signal: "timeout", pause: PauseTerms())),
            zone: household.zone
        )
        pause.duration = Span(seconds: 1_800)
        pause.ladder.followUp = Span(days: 1)
        pause.isUrgent = true
        whole.rituals.append(pause)
        return whole
    }

    /// At times somebody calls a pause, or answers the one that is open, or takes it back.
    func pause() throws {
        guard let kept, wakesAt == nil, var dice = pauses else {
            return
        }
        defer { pauses = dice }
        guard dice.chance(20) else {
            return
        }
        let partner = dice.pick([nil, "alex", "sam"])
        let wait = Duration.seconds(dice.roll(24 * 60...48 * 60) * 60)
        let kind = dice.pick([Outcome.Kind.done, .skipped])
        let (calls, answers) = (dice.chance(60), dice.chance(50))
        pauses = dice
        guard !calls, let open = kept.planner.plan.openPause(of: "timeout", at: clock) else {
            return try take(
                .pause(ritual: "timeout", by: partner, wait: wait, at: clock),
                "a pause is called, said \(partner ?? "both")"
            )
        }
        let key = open.word.occurrence
        if answers {
            let word = Outcome(occurrence: key, kind: kind, partner: partner, said: clock)
            try take(.said(word), "\(kind) of \(key)")
        } else {
            try take(.undo(key, by: nil, at: clock), "the pause \(key) is taken back")
        }
    }
}
