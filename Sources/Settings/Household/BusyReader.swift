import Addresses
import CivilTime
import Household

/// Reads `busy`, the calendars of a partner, and `buffer`.
///
/// No message of it repeats an address: whoever knows it may read the calendar.
struct BusyReader {
    private static let expected =
        "a file such as \"~/calendars/work.ics\", an address such as \"https://cloud.example/me.ics\", "
        + "or an address that is kept as a secret: \(SecretReferenceReader.forms)"
    /// A day and a night on both sides leave hardly a free hour.
    private static let mostBuffer = Span(seconds: 12 * 3_600)

    let table: TableReader
    let files: CalendarFiles

    func read() -> [BusyCalendar] {
        guard let nodes = table.list("busy", of: "calendars", limit: ConfigLimits.calendars) else {
            return []
        }
        var lines: [BusyCalendar: Int] = [:]
        return nodes.compactMap { node in
            guard let calendar = calendar(node) else {
                return nil
            }
            guard lines.updateValue(node.position.line, forKey: calendar) == nil else {
                table.findings.error("the same calendar is listed twice", at: node)
                return nil
            }
            return calendar
        }
    }

    /// Whether a buffer leaves room; reports it where it does not.
    func allows(_ buffer: Span) -> Bool {
        guard let node = table.node("buffer"),
            buffer.nominalSeconds > Self.mostBuffer.nominalSeconds
        else {
            return true
        }
        table.findings.error("\(buffer) is longer than \(Self.mostBuffer)", at: node)
        return false
    }

    private func calendar(_ node: Located<TOMLNode>) -> BusyCalendar? {
        switch node.value.value {
        case .string(let text): return calendar(text, node)
        case .table(let entries):
            let reference = TableReader(
                position: node.position,
                path: node.key,
                entries: entries,
                findings: table.findings
            )
            return SecretReferenceReader(table: table).read(reference).map { .secret($0) }
        default:
            table.expected(Self.expected, not: node)
            return nil
        }
    }

    private func calendar(_ text: String, _ node: Located<TOMLNode>) -> BusyCalendar? {
        // Calendar programs write this for https.
        let address = text.lowercased().hasPrefix("webcal://") ? "https" + text.dropFirst(6) : text
        guard address.contains("://") else {
            guard !text.isEmpty, !text.hasSuffix("/") else {
                table.expected(Self.expected, not: node)
                return nil
            }
            let given = Located(value: text, position: node.position, key: node.key)
            return table.path(given, files).map { .file($0) }
        }
        do {
            let parsed = try WebAddress(address, schemes: ["http", "https"])
            if parsed.scheme == "http", !parsed.mayBePrivate {
                table.findings.error("plain http can be read on its way; use https", at: node)
            }
            table.findings.warning(
                "whoever reads the config can read the calendar at this address; "
                    + "{ credential = \"NAME\" } keeps it apart",
                at: node
            )
            return .address(Secret(address))
        } catch {
            table.findings.error(error.text, at: node)
            return nil
        }
    }
}
