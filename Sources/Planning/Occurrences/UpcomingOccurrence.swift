package import CivilTime
package import Household

/// An occurrence that is coming, as it is shown to a person.
package struct UpcomingOccurrence: Hashable, Sendable {
    package var key: OccurrenceKey
    package var title: String
    /// In the zone of the ritual's schedule.
    package var start: ZonedTime
    package var end: ZonedTime
    /// The ids of the partners it is for.
    package var partners: [String]
    /// Its start by each partner's clock, where it is at a time at which all are awake.
    package var clocks: [PartnerClock] = []

    /// When it starts by a partner's clock.
    package struct PartnerClock: Hashable, Sendable {
        package var partner: String
        package var start: ZonedTime
    }

    package init(
        key: OccurrenceKey,
        title: String,
        start: ZonedTime,
        end: ZonedTime,
        partners: [String]
    ) {
        self.key = key
        self.title = title
        self.start = start
        self.end = end
        self.partners = partners
    }
}

extension UpcomingOccurrence {
    init(_ occurrence: OpenOccurrence, _ track: Track) {
        self.init(
            key: occurrence.key,
            title: track.ritual.title(of: occurrence.key),
            start: ZonedTime(instant: occurrence.start, zone: track.ritual.zone),
            end: ZonedTime(instant: occurrence.end, zone: track.ritual.zone),
            partners: track.builder.partners.map(\.id)
        )
        guard track.ritual.sharedTime != nil,
            Set(track.builder.partners.map(\.zone.identifier)).count > 1
        else {
            return
        }
        clocks = track.builder.partners.map { partner in
            PartnerClock(
                partner: partner.id,
                start: ZonedTime(instant: occurrence.start, zone: partner.zone)
            )
        }
    }
}
