import PlainText

/// A part of a calendar that cannot be read, with its line in the text.
package struct CalendarError: Error, Hashable, Sendable {
    /// The line that the part begins on, counted from 1.
    package let line: Int
    /// The name of the part, such as `DTSTART`.
    package let part: String
    /// What was given, without control characters.
    package let given: String
    /// What the part may be, in words that complete "… is not".
    package let allowed: String

    package init(line: Int, part: String, given: String, allowed: String) {
        self.line = line
        self.part = part
        self.given = String(given.withoutControls.prefix(80))
        self.allowed = allowed
    }
}

extension CalendarError: CustomStringConvertible {
    /// A message without the line: `'2026' in DTSTART is not a date or a time`.
    package var description: String {
        given.isEmpty ? "\(part) is not \(allowed)" : "'\(given)' in \(part) is not \(allowed)"
    }
}
