package import CivilTime

/// A couple: one time zone, a date they count from, and the rituals they keep.
///
/// A household is a value made by `Settings` from a checked config. Its rituals are already
/// expanded: templates and plans have become plain rituals.
package struct Household: Hashable, Sendable {
    package var zone: Zone
    package var togetherSince: CivilDate?
    /// What is older than this is erased; `nil` keeps it for ever.
    package var keep: Span?
    /// Whether it is counted how often something was kept in a row.
    package var streaks = true
    /// What a secret ritual is called where others look.
    package var discreetTitle = Household.discreetTitle
    package var partners: [Partner]
    package var channels: [Channel]
    /// Each has an id of its own, those that are not enabled too.
    package var rituals: [Ritual]

    /// What a secret ritual is called where nothing else was chosen.
    package static let discreetTitle = "A reminder"

    package init(
        zone: Zone,
        togetherSince: CivilDate? = nil,
        partners: [Partner],
        channels: [Channel],
        rituals: [Ritual]
    ) {
        self.zone = zone
        self.togetherSince = togetherSince
        self.partners = partners
        self.channels = channels
        self.rituals = rituals
    }

    /// The ritual with the given id, or `nil` where the household keeps none of that name.
    package func ritual(_ id: String) -> Ritual? {
        rituals.first { $0.id == id }
    }

    /// The partner with the given id, or `nil`.
    package func partner(_ id: String) -> Partner? {
        partners.first { $0.id == id }
    }

    /// The partners a ritual is for, in the order of the config.
    package func partners(of ritual: Ritual) -> [Partner] {
        guard let ids = ritual.partners else {
            return partners
        }
        return partners.filter { ids.contains($0.id) }
    }

    /// The channels by which anything reaches `partner`, in the order of the config.
    package func channels(for partner: Partner) -> [String] {
        channels.filter { channel in
            (partner.channels?.contains(channel.id) ?? true)
                && (channel.partner ?? partner.id) == partner.id
        }
        .map(\.id)
    }

    /// The channels by which a nudge of `ritual` reaches `partner`, in the order of the config.
    package func channels(of ritual: Ritual, for partner: Partner) -> [String] {
        channels(for: partner).filter { ritual.channels?.contains($0) ?? true }
    }

    /// The partners whom a channel reaches, in the order of the config.
    package func partners(on channel: String) -> [Partner] {
        partners.filter { channels(for: $0).contains(channel) }
    }
}
