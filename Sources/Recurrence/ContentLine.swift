import CivilTime

/// A content line of iCalendar: a name, parameters and a value (RFC 5545 section 3.1).
///
/// A parameter's value in quotes may hold `:`, `;` and `,`.
package struct ContentLine {
    package let name: String
    package let parameters: [(name: String, value: TextPiece)]
    package let value: TextPiece

    /// Splits a line, or throws an error about the part `set`.
    package init(_ line: TextPiece) throws(RecurrenceError) {
        var pieces: [TextPiece] = []
        var colon: Int?
        var start = line.bytes.startIndex
        var isQuoted = false
        for index in line.bytes.indices where colon == nil {
            switch line.bytes[index] {
            case 0x22: isQuoted.toggle()
            case 0x3B where !isQuoted, 0x3A where !isQuoted:
                pieces.append(line[start..<index])
                start = index + 1
                if line.bytes[index] == 0x3A { colon = index }
            default: break
            }
        }
        guard let colon else {
            throw line.error(
                "set",
                isQuoted
                    ? "a line whose quotes are closed" : "a line like 'DTSTART:20260109T190000'"
            )
        }
        name = pieces[0].upper
        value = line[(colon + 1)...]
        var parameters: [(name: String, value: TextPiece)] = []
        for piece in pieces.dropFirst() {
            guard let (name, value) = piece.cut("="), !name.isEmpty else {
                throw piece.error("set", "a parameter like 'TZID=Europe/Lisbon'")
            }
            parameters.append((name.upper, value.unquoted()))
        }
        self.parameters = parameters
    }

    /// Whether a line is a content line with that name: the name, then `:` or `;`.
    static func begins(_ line: TextPiece, with name: String) -> Bool {
        line.lineName == name && line.bytes.count > name.utf8.count
    }
}

extension TextPiece {
    /// The property's name at the beginning of a line.
    var lineName: String { self[..<(nameEnd)].upper }

    private var nameEnd: Int {
        bytes.firstIndex { $0 == 0x3A || $0 == 0x3B } ?? bytes.endIndex
    }

    fileprivate func unquoted() -> TextPiece {
        guard bytes.count > 1, bytes.first == 0x22, bytes.last == 0x22 else { return self }
        return self[(bytes.startIndex + 1)..<(bytes.endIndex - 1)]
    }

    /// The text with folded lines put together (RFC 5545 section 3.1).
    func unfolded() -> TextPiece {
        guard bytes.contains(where: { $0 == 0x0D || $0 == 0x0A }) else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes where byte != 0x0D {
            if byte == 0x20 || byte == 0x09, result.last == 0x0A {
                result.removeLast()
            } else {
                result.append(byte)
            }
        }
        return TextPiece(String(decoding: result, as: UTF8.self))
    }
}

extension RecurrenceRule {
    /// Returns the text in which an error's offset counts: the rule with folded lines put together.
    package static func unfolded(_ text: some StringProtocol) -> String {
        TextPiece(text).unfolded().text
    }
}
