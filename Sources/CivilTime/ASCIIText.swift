extension StringProtocol {
    /// The text with A to Z as small letters, for comparing with words of ASCII.
    ///
    /// Characters outside ASCII become U+FFFD. Otherwise Unicode's case mappings, or the canonical
    /// equivalence of `==`, would make `ı`, `ſ` and the Kelvin sign equal to ASCII letters.
    package var asciiLowercased: String {
        asciiMapped { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    /// The text with a to z as capital letters, for comparing with words of ASCII.
    package var asciiUppercased: String {
        asciiMapped { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
    }

    private func asciiMapped(_ map: (UInt8) -> UInt8) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            result.append(scalar.isASCII ? Unicode.Scalar(map(UInt8(scalar.value))) : "\u{FFFD}")
        }
        return String(result)
    }

    /// The text with U+FFFD for each character that a terminal would act on instead of showing it.
    package var withControlsReplaced: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
