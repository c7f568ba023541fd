import CivilTime
package import Household
package import Planning

/// `GET /v1/names`: the names and zones by which a client reads what a person types.
package struct NamesMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The rituals that are kept.
    package var rituals: [Ritual]
    /// Those that are kept no longer, and of which there is a record.
    package var former: [Named]
    package var partners: [Named]
    package var channels: [Named]
    /// The signals that a ritual waits for.
    package var signals: [Named]

    /// An id, and what people call it.
    package struct Named: Hashable, Sendable, Codable {
        package var id: String
        package var title: String

        package init(id: String, title: String) {
            self.id = id
            self.title = title
        }
    }

    package struct Ritual: Hashable, Sendable, Codable {
        package var id: String
        package var title: String
        /// The zone in which its schedule is read.
        package var zone: String
        /// What it waits for before it begins; `null` where it waits for nothing.
        package var waits: WaitingMessage?

        package init(id: String, title: String, zone: String, waits: WaitingMessage? = nil) {
            self.id = id
            self.title = title
            self.zone = zone
            self.waits = waits
        }
    }

    package init(
        zone: String,
        rituals: [Ritual],
        former: [Named] = [],
        partners: [Named],
        channels: [Named],
        signals: [Named]
    ) {
        self.zone = zone
        self.rituals = rituals
        self.former = former
        self.partners = partners
        self.channels = channels
        self.signals = signals
    }
}

extension NamesMessage {
    /// The names of a household; with its plan also of the rituals that it keeps no longer, and what waits.
    package init(_ household: Household, _ plan: Plan? = nil) {
        let kept = household.rituals.filter(\.isEnabled)
        let titles = plan?.titles ?? [:]
        self.init(
            zone: household.zone.identifier,
            rituals: kept.map { ritual in
                Ritual(
                    id: ritual.id,
                    title: ritual.title,
                    zone: ritual.zone.identifier,
                    waits: plan.flatMap { WaitingMessage(of: ritual.id, $0) }
                )
            },
            former: titles.filter { id, _ in !kept.contains { $0.id == id } }
                .sorted { $0.key < $1.key }.map { Named(id: $0.key, title: $0.value) },
            partners: household.partners.map { Named(id: $0.id, title: $0.name) },
            channels: household.channels.map { Named(id: $0.id, title: $0.id) },
            signals: household.signals.map { Named(id: $0, title: $0) }
        )
    }
}

extension Household {
    /// The signals that a kept ritual waits for, in order.
    package var signals: [String] {
        let names = rituals.filter(\.isEnabled).compactMap { ritual -> String? in
            if case .signal(let trigger) = ritual.occasion { trigger.signal } else { nil }
        }
        return Set(names).sorted()
    }
}
