// Characters that a terminal, a pager or a log viewer would act on instead of showing them.

extension Unicode.Scalar {
    /// Whether a terminal would act on the character instead of showing it, or show nothing.
    ///
    /// Such characters are the controls of ASCII and ISO 8859-1 (C0, DEL and C1), the separators of
    /// lines and paragraphs, the characters that set the direction of text (Unicode Standard Annex
    /// 9), and all characters without width but the two joiners, which emoji and several scripts
    /// need.
    package var isControlling: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
            true
        default:
            false
        }
    }
}

extension String {
    /// The text with every controlling character written as an escape such as `\u{1b}`, except
    /// those that `kept` accepts.
    package func escapingControls(
        except kept: (Unicode.Scalar) -> Bool = { _ in false }
    ) -> String {
        guard unicodeScalars.contains(where: { $0.isControlling && !kept($0) }) else {
            return self
        }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isControlling, !kept(scalar) {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text with a space for every controlling character, so that it stays on its line.
    package var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControlling) else {
            return self
        }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControlling ? " " : $0 }))
    }
}
