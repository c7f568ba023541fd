import CivilTime
import Household

extension Decision {
    /// Whether it asked its partner how the occurrence went.
    ///
    /// A *later* asks too, once the time of the question has come.
    package func asks(in plan: Plan) -> Bool {
        guard nudgeID != nil else {
            return false
        }
        switch key.stage.kind {
        case .followUp, .nag:
            let index = plan.indexes[key.occurrence.ritual]
            return index.map { !plan.tracks[$0].ritual.isReflection(key.stage) } ?? true
        case .snooze:
            guard let (index, occurrence) = plan.located(key.occurrence),
                let followUp = plan.tracks[index].ritual.ladder.followUp
            else {
                return false
            }
            let zone = plan.tracks[index].ritual.zone
            return decided >= zone.instant(followUp, after: occurrence.end)
        case .lead, .start, .end, .notice, .digest:
            return false
        }
    }
}
