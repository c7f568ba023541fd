import CivilTime
import PlainText
import Recurrence

/// A component of a calendar, such as `VEVENT`, with its properties and the components inside.
package struct Component: Sendable {
    package let name: String
    /// The line of its `BEGIN`.
    package let line: Int
    package fileprivate(set) var properties: [Property] = []
    package fileprivate(set) var components: [Component] = []
    /// The lines that are no content lines, as text values leave them that were never folded.
    package fileprivate(set) var oddLines: [Int] = []

    init(name: String, line: Int) {
        self.name = name
        self.line = line
    }

    /// The first property of a name.
    package func first(_ name: String) -> Property? { properties.first { $0.name == name } }

    package func all(_ name: String) -> [Property] { properties.filter { $0.name == name } }

    /// The value of a text property, or `nil` where it is missing.
    package func text(_ name: String) -> String? { first(name)?.text }
}

/// A property of a component: a content line with its place.
package struct Property: Sendable {
    package let line: Int
    package let name: String
    package let parameters: [(name: String, value: String)]
    let piece: TextPiece

    init(_ line: CalendarLines.Line) throws(RecurrenceError) {
        let content = try ContentLine(TextPiece(bytes: line.bytes))
        self.line = line.number
        name = content.name
        parameters = content.parameters.map { ($0.name, $0.value.text) }
        piece = content.value.trimmed()
    }

    /// The value as it stands.
    package var value: String { piece.text }

    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    /// The value as a text: escapes read, and no character that a terminal acts on but line ends.
    package var text: String {
        var result: [UInt8] = []
        result.reserveCapacity(piece.bytes.count)
        var isEscaped = false
        for byte in piece.bytes {
            if isEscaped {
                result.append(byte == 0x6E || byte == 0x4E ? 0x0A : byte)
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else {
                result.append(byte)
            }
        }
        let text = String(decoding: result, as: UTF8.self)
        guard text.unicodeScalars.contains(where: \.isControlling) else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).withoutControls }.joined(separator: "\n")
    }

    func error(_ allowed: String) -> CalendarError {
        CalendarError(line: line, part: name, given: value, allowed: allowed)
    }

    /// The same error with the property's own line.
    func error(_ error: RecurrenceError) -> CalendarError {
        CalendarError(line: line, part: error.part, given: error.given, allowed: error.allowed)
    }
}

extension Component {
    /// The most that a text may have: bytes, components, and components inside one another.
    package static let largest = (bytes: 32 << 20, components: 200_000, depth: 6)

    /// Reads the calendars of a text, `VCALENDAR` each.
    package static func calendars(
        in text: [UInt8]
    ) throws(CalendarError) -> [Component] {
        guard text.count <= largest.bytes else {
            throw whole("\(text.count) bytes", "at most \(largest.bytes) bytes")
        }
        guard !text.starts(with: [0xFF, 0xFE]), !text.starts(with: [0xFE, 0xFF]) else {
            throw whole("UTF-16", "a text in UTF-8")
        }
        var builder = ComponentBuilder()
        for line in CalendarLines(text) { try builder.take(line) }
        return try builder.finish()
    }

    private static func whole(_ given: String, _ allowed: String) -> CalendarError {
        CalendarError(line: 1, part: "the calendar", given: given, allowed: allowed)
    }
}

/// Puts the lines of a text into the components that they belong to.
private struct ComponentBuilder {
    private var open: [Component] = []
    private var done: [Component] = []
    private var count = 0
    private var last = 1

    mutating func take(_ line: CalendarLines.Line) throws(CalendarError) {
        last = line.number
        let property: Property
        do {
            property = try Property(line)
        } catch {
            guard !open.isEmpty else {
                let given = String(decoding: line.bytes, as: UTF8.self)
                throw CalendarError(
                    line: line.number,
                    part: "the calendar",
                    given: given,
                    allowed: "a text that starts with 'BEGIN:VCALENDAR'"
                )
            }
            open[open.count - 1].oddLines.append(line.number)
            return
        }
        switch property.name {
        case "BEGIN": try begin(property)
        case "END": try end(property)
        default:
            guard !open.isEmpty else {
                throw property.error("a line between 'BEGIN:VCALENDAR' and 'END:VCALENDAR'")
            }
            open[open.count - 1].properties.append(property)
        }
    }

    private mutating func begin(_ property: Property) throws(CalendarError) {
        let name = property.piece.upper
        guard !open.isEmpty || name == "VCALENDAR" else {
            throw property.error("VCALENDAR, which a calendar starts with")
        }
        count += 1
        guard count <= Component.largest.components else {
            throw property.error("one of at most \(Component.largest.components) components")
        }
        guard open.count < Component.largest.depth else {
            throw property.error("at most \(Component.largest.depth) components deep")
        }
        open.append(Component(name: name, line: property.line))
    }

    private mutating func end(_ property: Property) throws(CalendarError) {
        guard let component = open.popLast() else { throw property.error("after a BEGIN") }
        guard property.piece.upper == component.name else {
            throw property.error(
                "\(component.name), which was begun on line \(component.line)"
            )
        }
        if open.isEmpty {
            done.append(component)
        } else {
            open[open.count - 1].components.append(component)
        }
    }

    func finish() throws(CalendarError) -> [Component] {
        if let component = open.last {
            throw CalendarError(
                line: last,
                part: component.name,
                given: "",
                allowed: "ended: 'END:\(component.name)' for the BEGIN on line \(component.line) "
                    + "is missing"
            )
        }
        guard !done.isEmpty else {
            throw CalendarError(
                line: 1,
                part: "the calendar",
                given: "",
                allowed: "a text that starts with 'BEGIN:VCALENDAR'"
            )
        }
        return done
    }
}
