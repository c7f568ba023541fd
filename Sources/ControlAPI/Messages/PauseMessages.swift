package import CivilTime
package import Household
package import Planning

/// `POST /v1/timeout`: a pause is called.
package struct TimeoutRequest: Hashable, Sendable, Codable {
    /// After how long everyone comes back, from 24 to 48 hours; `nil` for what was agreed.
    package var `in`: Span?
    /// Who calls it; `nil` for whoever sits at the daemon's machine.
    package var partner: String?

    package init(in length: Span? = nil, partner: String? = nil) {
        self.in = length
        self.partner = partner
    }
}

/// The answer, and a row of `pauses` in `/v1/status`: the pause that is open now.
package struct PauseMessage: Hashable, Sendable, Codable {
    /// The return as the clock of one partner shows it.
    package struct Back: Hashable, Sendable, Codable {
        package var partner: String
        package var name: String
        package var start: ExtendedTime
        /// Whether it lies in their quiet hours.
        package var quiet: Bool
    }

    package var ritual: String
    package var title: String
    /// The agreed word; `null` where there is none.
    package var word: String?
    package var occurrence: OccurrenceKey
    /// When it was called.
    package var said: Instant
    /// Who called it; `null` where it was said for all.
    package var partner: String?
    /// When everyone comes back, by the clock of the ritual.
    package var start: ExtendedTime
    package var instant: Instant
    /// The same by the clock of each partner whom it is for.
    package var back: [Back]
    /// Whether quiet hours have it at another time than was wished.
    package var shifted = false
    /// Until when a hold keeps the return from being told; `null` where none does.
    package var held: Instant?
    /// Whether it was open before and nothing came of the request.
    package var unchanged = false
}

extension PauseMessage {
    /// - Parameters:
    ///   - pause: the pause.
    ///   - plan: what stands.
    ///   - wait: after how long everyone wished to come back, where it was just called.
    ///   - unchanged: whether it was open before.
    package init(
        _ pause: CalledPause,
        _ plan: Plan,
        wait: Duration? = nil,
        unchanged: Bool = false
    ) {
        let (key, start) = (pause.word.occurrence, pause.occurrence.start)
        let household = plan.household
        self.init(
            ritual: key.ritual,
            title: pause.occurrence.title,
            word: household.ritual(key.ritual)?.pause?.word,
            occurrence: key,
            said: pause.word.said,
            partner: pause.word.partner,
            start: ExtendedTime(start),
            instant: start.instant,
            back: pause.occurrence.partners.compactMap(household.partner).map { partner in
                Back(
                    partner: partner.id,
                    name: partner.name,
                    start: ExtendedTime(ZonedTime(instant: start.instant, zone: partner.zone)),
                    quiet: pause.disturbed.contains(partner.id)
                )
            },
            shifted: wait.map { wait in
                let off = start.instant - (pause.word.said + wait)
                return off <= .seconds(-60) || off >= .seconds(60)
            } ?? false,
            held: plan.hold(over: key)?.until,
            unchanged: unchanged
        )
    }
}
