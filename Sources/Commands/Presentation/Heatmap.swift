import CivilTime
import ControlAPI
import Household

/// The days of a span as columns of weeks, Monday on top.
struct Heatmap {
    /// The Monday of each week.
    let weeks: [CivilDate]
    private let span: ClosedRange<CivilDate>
    private let marks: [CivilDate: DayMark]

    init(_ message: DaysMessage) {
        span = message.from...message.until
        let first = message.from.adding(days: -message.from.weekday.index)
        weeks = stride(from: first.epochDay, through: message.until.epochDay, by: 7)
            .map { CivilDate(epochDay: $0) }
        marks = Dictionary(
            message.days.compactMap { day in DayMark(day).map { (day.date, $0) } }
        ) { first, _ in first }
    }

    var isEmpty: Bool { marks.isEmpty }

    /// The mark of a date; `nil` where there is none.
    func mark(_ date: CivilDate) -> DayMark? { marks[date] }

    func contains(_ date: CivilDate) -> Bool { span.contains(date) }

    /// The name of the month that begins in the week of `monday`, where one does.
    func month(beginningIn monday: CivilDate) -> String? {
        let last = monday.adding(days: 6)
        guard last.day <= 7 || monday.day == 1 else {
            return nil
        }
        return String(Phrase.month(last.month).prefix(3))
    }

    /// The map in lines of at most `columns` cells; a span of many weeks is cut into several.
    func lines(columns: Int, style: Style) -> [String] {
        let most = columns - 4
        let parts = (weeks.count + most - 1) / most
        let size = (weeks.count + parts - 1) / max(1, parts)
        let blocks = stride(from: 0, to: weeks.count, by: max(1, size)).map { start in
            Array(weeks[start..<min(weeks.count, start + size)])
        }
        let rows = blocks.map { block in
            [style.faint("    " + months(block))] + Weekday.allCases.map { row($0, block, style) }
        }
        let legend = DayMark.legend(used, \.block, columns: columns, style: style)
        return rows.joined(separator: [""]) + (legend.isEmpty ? [] : [""] + legend)
    }

    private var used: Set<DayMark> { Set(marks.values.filter { $0.block != " " }) }

    private func row(_ weekday: Weekday, _ weeks: [CivilDate], _ style: Style) -> String {
        let isNamed = weekday.index.isMultiple(of: 2) && weekday != .sunday
        let name = (isNamed ? weekday.abbreviation : "").fitted(to: 4)
        let cells = weeks.map { monday in
            let date = monday.adding(days: weekday.index)
            return contains(date) ? mark(date).map { $0.paint($0.block, style) } ?? " " : " "
        }
        return style.faint(name) + cells.joined()
    }

    private func months(_ weeks: [CivilDate]) -> String {
        var text = ""
        for (index, monday) in weeks.enumerated() {
            guard let name = month(beginningIn: monday), text.count <= index,
                index + 3 <= weeks.count
            else {
                continue
            }
            text += String(repeating: " ", count: index - text.count) + name + " "
        }
        return text
    }
}
