import PlainText

/// How many cells of a terminal a text takes.
///
/// A wide character (East Asian, emoji) takes two, a combining mark none. It follows the ranges of
/// Unicode's EastAsianWidth.txt (W and F) in the blocks that people write names in.
enum CellWidth {
    static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The same of a text with this program's own colours.
    static func ofPainted(_ text: some StringProtocol) -> Int {
        guard text.utf8.contains(0x1B) else {
            return of(text)
        }
        return of(Style.codes.reduce(String(text)) { $0.replacing($1, with: "") })
    }

    static func of(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            // U+FE0F asks for the emoji form, two regional indicators are one flag.
            if scalar.value == 0xFE0F || (0x1F1E6...0x1F1FF).contains(scalar.value) {
                return 2
            }
            width = max(width, of(scalar))
        }
        return width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if (0x20...0x7E).contains(scalar.value) {
            return 1
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
        0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693,
        0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE,
        0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA,
        0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C,
        0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0,
        0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
        0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
        0x1F18E...0x1F19A, 0x1F200...0x1F265, 0x1F300...0x1F320, 0x1F32D...0x1F335,
        0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
        0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
        0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
        0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
        0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7,
        0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB,
        0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
        0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// The text in exactly `cells` cells: filled with spaces, or cut with `…` where it is longer.
    func fitted(to cells: Int) -> String {
        let text = cut(to: cells)
        return text + String(repeating: " ", count: max(0, cells - CellWidth.of(text)))
    }

    /// The text in at most `cells` cells, ended by `…` where words are left out.
    func cut(to cells: Int) -> String {
        let text = withoutControls
        guard CellWidth.of(text) > cells else {
            return text
        }
        let first = LineWrap.pieces(text, cells: cells - 1)[0]
        // One word that is longer than all of it is the only one that is cut.
        return CellWidth.of(first) < cells ? first + "…" : first.cutInside(to: cells)
    }

    private func cutInside(to cells: Int) -> String {
        var result = ""
        var width = 0
        for character in self {
            width += CellWidth.of(character)
            guard width < cells else {
                break
            }
            result.append(character)
        }
        return result + (cells > 0 ? "…" : "")
    }
}
