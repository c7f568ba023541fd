import CivilTime
import Emitters
import Delivery
import Household
import Planning

/// The word that a channel is off, for those who are no longer reached by it.
struct ChannelNotice {
    /// What its nudges have for a ritual, with the channel's name behind it.
    static let ritual = Nudge.channelNotice
    /// So long it is worth telling.
    static let worth = Duration.seconds(7 * 86_400)

    let channel: String
    /// Since when it is off, and what the other side answered, such as `HTTP 410`.
    let disabled: ChannelHealth.Disabled

    /// The nudge for each partner that the channel was to reach, with the channels that tell it: the
    /// partner's others, or the household's where there is no other; none that `isOff`.
    func nudges(
        in household: Household,
        isOff: (String) -> Bool
    ) -> [(nudge: Nudge, channels: [String])] {
        let working = household.channels.map(\.id).filter { $0 != channel && !isOff($0) }
        guard !working.isEmpty else {
            return []
        }
        return household.partners(on: channel).map { partner in
            let own = working.filter(household.channels(for: partner).contains)
            return (nudge(for: partner), own.isEmpty ? working : own)
        }
    }

    /// The same one each time: what a crash kept from being told is told by the next run.
    private func nudge(for partner: Partner) -> Nudge {
        let since = disabled.since
        let time = ZonedTime(instant: since, zone: partner.zone)
        let key = StageKey(
            occurrence: OccurrenceKey(ritual: "\(Self.ritual)-\(channel)", start: time.local),
            stage: .start,
            partner: partner.id
        )
        return Nudge(
            key: key,
            title: "The channel '\(channel)' is off",
            body:
                "The other side answered \(disabled.reason), which means that it is gone for good. Nothing is "
                + "sent there until the channel's settings change.",
            occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
            due: since,
            sensitivity: .public,
            expires: since + Self.worth
        )
    }
}
