import CivilTime
import Household

// What quiet hours keep back until it makes no sense any more.

extension Planner {
    /// When a stage decided now may be shown: quiet hours are waited out.
    func tellTime(of stage: DueStage, at now: Instant) -> Instant {
        let partner = partner(of: stage)
        guard let quiet = partner.quietHours, !ritual(of: stage).isUrgent else {
            return now
        }
        return quiet.deferring(now, in: partner.zone)
    }

    /// Why a stage that quiet hours keep back is not told when they end, or `nil` where it is.
    ///
    /// A lead is not told after the start that it announces; a start, and a *later*, not after the end
    /// of what it is for. The morning asks how it was, where the ritual asks at all.
    func overWhenShown(_ stage: DueStage, at now: Instant) -> String? {
        let item = stage.item
        let shown = tellTime(of: stage, at: now)
        guard item.due > item.nominal || shown > now else {
            return nil
        }
        let (ritual, partner) = (ritual(of: stage), partner(of: stage))
        let (end, name): (Instant, String)
        switch item.stage.kind {
        case .lead: (end, name) = (stage.occurrence.start, "start")
        case .start, .snooze, .end:
            end = Lateness.end(of: stage.occurrence, ritual: ritual, partner: partner)
            name = "end"
        case .followUp, .nag, .notice, .digest: return nil
        }
        guard item.nominal <= end, end < shown else {
            return nil
        }
        return
            "would be shown at \(partner.zone.local(at: shown).time.toTheMinute), after its \(name)"
    }
}
