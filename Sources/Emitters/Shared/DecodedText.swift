import Glibc

/// The bytes of a text, each with the place in the original that it was decoded from.
///
/// Decoding covers the escapes of URLs (`%2F`, `+`), JSON (`\/`, `\u002f`) and HTML (`&amp;`,
/// `&#x2F;`), in upper and lower case.
struct DecodedText {
    private(set) var bytes: [UInt8]
    private var places: [Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        places = bytes.indices.map { $0..<$0 + 1 }
    }

    private init() {
        bytes = []
        places = []
    }

    /// Returns the text decoded once more, or `nil` where there is nothing to decode.
    func decoded() -> DecodedText? {
        guard bytes.contains(where: Self.introduces) else {
            return nil
        }
        var text = DecodedText()
        text.bytes.reserveCapacity(bytes.count)
        text.places.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard Self.introduces(bytes[index]), let (written, length) = unit(at: index) else {
                text.bytes.append(bytes[index])
                text.places.append(places[index])
                index += 1
                continue
            }
            let place = places[index].lowerBound..<places[index + length - 1].upperBound
            text.bytes += written
            text.places += written.map { _ in place }
            index += length
        }
        return text.bytes == bytes ? nil : text
    }

    /// Whether a byte may begin an escape.
    private static func introduces(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"): true
        default: false
        }
    }

    /// Returns the range of the original that a range was decoded from.
    func source(of range: Range<Int>) -> Range<Int> {
        places[range.lowerBound].lowerBound..<places[range.upperBound - 1].upperBound
    }

    /// Returns the ranges in which `sought`, which is not empty, occurs.
    func occurrences(of sought: [UInt8]) -> [Range<Int>] {
        guard let first = sought.first else {
            return []
        }
        return bytes.withUnsafeBytes { text in
            guard let base = text.baseAddress else {
                return []
            }
            var found: [Range<Int>] = []
            var start = 0
            while start + sought.count <= text.count,
                let place = memchr(
                    base + start,
                    Int32(first),
                    text.count - sought.count - start + 1
                )
            {
                let index = UnsafeRawPointer(place) - base
                if memcmp(place, sought, sought.count) == 0 {
                    found.append(index..<index + sought.count)
                }
                start = index + 1
            }
            return found
        }
    }

    /// The escape at `index`: the bytes that it stands for, and its own length.
    private func unit(at index: Int) -> (bytes: [UInt8], length: Int)? {
        switch bytes[index] {
        case UInt8(ascii: "+"):
            return ([UInt8(ascii: " ")], 1)
        case UInt8(ascii: "%"):
            return number(at: index + 1, digits: 2).map { ([UInt8(truncatingIfNeeded: $0)], 3) }
        case UInt8(ascii: "\\"):
            return escape(at: index)
        case UInt8(ascii: "&"):
            return entity(at: index)
        default:
            return nil
        }
    }

    private func escape(at index: Int) -> (bytes: [UInt8], length: Int)? {
        guard index + 1 < bytes.count else {
            return nil
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "u"):
            guard let unit = number(at: index + 2, digits: 4) else {
                return nil
            }
            // A character beyond U+FFFF takes two escapes (RFC 8259 section 7).
            if (0xD800...0xDBFF).contains(unit), index + 7 < bytes.count,
                bytes[index + 6] == UInt8(ascii: "\\"), bytes[index + 7] == UInt8(ascii: "u"),
                let low = number(at: index + 8, digits: 4), (0xDC00...0xDFFF).contains(low)
            {
                return Self.character(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), 12)
            }
            return Self.character(unit, 6)
        case let other where "\"\\/'".utf8.contains(other): return ([other], 2)
        default: return nil
        }
    }

    private static let entities: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
        "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"), "sol": UInt8(ascii: "/"),
        "colon": UInt8(ascii: ":"), "equals": UInt8(ascii: "="), "quest": UInt8(ascii: "?"),
    ]

    private func entity(at index: Int) -> (bytes: [UInt8], length: Int)? {
        let longest = bytes[(index + 1)...].prefix(10)
        guard let end = longest.firstIndex(of: UInt8(ascii: ";")) else {
            return nil
        }
        let name = String(decoding: bytes[index + 1..<end], as: UTF8.self).lowercased()
        let length = end + 1 - index
        if let byte = Self.entities[name] {
            return ([byte], length)
        }
        guard name.hasPrefix("#") else {
            return nil
        }
        let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
        return UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10)
            .flatMap { Self.character($0, length) }
    }

    private static func character(_ value: UInt32, _ length: Int) -> (bytes: [UInt8], length: Int)?
    {
        Unicode.Scalar(value).map { (Array(String($0).utf8), length) }
    }

    /// Reads a number of so many hexadecimal digits.
    private func number(at index: Int, digits: Int) -> UInt32? {
        guard index + digits <= bytes.count else {
            return nil
        }
        var number: UInt32 = 0
        for byte in bytes[index..<index + digits] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                return nil
            }
            number = number << 4 + UInt32(digit)
        }
        return number
    }
}
