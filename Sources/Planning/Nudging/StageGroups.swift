import CivilTime
import Household

/// How the stages that are due for one partner become nudges.
///
/// Of several stages of one occurrence the last is told, and of what is late the last of each ritual. What is
/// left and shown at one time is one nudge.
struct StageGroups {
    /// For each stage that is not told itself, by its index, the one that is told instead of it.
    let tellers: [Int: Int]
    /// The indexes of the stages that one nudge tells, in the order in which the nudges are shown.
    let groups: [[Int]]

    /// Groups stages, in the order in which they are due, that are decided at `now`.
    init(_ stages: [DueStage], at now: Instant) {
        guard stages.count > 1 else {
            tellers = [:]
            groups = stages.isEmpty ? [] : [[0]]
            return
        }
        let tellers = Self.tellers(of: stages, at: now)
        var groups: [Instant: [Int]] = [:]
        for index in stages.indices where tellers[index] == nil {
            groups[stages[index].shown(at: now), default: []].append(index)
        }
        self.tellers = tellers
        self.groups = groups.sorted { $0.key < $1.key }.map(\.value)
    }

    /// A stage whose teller is not told itself goes with the one that is told instead of that.
    private static func tellers(of stages: [DueStage], at now: Instant) -> [Int: Int] {
        var lastOfOccurrence: [OccurrenceKey: Int] = [:]
        var lastLateOfTrack: [Int: Int] = [:]
        var tellers: [Int: Int] = [:]
        for index in stages.indices.reversed() {
            let stage = stages[index]
            var later = lastOfOccurrence[stage.occurrence.key] ?? index
            lastOfOccurrence[stage.occurrence.key] = later
            if stage.isLate(at: now) {
                later = max(later, lastLateOfTrack[stage.track] ?? index)
                lastLateOfTrack[stage.track] = lastLateOfTrack[stage.track] ?? index
            }
            if later > index {
                tellers[index] = tellers[later] ?? later
            }
        }
        return tellers
    }
}
