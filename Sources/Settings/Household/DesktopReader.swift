import CivilTime
import Household

/// Reads the keys of a channel of type `desktop`.
struct DesktopReader {
    let table: TableReader

    func read() -> DesktopSettings {
        // Both are read, so that each says what is wrong with it.
        let later = later()
        let open = open()
        let attention = table.choice("attention", of: DesktopSettings.Attention.self)
        let elseAfter = table.elseAfter()
        let usual = DesktopSettings()
        return DesktopSettings(
            later: later ?? usual.later,
            open: open ?? usual.open,
            attention: attention ?? usual.attention,
            elseAfter: elseAfter
        )
    }

    /// A length that does not depend on the calendar, as a button asks for it.
    private func later() -> Duration? {
        guard let node = table.node("later"), let span = table.span(node) else {
            return nil
        }
        guard span.months == 0, span.days == 0, (60...86_400).contains(span.seconds) else {
            table.findings.error("\(node.value.given) is not between '1m' and '24h'", at: node)
            return nil
        }
        return .seconds(span.seconds)
    }

    private func open() -> [String]? {
        let example = "a program and its arguments, such as [\"foot\", \"ritualctl\", \"today\"]"
        guard let node = table.node("open"),
            let list = table.list("open", of: "strings", limit: ConfigLimits.arguments)
        else {
            return nil
        }
        let arguments = list.compactMap { table.string($0, expecting: "a string") }
        guard arguments.count == list.count else {
            return nil
        }
        guard let program = arguments.first, !program.value.isEmpty else {
            table.findings.error("names no program; give \(example)", at: node)
            return nil
        }
        if let broken = arguments.first(where: { $0.value.contains("\0") }) {
            table.findings.error("holds a NUL, which no argument can", at: broken)
            return nil
        }
        return arguments.map(\.value)
    }
}
