/// A cursor over ASCII text, for the small grammars of dates and times.
package struct TextReader {
    private let bytes: [UInt8]
    package private(set) var position = 0

    package init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    package var isAtEnd: Bool { position == bytes.count }

    package var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes one character if it is next.
    package mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else {
            return false
        }
        position += 1
        return true
    }

    /// Takes a number of exactly `count` digits.
    package mutating func digits(_ count: Int) -> Int? {
        guard bytes.count - position >= count else { return nil }
        var value = 0
        for index in position..<position + count {
            guard let digit = Self.digit(bytes[index]) else { return nil }
            value = value * 10 + digit
        }
        position += count
        return value
    }

    /// Takes a number of as many digits as there are, at most nine.
    package mutating func number() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, let digit = Self.digit(bytes[position]) {
            guard position - start < 9 else { return nil }
            value = value * 10 + digit
            position += 1
        }
        return position > start ? value : nil
    }

    /// Takes the letters that follow.
    package mutating func letters() -> String {
        let start = position
        while position < bytes.count, Self.isLetter(bytes[position]) {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    package mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == 0x20 {
            position += 1
        }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }
}

extension Int {
    /// Returns the number in decimal digits, filled with zeros on the left.
    package func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
        return (self < 0 ? "-" : "") + zeros + digits
    }
}
