/// How a partner likes to be spoken to.
///
/// A tone changes words and ladder, never the schedule.
package enum Tone: String, Hashable, Sendable, Codable, CaseIterable {
    case plain
    /// Confirms that the plan stands, and names the time; one nudge more.
    case reassuring
    /// Shorter words, earlier notice, no nags, an easy "later".
    case spacious
    /// What, when, how long and how it ends, in the same words each time; a warning ten minutes before.
    case literal
}

/// One text in the words of every tone.
///
/// `{title}`, `{day}` (`today`, `on Friday`), `{start}` and `{end}` (`19:00`) and `{length}`
/// (`3 h`) are replaced when the nudge is made.
package struct ToneTexts: Hashable, Sendable {
    package var plain: String
    package var reassuring: String
    package var spacious: String
    package var literal: String

    package init(plain: String, reassuring: String, spacious: String, literal: String) {
        self.plain = plain
        self.reassuring = reassuring
        self.spacious = spacious
        self.literal = literal
    }

    package subscript(tone: Tone) -> String {
        switch tone {
        case .plain: plain
        case .reassuring: reassuring
        case .spacious: spacious
        case .literal: literal
        }
    }
}

/// The texts of a practice for the stages that have texts of their own.
package struct StageTexts: Hashable, Sendable {
    private enum Moment: Hashable, Sendable { case start, end, followUp, pause }

    /// Most rituals have none: four optional texts in a row would be a third of a ritual's size.
    private var texts: [Moment: ToneTexts] = [:]

    package init() {}

    package var start: ToneTexts? {
        get { texts[.start] }
        set { texts[.start] = newValue }
    }

    package var end: ToneTexts? {
        get { texts[.end] }
        set { texts[.end] = newValue }
    }

    package var followUp: ToneTexts? {
        get { texts[.followUp] }
        set { texts[.followUp] = newValue }
    }

    /// When a pause is called; its `start` is the return.
    package var pause: ToneTexts? {
        get { texts[.pause] }
        set { texts[.pause] = newValue }
    }
}

/// The values of the placeholders of a text.
package struct TextFilling: Hashable, Sendable {
    package static let names = ["title", "day", "start", "end", "length"]

    package var values: [String: String]

    package init(title: String, day: String, start: String, end: String, length: String) {
        values = ["title": title, "day": day, "start": start, "end": end, "length": length]
    }

    /// The text with each `{name}` replaced; an unknown name stays as it is written.
    package func fill(_ text: String) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let value = values[String(rest[rest.index(after: open)..<close])]
            else {
                filled += "{"
                rest = rest.dropFirst()
                continue
            }
            filled += value
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// The names between braces that are no placeholder.
    package static func unknownNames(in text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
            part in
            let name = String(part.prefix { $0 != "}" })
            return names.contains(name) ? nil : name
        }
    }
}
