package import CivilTime
import Household
package import Planning

extension Nudge {
    /// The ritual that a test nudge names, by which the journal knows it.
    package static let testRitual = "send-test"

    /// What nudges have for a ritual that tell of a damaged ledger.
    package static let ledgerNotice = "ledger"
    /// What nudges have for a ritual that tell of a channel that is off, with its name behind.
    package static let channelNotice = "channel-off"

    /// Whether it tells of the daemon itself, and of no ritual.
    package var isNotice: Bool {
        ritual == Self.ledgerNotice || ritual.hasPrefix("\(Self.channelNotice)-")
    }

    /// Returns the nudge that `ritualctl send-test` sends, for the partner and in the zone given.
    ///
    /// It goes the whole way of its channel, is public, and is worth nothing a minute later.
    package static func test(for partner: String, at now: Instant, in zone: Zone) -> Nudge {
        let time = ZonedTime(instant: now, zone: zone)
        let key = StageKey(
            occurrence: OccurrenceKey(ritual: testRitual, start: time.local),
            stage: .start,
            partner: partner
        )
        return Nudge(
            key: key,
            title: "A test of this channel",
            body: "If you can read this, nudges reach you here.",
            occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
            due: now,
            sensitivity: .public,
            expires: now + .seconds(60)
        )
    }
}
