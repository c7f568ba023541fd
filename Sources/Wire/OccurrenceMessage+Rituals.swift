import CivilTime
package import ControlAPI
import Household
package import Planning

// How the occurrences of the house are said on the wire.

extension OccurrenceMessage {
    /// An occurrence of what a planner keeps, with whether it is on hold there.
    package init(_ occurrence: UpcomingOccurrence, _ planner: Planner) {
        self.init(occurrence)
        held = planner.plan.hold(over: occurrence.key) != nil
    }

    package init(_ occurrence: UpcomingOccurrence) {
        self.init(
            ritual: occurrence.key.ritual,
            title: occurrence.title,
            occurrence: occurrence.key.description,
            start: occurrence.start.description,
            end: occurrence.end.description,
            instant: occurrence.start.instant.description,
            partners: occurrence.partners
        )
    }
}

extension TodayMessage.Entry {
    package init(_ occurrence: UpcomingOccurrence, state: ControlAPI.OccurrenceState) {
        self.init(
            ritual: occurrence.key.ritual,
            title: occurrence.title,
            occurrence: occurrence.key.description,
            start: occurrence.start.description,
            end: occurrence.end.description,
            instant: occurrence.start.instant.description,
            state: state,
            partners: occurrence.partners
        )
    }
}

extension ControlAPI.OccurrenceState {
    package init(_ state: Planning.OccurrenceState) {
        self =
            switch state {
            case .ahead: .ahead
            case .now: .now
            case .open: .open
            case .done: .done
            case .skipped: .skipped
            case .moved: .moved
            case .missed: .missed
            case .absorbed: .absorbed
            case .held: .held
            case .expired: .expired
            }
    }
}
