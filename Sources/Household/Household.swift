package import CivilTime

/// A couple: one time zone, a date they count from, and the rituals they keep.
///
/// A household is a value made by `Settings` from a checked config. Its rituals are already
/// expanded: templates and plans have become plain rituals.
package struct Household: Hashable, Sendable {
    package var zone: Zone
    package var togetherSince: CivilDate?
    /// How long records are kept before they are erased; `nil` keeps them for ever.
    package var keep: Span?
    /// Whether streaks are counted.
    package var streaks = true
    /// The title shown for a secret ritual where others can see it.
    package var discreetTitle = Household.discreetTitle
    /// When nothing is told.
    package var rests = Rests()
    package var partners: [Partner]
    package var channels: [Channel]
    /// All rituals, also those that are not enabled, each with a unique id.
    package var rituals: [Ritual]

    /// The title shown for every ritual where no titles are shown.
    package var momentTitle: String {
        switch partners.count {
        case 1: "A moment for you"
        case 2: "A moment for the two of you"
        default: "A moment for all of you"
        }
    }

    /// The default title of a secret ritual.
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
