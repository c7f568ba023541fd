/// Values as TOML writes them.
package enum TOMLText {
    /// A basic string, on one line (TOML 1.0, strings).
    package static func string(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": written += "\\\(scalar)"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }

    /// A list of strings, on one line.
    package static func list(_ texts: [String]) -> String {
        "[\(texts.map(string).joined(separator: ", "))]"
    }

    /// One string, or a list of them.
    package static func strings(_ texts: [String]) -> String {
        texts.count == 1 ? string(texts[0]) : list(texts)
    }
}
