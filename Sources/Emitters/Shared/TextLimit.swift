/// The longest text that a service takes, counted in its own unit; cuts longer texts.
struct TextLimit: Hashable, Sendable {
    enum Unit: Hashable, Sendable {
        case bytes, utf16, scalars

        func length(of text: some StringProtocol) -> Int {
            switch self {
            case .bytes: text.utf8.count
            case .utf16: text.utf16.count
            case .scalars: text.unicodeScalars.count
            }
        }
    }

    /// Writes a character as a service wants it; the flag says whether it is part of a link.
    typealias Escape = (_ character: Character, _ isInLink: Bool) -> String

    private static let ellipsis = "\u{2026}"
    private static let links = ["https://", "http://"]

    let longest: Int
    let unit: Unit

    init(_ longest: Int, _ unit: Unit) {
        self.longest = longest
        self.unit = unit
    }

    /// Returns `text`, escaped character by character, or as much of it as fits with `…` at its end.
    ///
    /// The cut is between characters as people see them, and never within an escape; a first
    /// character that is too long by itself is cut between its code points.
    func cut(_ text: String, escaping escape: Escape = { character, _ in String(character) })
        -> String
    {
        let room = longest - unit.length(of: Self.ellipsis)
        var whole = ""
        var fitting = 0
        var length = 0
        var isInLink = false
        var isInWord = false
        for index in text.indices {
            let character = text[index]
            if character.isWhitespace {
                isInWord = false
            } else if !isInWord {
                isInWord = true
                isInLink = Self.links.contains(where: text[index...].hasPrefix)
            }
            let piece = escape(character, isInWord && isInLink)
            length += unit.length(of: piece)
            guard length <= longest else {
                return ending(
                    String(decoding: whole.utf8.prefix(fitting), as: UTF8.self),
                    text,
                    room
                )
            }
            whole += piece
            if length <= room {
                fitting = whole.utf8.count
            }
        }
        return whole
    }

    private func ending(_ fitting: String, _ text: String, _ room: Int) -> String {
        guard fitting.isEmpty, let first = text.first else {
            return fitting + Self.ellipsis
        }
        var scalars = String.UnicodeScalarView()
        var length = 0
        for scalar in first.unicodeScalars {
            length += unit.length(of: String(scalar))
            guard length <= room else {
                break
            }
            scalars.append(scalar)
        }
        return String(scalars) + Self.ellipsis
    }
}
