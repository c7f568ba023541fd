package import CivilTime
package import Household

/// A value that is written as text in messages and queries.
package protocol TextCoded: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Reads the text, or throws an error that says what is wrong with it.
    static func read(_ text: String) throws(UnreadableText) -> Self

    /// The text in messages; by default the description.
    var wireText: String { get }
}

extension TextCoded {
    package var wireText: String { description }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do throws(UnreadableText) {
            self = try Self.read(text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: error.description,
                    underlyingError: error
                )
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wireText)
    }
}

/// Why a text is no value of the type that is expected: lower case, no full stop.
package struct UnreadableText: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    fileprivate init(_ description: String) {
        self.description = description
    }

    fileprivate init(_ text: String, isNot expected: String) {
        description = "'\(text)' is not \(expected)"
    }

    /// Reads a date, a time or a length, and keeps the calendar's error message where that fails.
    fileprivate static func explaining<Value>(
        _ read: () throws(CivilTimeError) -> Value
    ) throws(UnreadableText) -> Value {
        do {
            return try read()
        } catch {
            throw UnreadableText("\(error)")
        }
    }
}

/// An instant in UTC, RFC 3339: `2026-01-10T02:00:00Z`.
extension Instant: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> Instant {
        try UnreadableText.explaining { () throws(CivilTimeError) in try Instant(parsing: text) }
    }
}

/// A time with its zone, RFC 9557: `2026-01-09T19:00:00-07:00[America/Denver]`.
///
/// Clients show the wall time in the text itself, so that they agree with the daemon even where
/// their zone rules differ.
extension ExtendedTime: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> ExtendedTime {
        try UnreadableText.explaining { () throws(CivilTimeError) in try ExtendedTime(parsing: text)
        }
    }
}

/// A local date: `2026-01-09`.
extension CivilDate: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> CivilDate {
        try UnreadableText.explaining { () throws(CivilTimeError) in try CivilDate(parsing: text) }
    }
}

/// A local time: `2026-01-09T19:00`.
extension CivilDateTime: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> CivilDateTime {
        try UnreadableText.explaining { () throws(CivilTimeError) in
            try CivilDateTime(parsing: text)
        }
    }

    package var wireText: String { short }
}

/// A length of time as a person writes it: `20m`.
extension Span: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> Span {
        try UnreadableText.explaining { () throws(CivilTimeError) in try Span(parsing: text) }
    }
}

/// An occurrence by its name: `date-night@2026-01-09T19:00`.
extension OccurrenceKey: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> OccurrenceKey {
        guard let key = OccurrenceKey(parsing: text) else {
            throw UnreadableText(text, isNot: "an occurrence such as date-night@2026-01-09T19:00")
        }
        return key
    }
}

/// A step of a nudge ladder: `lead:3d`, `start`, `follow_up`.
extension Stage: TextCoded {
    package static func read(_ text: String) throws(UnreadableText) -> Stage {
        guard let stage = Stage(parsing: text) else {
            throw UnreadableText(text, isNot: "a stage such as start or lead:3d")
        }
        return stage
    }
}

/// A date, or a local time: `2026-01-16`, `2026-01-16T18:00`.
package struct DateOrTime: TextCoded {
    package let date: CivilDate
    /// `nil` where only a date is given.
    package let time: ClockTime?

    package init(parsing text: some StringProtocol) throws(CivilTimeError) {
        if text.utf8.count <= 10 {
            date = try CivilDate(parsing: text)
            time = nil
        } else {
            let local = try CivilDateTime(parsing: text)
            date = local.date
            time = local.time
        }
    }

    package init(_ date: CivilDate, _ time: ClockTime? = nil) {
        self.date = date
        self.time = time
    }

    package static func read(_ text: String) throws(UnreadableText) -> DateOrTime {
        try UnreadableText.explaining { () throws(CivilTimeError) in try DateOrTime(parsing: text) }
    }

    /// The local time, or a date's midnight.
    package var local: CivilDateTime { CivilDateTime(date, time ?? .midnight) }

    package var description: String { time == nil ? "\(date)" : local.short }
}

/// The local time that an occurrence was moved to, or the instant that it was snoozed to.
package enum MovedOrSnoozed: TextCoded {
    case moved(CivilDateTime)
    case snoozed(Instant)

    package static func read(_ text: String) throws(UnreadableText) -> MovedOrSnoozed {
        if let instant = try? Instant(parsing: text) {
            return .snoozed(instant)
        }
        return .moved(try CivilDateTime.read(text))
    }

    package var description: String {
        switch self {
        case .moved(let local): local.short
        case .snoozed(let instant): instant.description
        }
    }

    /// `start`, where this is a move.
    func origin(_ start: ZonedTime?) -> ExtendedTime? {
        guard case .moved = self else {
            return nil
        }
        return start.map(ExtendedTime.init)
    }
}
