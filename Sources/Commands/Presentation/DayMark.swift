import CivilTime
import ControlAPI
import Planning

/// How an occurrence, or a day, is marked in a grid: by a sign, so that nothing hangs on a colour.
enum DayMark: CaseIterable {
    case done, some, skipped, missed, held, open, ahead

    /// How one occurrence is marked; `nil` where there is nothing to say of it.
    init?(_ state: OccurrenceState) {
        switch state {
        case .done: self = .done
        case .skipped: self = .skipped
        case .missed: self = .missed
        case .held: self = .held
        case .now, .open: self = .open
        case .ahead, .moved: self = .ahead
        default: return nil
        }
    }

    /// How a day as a whole is marked: by what counts of it, else by what else there is.
    init?(_ day: DaysMessage.Day?) {
        guard let states = day?.marks.map(\.state) else {
            return nil
        }
        switch Tally(states).share {
        case .all: self = .done
        case .some: self = .some
        case .none: self = .missed
        case .nothing:
            let marks = states.compactMap(DayMark.init)
            guard let mark = [.open, .held, .skipped, .ahead].first(where: marks.contains) else {
                return nil
            }
            self = mark
        }
    }

    /// One cell wide.
    var sign: String {
        switch self {
        case .done: "✓"
        case .some: "~"
        case .skipped: "–"
        case .missed: "·"
        case .held: "="
        case .open: "?"
        case .ahead: "○"
        }
    }

    /// The same in a heatmap, where what counts is seen from afar.
    var block: String {
        switch self {
        case .done: "█"
        case .some: "▒"
        case .open, .ahead: " "
        default: sign
        }
    }

    var word: String {
        switch self {
        case .done: "done"
        case .some: "done in part"
        case .skipped: "skipped"
        case .missed: "missed"
        case .held: "on hold"
        case .open: "open"
        case .ahead: "to come"
        }
    }

    func paint(_ text: String, _ style: Style) -> String {
        switch self {
        case .done, .some: style.good(text)
        case .open: style.warning(text)
        case .skipped: text
        case .missed, .held, .ahead: style.faint(text)
        }
    }

    /// The colour of it in a picture: of the palette of Okabe and Ito, which colour-blind people tell apart.
    var colour: String {
        switch self {
        case .done: "#009e73"
        case .some: "#8fd3bd"
        case .skipped: "#b8b8b8"
        case .missed: "#e3e3e3"
        case .held: "#cfe6f5"
        case .open: "#f0b44c"
        case .ahead: "#ffffff"
        }
    }

    /// What the signs mean, in lines of at most `columns` cells.
    static func legend(
        _ marks: Set<DayMark>,
        _ sign: (DayMark) -> String,
        columns: Int,
        style: Style
    ) -> [String] {
        var lines: [String] = []
        var used = 0
        for mark in allCases where marks.contains(mark) {
            let text = "\(sign(mark)) \(mark.word)"
            let cells = CellWidth.of(text)
            let shown = "\(mark.paint(sign(mark), style)) \(mark.word)"
            if lines.isEmpty || used + 3 + cells > columns {
                lines.append(shown)
                used = cells
            } else {
                lines[lines.count - 1] += "   \(shown)"
                used += 3 + cells
            }
        }
        return lines
    }
}
