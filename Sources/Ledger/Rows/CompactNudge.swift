import CivilTime
import Household
import Planning

/// A nudge without the names of its parts, and without what follows from its key.
struct CompactNudge: Codable {
    private(set) var nudge: Nudge

    init(nudge: Nudge) {
        self.nudge = nudge
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(nudge.occurrence.key.description)
        try values.encode(nudge.stage.description)
        try values.encode(nudge.partner)
        try values.encode(nudge.title)
        try values.encode(nudge.body)
        try values.encode(nudge.prompt)
        try values.encode(nudge.occurrence.start)
        try values.encode(nudge.occurrence.end)
        try values.encode(nudge.occurrence.zone)
        try values.encode(nudge.due.secondsSinceEpoch)
        try values.encode(nudge.late.components.seconds)
        try values.encode(nudge.tone)
        try values.encode(nudge.sensitivity)
        try values.encode(nudge.isUrgent ? 1 : 0)
        try values.encode(nudge.actions)
        try values.encode(nudge.expires.secondsSinceEpoch)
        if let title = nudge.discreetTitle {
            try values.encode(title)
        }
    }

    init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        let occurrence = OccurrenceKey(parsing: try values.decode(String.self))
        let stage = Stage(parsing: try values.decode(String.self))
        let partner = try values.decode(String.self)
        guard let occurrence, let stage else {
            throw DecodingError.dataCorruptedError(
                in: values,
                debugDescription: "unreadable occurrence or stage"
            )
        }
        let title = try values.decode(String.self)
        let body = try values.decode(String.self)
        let prompt = try values.decodeIfPresent(String.self)
        let reference = OccurrenceReference(
            key: occurrence,
            start: try values.decode(String.self),
            end: try values.decode(String.self),
            zone: try values.decode(String.self)
        )
        nudge = Nudge(
            key: StageKey(occurrence: occurrence, stage: stage, partner: partner),
            title: title,
            body: body,
            prompt: prompt,
            occurrence: reference,
            due: Instant(secondsSinceEpoch: try values.decode(Int64.self)),
            late: .seconds(try values.decode(Int64.self)),
            tone: try values.decode(Tone.self),
            sensitivity: try values.decode(Sensitivity.self),
            isUrgent: try values.decode(Int.self) == 1,
            actions: try values.decode([NudgeAction].self),
            expires: Instant(secondsSinceEpoch: try values.decode(Int64.self))
        )
        if !values.isAtEnd {
            nudge.discreetTitle = try values.decode(String.self)
        }
    }
}
