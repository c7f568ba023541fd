/// Writes dates and times, without a string for each of their parts.
struct TimeText {
    private var bytes: [UInt8] = []

    /// Makes an empty text with room for so many bytes.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends a number from 0 on, with zeros before it where it has fewer digits.
    mutating func append(_ number: Int, digits: Int) {
        var place = 1
        for _ in 1..<digits { place *= 10 }
        while number / place >= 10 { place *= 10 }
        while place > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 0x30 + number / place % 10))
            place /= 10
        }
    }

    mutating func append(_ mark: Unicode.Scalar) {
        bytes.append(UInt8(truncatingIfNeeded: mark.value))
    }

    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}
