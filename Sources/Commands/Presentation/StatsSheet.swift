import CivilTime
import ControlAPI
import Household
import PlainText

/// `ritualctl stats` for people: a row for each ritual, and the days as a heatmap.
struct StatsSheet {
    let stats: StatsMessage
    let map: Heatmap
    let columns: Int
    let style: Style
    let isPlain: Bool

    var lines: [String] {
        let span = [stats.from, stats.until].map { $0.worded(year: true) }.joined(separator: " to ")
        guard !stats.rituals.isEmpty else {
            return ["\(span): nothing is known of it yet"]
        }
        if isPlain {
            return [span]
                + stats.rituals.map {
                    "\($0.title.withoutControls): \($0.words.joined(separator: ", "))"
                }
        }
        let drawn = map.isEmpty ? [] : [""] + map.lines(columns: columns, style: style)
        return ([style.strong(span)] + rows + drawn).map(\.withoutTrailingSpaces)
    }

    private var rows: [String] {
        let wanted = stats.rituals.map { CellWidth.of($0.title) }.max() ?? 0
        let kept = stats.rituals.map { $0.words[0].count }.max() ?? 0
        let rest = stats.rituals.map { $0.words.dropFirst().first?.count ?? 0 }.max() ?? 0
        let room = columns - kept - rest - 6
        guard room >= min(wanted, 12) else {
            return stats.rituals.flatMap { ritual in
                [ritual.title.cut(to: columns)] + ritual.words.map { "  \($0)" }
            }
        }
        let titles = min(wanted, room)
        return stats.rituals.map { ritual in
            let words = ritual.words
            let title = "  " + ritual.title.fitted(to: titles) + "  "
            guard words.count > 1 else {
                return title + words[0]
            }
            return title + words[0].fitted(to: kept) + "  " + style.faint(words[1])
        }
    }
}
