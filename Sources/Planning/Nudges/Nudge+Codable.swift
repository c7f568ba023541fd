import CivilTime
import Household

// The shape of a nudge on the wire: one for stdout, webhooks and programs.

extension Nudge: Codable {
    private enum Key: String, CodingKey {
        case id, ritual, title, body, quote, prompt, stage, step, partner, partners, occurrence,
            due, late, tone
        case sensitivity, urgent, actions, choices, expires
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        ritual = try values.decode(String.self, forKey: .ritual)
        title = try values.decode(String.self, forKey: .title)
        body = try values.decode(String.self, forKey: .body)
        prompt = try values.decodeIfPresent(String.self, forKey: .prompt)
        quote = try values.decodeIfPresent(String.self, forKey: .quote)
        stage = try values.decodeParsed(.stage) { Stage(parsing: $0) }
        step = try values.decodeIfPresent(String.self, forKey: .step)
        partners =
            try values.decodeIfPresent([String].self, forKey: .partners)
            ?? [values.decode(String.self, forKey: .partner)]
        occurrence = try values.decode(OccurrenceReference.self, forKey: .occurrence)
        due = try values.decodeParsed(.due) { try? Instant(parsing: $0) }
        late = .seconds(try values.decode(Int64.self, forKey: .late))
        tone = try values.decode(Tone.self, forKey: .tone)
        sensitivity = try values.decode(Sensitivity.self, forKey: .sensitivity)
        isUrgent = try values.decode(Bool.self, forKey: .urgent)
        actions = try values.decode([NudgeAction].self, forKey: .actions)
        choices = try values.decodeIfPresent([NudgeChoice].self, forKey: .choices) ?? []
        expires = try values.decodeParsed(.expires) { try? Instant(parsing: $0) }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(id, forKey: .id)
        try values.encode(ritual, forKey: .ritual)
        try values.encode(title, forKey: .title)
        try values.encode(body, forKey: .body)
        try values.encodeIfPresent(prompt, forKey: .prompt)
        try values.encodeIfPresent(quote, forKey: .quote)
        try values.encode(stage.description, forKey: .stage)
        try values.encodeIfPresent(step, forKey: .step)
        try values.encode(partner, forKey: .partner)
        if partners.count > 1 {
            try values.encode(partners, forKey: .partners)
        }
        try values.encode(occurrence, forKey: .occurrence)
        try values.encode(due.description, forKey: .due)
        try values.encode(late.components.seconds, forKey: .late)
        try values.encode(tone, forKey: .tone)
        try values.encode(sensitivity, forKey: .sensitivity)
        try values.encode(isUrgent, forKey: .urgent)
        try values.encode(actions, forKey: .actions)
        if !choices.isEmpty {
            try values.encode(choices, forKey: .choices)
        }
        try values.encode(expires.description, forKey: .expires)
    }
}

extension OccurrenceReference: Codable {
    private enum Key: String, CodingKey {
        case key, start, end, zone
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        key = try values.decodeParsed(.key) { OccurrenceKey(parsing: $0) }
        start = try values.decode(String.self, forKey: .start)
        end = try values.decode(String.self, forKey: .end)
        zone = try values.decode(String.self, forKey: .zone)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(key.description, forKey: .key)
        try values.encode(start, forKey: .start)
        try values.encode(end, forKey: .end)
        try values.encode(zone, forKey: .zone)
    }
}

extension KeyedDecodingContainer {
    /// Decodes a text and reads it with `parse`; a text it cannot read is a `dataCorrupted` error.
    fileprivate func decodeParsed<Value>(
        _ key: Key,
        with parse: (String) -> Value?
    ) throws -> Value {
        let text = try decode(String.self, forKey: key)
        guard let value = parse(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "unreadable \(key.stringValue)"
            )
        }
        return value
    }
}
