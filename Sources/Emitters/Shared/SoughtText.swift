/// A text in which secrets are sought.
///
/// It is sought in as it is, and as it is once, twice and three times decoded.
struct SoughtText {
    /// So many encodings may be wrapped in one another.
    static let depth = 3

    let bytes: [UInt8]
    /// The text itself, and what it is once it is decoded.
    private let levels: [DecodedText]

    init(_ text: String) {
        bytes = Array(text.utf8)
        levels = Self.levels(of: bytes)
    }

    /// Each decoding of `bytes`, from none to the last that changes something.
    static func levels(of bytes: [UInt8]) -> [DecodedText] {
        var levels = [DecodedText(bytes)]
        for _ in 0..<depth {
            guard let last = levels.last, let next = last.decoded() else {
                break
            }
            levels.append(next)
        }
        return levels
    }

    /// Where the text holds a secret, in bytes of the text; some may overlap.
    func ranges(of secret: SoughtSecret) -> [Range<Int>] {
        levels.flatMap { level in
            secret.forms.flatMap { form in
                level.occurrences(of: form)
                    .filter { secret.fit.allows(level.bytes, $0) }
                    .map(level.source)
            }
        }
    }
}

/// A secret, as it is and decoded, and where in a text it counts as that.
struct SoughtSecret: Hashable, Sendable {
    /// Where a text of bytes counts as the secret.
    enum Fit: Hashable, Sendable {
        case anywhere
        /// Where no letter and no digit is beside it.
        case word
        /// As a whole part of a path or of a query, or in quotes.
        case part
    }

    let forms: [[UInt8]]
    let fit: Fit

    /// One of fewer than six characters has to be a word, and fits `shortest` where it has fewer than
    /// four.
    init(_ text: String, shortest: Fit) {
        forms = text.isEmpty ? [] : SoughtText.levels(of: Array(text.utf8)).map(\.bytes)
        fit = text.count >= 6 ? .anywhere : text.count >= 4 ? .word : shortest
    }
}

extension SoughtSecret.Fit {
    func allows(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : nil
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : nil
        switch self {
        case .anywhere:
            return true
        case .word:
            return before.map { !Self.isInWord($0) } ?? true
                && after.map { !Self.isInWord($0) } ?? true
        case .part:
            let begins = before.map { "/=\"'`".utf8.contains($0) } ?? false
            return begins && after.map { !Self.isInWord($0) } ?? true
        }
    }

    /// Whether a byte is a letter or a digit, or a part of a letter outside of ASCII.
    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }
}
