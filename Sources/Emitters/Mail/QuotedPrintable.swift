/// Text in the encoding `quoted-printable` (RFC 2045 section 6.7): readable as it is where it is ASCII.
enum QuotedPrintable {
    private static let lineLength = 76

    /// Returns `text` with lines of at most 76 characters, ended as mail has them.
    static func write(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map { line(Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var line = ""
        var length = 0
        for (place, byte) in bytes.enumerated() {
            let isLast = place == bytes.count - 1
            let piece = write(byte, isLast: isLast)
            // The last column is for the mark of a soft line break.
            if length + piece.count > lineLength - (isLast ? 0 : 1) {
                line += "=\r\n"
                length = 0
            }
            line += piece
            length += piece.count
        }
        return line
    }

    private static func write(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        // A blank at the end of a line may be lost on the way.
        case 0x20 where !isLast, 0x21...0x3c, 0x3e...0x7e:
            return String(UnicodeScalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return (digits.count == 1 ? "=0" : "=") + digits
        }
    }
}
