import Sessions

/// Reads keys out of the bytes that a terminal sends.
struct KeyReader {
    private enum State {
        case text
        case escape
        /// Behind `ESC [` or `ESC O`.
        case sequence
    }

    private var state = State.text

    /// The keys that mean something; all others are passed over.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [SessionKey] {
        bytes.compactMap { take($0) }
    }

    private mutating func take(_ byte: UInt8) -> SessionKey? {
        switch state {
        case .text:
            if byte == 0x1B {
                state = .escape
                return nil
            }
            return Self.key(byte)
        case .escape:
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
                state = .sequence
                return nil
            }
            // The Escape key alone, and then another one.
            state = byte == 0x1B ? .escape : .text
            return state == .text ? Self.key(byte) : nil
        case .sequence:
            // Parameters stand before the last byte (ECMA-48, section 5.4).
            guard (0x40...0x7E).contains(byte) else {
                return nil
            }
            state = .text
            return byte == UInt8(ascii: "C") ? .skip : byte == UInt8(ascii: "D") ? .back : nil
        }
    }

    private static func key(_ byte: UInt8) -> SessionKey? {
        switch Character(Unicode.Scalar(byte)) {
        case " ", "p", "P", "\r", "\n": .pause
        case "s", "S", "n", "N": .skip
        case "b", "B": .back
        // Ctrl-D as well.
        case "q", "Q", "\u{4}": .quit
        default: nil
        }
    }
}
