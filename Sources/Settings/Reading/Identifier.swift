/// The names that a config gives: ids of rituals and partners, names of channels and signals.
enum Identifier {
    /// Whether `text` is made of lowercase letters, digits and hyphens, begins with one of the
    /// first two, and has at most 64 characters.
    static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= ConfigLimits.idLength && !text.hasPrefix("-")
            && text.utf8.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The same name as allowed characters would write it, for a suggestion.
    private static func repaired(_ text: String) -> String? {
        let candidate = String(
            text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
        )
        return isValid(candidate) ? candidate : nil
    }

    /// Reports a name that is not valid, with the nearest that is.
    static func check(_ name: Located<String>, _ findings: Findings) -> Bool {
        guard !isValid(name.value) else {
            return true
        }
        let near = repaired(name.value).map { "; did you mean '\($0)'?" } ?? ""
        findings.error(
            "\(quoted(name.value)) is not made of lowercase letters, digits and hyphens, "
                + "at most \(ConfigLimits.idLength)\(near)",
            at: name
        )
        return false
    }

    /// A name for people made of an id: `long-talk` becomes `Long talk`.
    static func title(of id: String) -> String {
        let words = String(id.map { $0 == "-" ? " " : $0 })
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension TableReader {
    /// The table's `id`; an invalid one is reported, and given back so that reading can go on.
    func identifier(naming what: String) -> Located<String>? {
        guard var id = string("id", expecting: "a short name") else {
            return nil
        }
        if Identifier.check(id, findings) {
            id.key = "\(what)[\(id.value)].id"
        }
        return id
    }

    /// The same table, its path naming the id where that is valid: `ritual[date-night]`.
    func named(_ what: String, _ id: Located<String>?) -> TableReader {
        guard let id, Identifier.isValid(id.value) else {
            return self
        }
        return TableReader(
            position: position,
            path: "\(what)[\(id.value)]",
            entries: entries,
            findings: findings
        )
    }
}
