import CivilTime
import Household

// When it is too late to tell a stage.

extension DueStage {
    /// Why it is too late to tell it at `now`, or `nil` where it is not.
    func reasonExpired(at now: Instant) -> String? {
        let shown = shown(at: now)
        let zone = partner.zone
        if let over = over(by: shown, at: now) {
            let time = zone.local(at: shown).time.toTheMinute
            return "would be shown at \(time), after its \(over)"
        }
        guard shown > step.expires else {
            return nil
        }
        let last = zone.local(at: step.expires).short
        return "\(Phrase.length(now - due)) late, and it could be told until \(last)"
    }

    /// Which bound of the occurrence has passed when quiet hours end and the stage is shown: `start` or `end`.
    ///
    /// Returns `nil` where the stage still makes sense then, or does not wait for quiet hours.
    ///
    /// A lead is not told after the start that it announces; a start, and a *later*, not after the end
    /// of what it is for. The morning asks how it was, where the ritual asks at all.
    private func over(by shown: Instant, at now: Instant) -> String? {
        guard due > step.nominal || shown > now else {
            return nil
        }
        let (end, name): (Instant, String)
        switch step.stage.kind {
        case .lead: (end, name) = (occurrence.start, "start")
        case .start, .snooze, .end:
            end = Lateness.end(of: occurrence, ritual: ritual, partner: partner)
            name = "end"
        case .followUp, .nag, .notice, .digest: return nil
        }
        return step.nominal <= end && end < shown ? name : nil
    }
}
