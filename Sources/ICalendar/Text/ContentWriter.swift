package import CivilTime
import PlainText
import Recurrence

/// Writes content lines: CRLF at the end of each, folded at 75 octets, texts escaped (RFC 5545
/// section 3.1).
package struct ContentWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// The line that is being put together.
    private var pending: [UInt8] = []
    private static let widest = 75

    package init() {}

    /// Writes a line whose value needs no escape.
    package mutating func line(_ text: String) {
        add(text)
        endLine()
    }

    /// Adds to a line that `endLine` ends.
    package mutating func add(_ text: String) { pending.append(contentsOf: text.utf8) }

    /// Adds `20261231T190000`.
    package mutating func add(_ local: CivilDateTime) {
        let day = CalendarMath.civil(epochDay: local.date.epochDay)
        let time = local.time
        add(day.year / 100)
        add(day.year % 100)
        add(day.month)
        add(day.day)
        pending.append(0x54)
        add(time.hour)
        add(time.minute)
        add(time.second)
    }

    /// Adds two digits.
    package mutating func add(_ number: Int) {
        pending.append(0x30 + UInt8(truncatingIfNeeded: number / 10 % 10))
        pending.append(0x30 + UInt8(truncatingIfNeeded: number % 10))
    }

    package mutating func endLine() {
        fold(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes lines that a writer has written.
    package mutating func lines(of other: ContentWriter) { bytes += other.bytes }

    /// Writes a text property; line ends stay, other control characters become spaces.
    package mutating func text(_ name: String, _ value: String) {
        line("\(name):\(Self.escaped(value))")
    }

    package mutating func begin(_ component: String) { line("BEGIN:\(component)") }

    package mutating func end(_ component: String) { line("END:\(component)") }

    /// The text with `\`, `;`, `,` and line ends escaped.
    package static func escaped(_ text: String) -> String {
        let plain =
            text.unicodeScalars.contains(where: \.isControlling)
            ? text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { String($0).withoutControls }.joined(separator: "\n") : text
        var result: [UInt8] = []
        result.reserveCapacity(plain.utf8.count + 8)
        for byte in plain.utf8 {
            switch byte {
            case 0x5C, 0x3B, 0x2C: result += [0x5C, byte]
            case 0x0A: result += [0x5C, 0x6E]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func fold(_ text: [UInt8]) {
        if text.count <= Self.widest {
            bytes.append(contentsOf: text)
            endOfLine()
            return
        }
        var start = 0
        var room = Self.widest
        while text.count - start > room {
            var end = start + room
            // A UTF-8 sequence goes to the next line as a whole.
            while end > start + 1, text[end] & 0xC0 == 0x80 { end -= 1 }
            bytes += text[start..<end]
            bytes += [0x0D, 0x0A, 0x20]
            start = end
            room = Self.widest - 1
        }
        bytes += text[start...]
        endOfLine()
    }

    private mutating func endOfLine() {
        bytes.append(0x0D)
        bytes.append(0x0A)
    }
}
