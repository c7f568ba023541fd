package import CivilTime
package import Household

/// Which nudges go out as one message: what two partners are told in the same words at the same time, on a
/// channel that reaches both.
///
/// Each partner keeps a decision and a nudge. The first has the delivery, which carries those of the others.
package struct SharedMessages {
    /// What two nudges have in common that are one message.
    private struct Message: Hashable {
        let channel: String
        let shown: Instant
        /// As it would be for anybody.
        let nudge: Nudge
        let told: Set<Told>

        /// By a part of it: most that agree in that are the same, and the words are longer to hash than to compare.
        func hash(into hasher: inout Hasher) {
            hasher.combine(channel)
            hasher.combine(shown)
            hasher.combine(nudge.ritual)
            hasher.combine(nudge.occurrence.start)
            hasher.combine(nudge.stage)
        }
    }

    /// A stage that a nudge tells, whoever is told.
    private struct Told: Hashable {
        let occurrence: OccurrenceKey
        let stage: Stage
    }

    private let household: Household
    /// The id of the first nudge of each message.
    private var first: [Message: String] = [:]

    package init(_ household: Household) {
        self.household = household
    }

    /// The decisions of one step, each with its carriers, in their order.
    static func merged(_ decisions: [Decision], in household: Household) -> [Decision] {
        let messages = decisions.lazy.filter { $0.nudge != nil }
        guard household.partners.count > 1, messages.prefix(2).count > 1 else {
            return decisions
        }
        var told: [String: Set<Told>] = [:]
        for decision in decisions {
            if let id = decision.nudgeID {
                let key = decision.key
                told[id, default: []].insert(Told(occurrence: key.occurrence, stage: key.stage))
            }
        }
        var shared = SharedMessages(household)
        var merged = decisions
        for (index, decision) in decisions.enumerated() {
            guard let nudge = decision.nudge else {
                continue
            }
            let carriers = shared.carriers(
                of: nudge,
                on: decision.channels,
                from: decision.notBefore ?? decision.decided,
                telling: told[nudge.id] ?? []
            )
            if !carriers.isEmpty {
                merged[index].carriers = carriers
            }
        }
        return merged
    }

    /// The channels on which a nudge goes along with an earlier one, each with the id of that one.
    package mutating func carriers(
        of nudge: Nudge,
        on channels: [String],
        from shown: Instant
    ) -> [String: String] {
        carriers(of: nudge, on: channels, from: shown, telling: [])
    }

    private mutating func carriers(
        of nudge: Nudge,
        on channels: [String],
        from shown: Instant,
        telling told: Set<Told>
    ) -> [String: String] {
        var carriers: [String: String] = [:]
        for channel in channels where !isAnsweredByEach(nudge, on: channel) {
            let message = Message(
                channel: channel,
                shown: shown,
                nudge: nudge.forAnybody,
                told: told
            )
            if let carrier = first[message] {
                carriers[channel] = carrier
            } else {
                first[message] = nudge.id
            }
        }
        return carriers
    }

    /// Whether a button has to tell who presses it: the ritual counts once several have said so.
    private func isAnsweredByEach(_ nudge: Nudge, on channel: String) -> Bool {
        !nudge.actions.isEmpty
            && household.ritual(nudge.ritual).map { $0.needs != .anyone } ?? false
            && household.channels.contains { $0.id == channel && $0.takesAnswers }
    }
}

extension Nudge {
    fileprivate var forAnybody: Nudge {
        var nudge = self
        nudge.id = ""
        nudge.partners = []
        return nudge
    }
}
