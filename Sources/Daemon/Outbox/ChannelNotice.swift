import CivilTime
import Emitters
import Delivery
import Household
import Planning

/// Notices that a channel is off, for the partners whom the channel reached.
struct ChannelNotice {
    /// The beginning of the `ritual` of these nudges, which ends in the channel's id.
    static let ritual = Nudge.channelNotice
    /// How long after the channel was disabled a notice is still delivered.
    static let worth = Duration.seconds(7 * 86_400)

    let channel: String
    /// Since when the channel is off, and what the other side answered, such as `HTTP 410`.
    let disabled: ChannelHealth.Disabled

    /// Returns a nudge for each partner of the channel, with the channels to deliver it on: the
    /// partner's other channels, or the household's if there is none; never a channel that `isOff`.
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

    /// Makes the nudge, with the same id each time, so that the next run can enqueue it after a
    /// crash.
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
