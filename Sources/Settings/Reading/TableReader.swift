/// Pulls typed values out of one table and reports whatever is not as it should be.
///
/// Every getter answers `nil` both where the key is absent and where its value is wrong; the second
/// has then been reported. A reader goes on after an error, so that one pass finds all of them.
struct TableReader {
    /// Where the table is written; a missing key is reported here.
    let position: TextPosition
    /// The path of the table, such as `ritual[date-night]`; empty for the root.
    let path: String
    var entries: [TOMLEntry]
    let findings: Findings
    /// Keys that are not here but stand elsewhere, which is reported already; none of them is missed.
    var explained: Set<String> = []

    /// Reports every key that is not among `known`, with the nearest one that is.
    func refuseKeys(notIn known: [String]) {
        for entry in entries where !known.contains(entry.key) {
            findings.error(
                "unknown key" + KnownKeys.suggestion(for: entry.key, amongAll: known),
                at: entry.keyPosition,
                key: path(of: entry.key)
            )
        }
    }

    func has(_ key: String) -> Bool {
        entry(key) != nil || explained.contains(key)
    }

    func entry(_ key: String) -> TOMLEntry? {
        entries.first { $0.key == key }
    }

    /// The path of one of the table's keys; quoted where TOML would need quotes.
    func path(of key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        let shown = isBare && key.count <= ConfigLimits.idLength ? key : quoted(key)
        return path.isEmpty ? shown : "\(path).\(shown)"
    }

    /// The value of `key` with its place.
    func node(_ key: String) -> Located<TOMLNode>? {
        entry(key).map {
            Located(value: $0.node, position: $0.node.position, key: path(of: key))
        }
    }

    /// Reports that `key` is missing, with what it should be.
    func missing(_ key: String, _ what: String) {
        findings.error("missing: \(what)", at: position, key: path(of: key))
    }

    func error(_ message: String) {
        findings.error(message, at: position, key: path)
    }

    /// Reports that a value is not of the expected form.
    func expected(_ what: String, not node: Located<TOMLNode>) {
        findings.error("expected \(what), not \(node.value.given)", at: node)
    }

    /// The table under `key`, its keys not yet checked.
    func table(_ key: String, expecting what: String = "a table") -> TableReader? {
        guard let node = node(key) else {
            return nil
        }
        guard case .table(let entries) = node.value.value else {
            expected(what, not: node)
            return nil
        }
        return TableReader(
            position: node.position,
            path: node.key,
            entries: entries,
            findings: findings
        )
    }

    /// The tables of `[[key]]`, at most `limit`; an empty list where there are none.
    func tables(_ key: String, limit: Int) -> [TableReader] {
        guard let node = node(key) else {
            return []
        }
        guard case .array(let elements) = node.value.value else {
            findings.error("expected '[[\(key)]]', not \(node.value.given)", at: node)
            return []
        }
        if elements.count > limit {
            findings.error("\(elements.count) are more than \(limit)", at: node)
            return []
        }
        return elements.enumerated().compactMap { index, element in
            let path = "\(node.key)[#\(index + 1)]"
            guard case .table(let entries) = element.value else {
                findings.error(
                    "expected a table, not \(element.given)",
                    at: element.position,
                    key: path
                )
                return nil
            }
            return TableReader(
                position: element.position,
                path: path,
                entries: entries,
                findings: findings
            )
        }
    }
}
