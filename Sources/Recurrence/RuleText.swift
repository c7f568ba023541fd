import CivilTime

/// A piece of a text that knows its place in the whole, so that an error can point at it.
package struct TextPiece {
    package let bytes: ArraySlice<UInt8>
    private let whole: [UInt8]

    init(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8))
    }

    package init(bytes text: [UInt8]) {
        whole = text
        bytes = text[...]
    }

    private init(bytes: ArraySlice<UInt8>, whole: [UInt8]) {
        self.bytes = bytes
        self.whole = whole
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var upper: String { text.asciiUppercased }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The number of characters before the piece.
    var offset: Int {
        String(decoding: whole[..<bytes.startIndex], as: UTF8.self).count
    }

    package func split(_ separator: Character) -> [TextPiece] {
        bytes.split(separator: separator.asciiValue ?? 0, omittingEmptySubsequences: false)
            .map { TextPiece(bytes: $0, whole: whole) }
    }

    /// Splits at the first separator.
    package func cut(_ separator: Character) -> (TextPiece, TextPiece)? {
        guard let index = bytes.firstIndex(of: separator.asciiValue ?? 0) else { return nil }
        return (self[..<index], self[(index + 1)...])
    }

    subscript(range: some RangeExpression<Int>) -> TextPiece {
        TextPiece(bytes: bytes[range], whole: whole)
    }

    package func trimmed() -> TextPiece {
        var slice = bytes
        while let byte = slice.first, byte == 0x20 || byte == 0x09 { slice.removeFirst() }
        while let byte = slice.last, [0x20, 0x09, 0x0D, 0x0A].contains(byte) { slice.removeLast() }
        return TextPiece(bytes: slice, whole: whole)
    }

    /// Returns the piece as a number of one to nine digits, with a sign allowed in front if
    /// `signed`.
    package func integer(signed: Bool = false) -> Int? {
        var digits = bytes
        var isNegative = false
        if signed, let first = digits.first, first == 0x2B || first == 0x2D {
            isNegative = first == 0x2D
            digits.removeFirst()
        }
        guard (1...9).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte) - 0x30
        }
        return isNegative ? -value : value
    }

    func error(_ part: String, _ allowed: String) -> RecurrenceError {
        let given = bytes.count > 80 ? String(text.prefix(60)) + "…" : text
        return RecurrenceError(
            offset: offset,
            part: part,
            given: given.withControlsReplaced,
            allowed: allowed
        )
    }
}
