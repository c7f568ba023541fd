import CivilTime
import Recurrence

/// Reads weekdays: `on = "fri"`, `on = ["tue", "thu"]`, `on = "weekdays"`, `snap = "next fri"`.
struct WeekdaysReader {
    let table: TableReader

    private static let words: [String] =
        Weekday.allCases.map { $0.abbreviation.lowercased() }
        + Weekday.allCases.map { $0.name.lowercased() }

    /// The days of `key`, Monday first, each once; `nil` where there is none or a wrong one.
    func days(_ key: String) -> [Weekday]? {
        guard let node = table.node(key) else {
            return nil
        }
        guard case .array(let elements) = node.value.value else {
            return group(node).map { $0.sorted() }
        }
        guard (1...7).contains(elements.count) else {
            table.findings.error("\(elements.count) weekdays are not between 1 and 7", at: node)
            return nil
        }
        var days: Set<Weekday> = []
        for element in elements {
            let place = Located(value: element, position: element.position, key: node.key)
            for day in group(place) ?? [] where !days.insert(day).inserted {
                table.findings.error("\(day.name) is listed twice", at: place)
            }
        }
        return days.isEmpty ? nil : days.sorted()
    }

    /// One day, or one of the two groups of days.
    private func group(_ node: Located<TOMLNode>) -> [Weekday]? {
        let what = "a weekday such as 'fri', or 'weekdays' or 'weekend'"
        guard let text = table.string(node, expecting: what) else {
            return nil
        }
        switch text.value.asciiLowercased {
        case "weekdays": return [.monday, .tuesday, .wednesday, .thursday, .friday]
        case "weekend": return [.saturday, .sunday]
        default: break
        }
        guard let day = Weekday(abbreviation: text.value) else {
            let near = Suggestion.phrase(
                for: text.value,
                among: Self.words + ["weekdays", "weekend"]
            )
            table.findings.error("expected \(what), not \(quoted(text.value))\(near)", at: text)
            return nil
        }
        return [day]
    }

    /// `fri` or `nearest fri`, `next fri`, `previous fri`.
    func snap(_ key: String) -> Snap? {
        let what = "a weekday such as 'fri', 'next fri' or 'previous fri'"
        guard let text = table.string(key, expecting: what) else {
            return nil
        }
        let words = text.value.split(whereSeparator: \.isWhitespace)
        if let last = words.last, let day = Weekday(abbreviation: last) {
            switch words.dropLast().map({ $0.asciiLowercased }) {
            case [], ["nearest"]: return .nearest(day)
            case ["next"]: return .next(day)
            case ["previous"]: return .previous(day)
            default: break
            }
        }
        let near = Suggestion.phrase(
            for: text.value,
            among: Self.words.flatMap { [$0, "nearest \($0)", "next \($0)", "previous \($0)"] }
        )
        table.findings.error("expected \(what), not \(quoted(text.value))\(near)", at: text)
        return nil
    }
}
