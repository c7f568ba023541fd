package import CivilTime
package import Rituals

extension Nudge {
    /// The ritual that a test nudge names, by which the journal knows it.
    package static let testRitual = "send-test"

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
