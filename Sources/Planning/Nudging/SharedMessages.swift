package import CivilTime
package import Household

/// Which nudges go out as one message: what two partners are told in the same words at the same time, on a
/// channel that reaches both.
///
/// Each partner keeps a decision and a nudge. The first has the delivery, which carries those of the others.
package struct SharedMessages {
    private struct Message {
        let nudge: Nudge
        /// The channels on which it does not go along with an earlier one.
        var channels: [String]
        let shown: Instant
        let told: Set<Told>
    }

    /// A stage that a nudge tells, whoever is told.
    private struct Told: Hashable {
        let occurrence: OccurrenceKey
        let stage: Stage
    }

    private let household: Household
    /// The messages with the first nudge of each, by its own stage: a whole nudge would be long to hash.
    private var messages: [Told: [Message]] = [:]

    package init(_ household: Household) {
        self.household = household
    }

    /// Gives each of the decisions of one step its carriers.
    static func merge(_ decisions: inout [Decision], in household: Household) {
        guard household.partners.count > 1 else {
            return
        }
        let telling = decisions.indices.filter { decisions[$0].nudge != nil }
        guard telling.count > 1 else {
            return
        }
        // Beside its own stage, which the nudge names.
        var told: [String: Set<Told>] = [:]
        for index in decisions.indices where decisions[index].nudge == nil {
            if let id = decisions[index].nudgeID {
                let key = decisions[index].key
                told[id, default: []].insert(Told(occurrence: key.occurrence, stage: key.stage))
            }
        }
        var shared = SharedMessages(household)
        for index in telling {
            guard let nudge = decisions[index].nudge else {
                continue
            }
            let carriers = shared.carriers(
                of: nudge,
                on: decisions[index].channels,
                from: decisions[index].notBefore ?? decisions[index].decided,
                telling: told[nudge.id] ?? []
            )
            if !carriers.isEmpty {
                decisions[index].carriers = carriers
            }
        }
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
        let own = Told(occurrence: nudge.occurrence.key, stage: nudge.stage)
        let alike = messages[own, default: []].filter {
            $0.shown == shown && $0.told == told && $0.nudge.saysTheSame(as: nudge)
        }
        var message = Message(nudge: nudge, channels: [], shown: shown, told: told)
        var carriers: [String: String] = [:]
        for channel in channels where !hasNamelessButtons(nudge, on: channel) {
            if let carrier = alike.first(where: { $0.channels.contains(channel) }) {
                carriers[channel] = carrier.nudge.id
            } else {
                message.channels.append(channel)
            }
        }
        if !message.channels.isEmpty {
            messages[own, default: []].append(message)
        }
        return carriers
    }

    /// Whether it matters who presses a button, on a channel that may not say whose it is.
    private func hasNamelessButtons(_ nudge: Nudge, on channel: String) -> Bool {
        !nudge.actions.isEmpty && nudge.asksWho
            && household.channels.contains { $0.id == channel && $0.namesNobody(in: nudge) }
    }
}

extension Channel {
    /// Whether its messages can be answered and may show only a neutral title.
    package func namesNobody(in nudge: Nudge) -> Bool {
        takesAnswers && (show == .discreet || nudge.sensitivity == .secret)
    }
}

extension Nudge {
    /// Whether it is the same for whomever it is.
    fileprivate func saysTheSame(as other: Nudge) -> Bool {
        var other = other
        other.id = id
        other.partners = partners
        return self == other
    }
}
