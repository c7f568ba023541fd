package import CivilTime

/// One person of the household.
package struct Partner: Hashable, Sendable {
    package var id: String
    package var name: String
    /// The zone this partner lives in: quiet hours and shown times are read in it.
    package var zone: Zone
    package var quietHours: QuietHours?
    /// The channels that reach this partner; `nil` means every channel.
    package var channels: [String]?
    package var tone: Tone
    /// What becomes of a nudge that this partner has not answered or seen; `nil` where nothing does.
    package var escalation: Escalation?
    /// The calendars that say when this partner is busy.
    package var busy: [BusyCalendar] = []
    /// How long before and after what is in their calendars they are not free either.
    package var buffer = Partner.usualBuffer
    /// Their Matrix id, `@alex:matrix.example`, whose reactions are their answers.
    package var matrix: String?

    package init(
        id: String,
        name: String,
        zone: Zone,
        quietHours: QuietHours? = nil,
        channels: [String]? = nil,
        tone: Tone = .plain
    ) {
        self.id = id
        self.name = name
        self.zone = zone
        self.quietHours = quietHours
        self.channels = channels
        self.tone = tone
    }

    /// The buffer of a partner whose config names none.
    package static let usualBuffer = Span(seconds: 30 * 60)
}
