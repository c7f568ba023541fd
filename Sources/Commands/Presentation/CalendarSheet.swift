import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// `ritualctl calendar` for people: a month as a grid with every mark, or a year with one mark a day.
struct CalendarSheet {
    let message: DaysMessage
    let columns: Int
    let style: Style
    private let days: [CivilDate: DaysMessage.Day]

    init(_ message: DaysMessage, in context: CommandContext) {
        self.message = message
        columns = context.columns
        style = context.style
        days = Dictionary(message.days.map { ($0.date, $0) }) { first, _ in first }
    }

    var lines: [String] {
        (message.from.month == message.until.month ? month : year).map(\.withoutTrailingSpaces)
    }

    // MARK: - A month

    private var month: [String] {
        let width = min(16, columns / 7)
        let title = "\(Phrase.month(message.from.month)) \(message.from.year)"
        let weeks = self.weeks(of: message.from).map { week in
            week.map { $0.map { cell($0, width) } ?? String(repeating: " ", count: width) }
                .joined()
        }
        return [style.strong(title), weekdays(width)] + weeks
            + legend(columns < 42 ? message.days.compactMap { DayMark($0) } : occurrences)
    }

    private func weekdays(_ width: Int) -> String {
        style.faint(
            Weekday.allCases.map { " \($0.abbreviation.cut(to: 3))".fitted(to: width) }.joined()
        )
    }

    /// ` 27 ✓✓·`, and with `>` before it the day that it is.
    private func cell(_ date: CivilDate, _ width: Int) -> String {
        let number =
            (date == message.today ? ">" : " ") + (date.day < 10 ? " " : "") + "\(date.day)"
        let room = width - 4
        let marks = marks(date, room)
        let isCut = marks.count > room
        let shown = marks.prefix(isCut ? room - 1 : room)
        let text = shown.map { $0.paint($0.sign, style) }.joined() + (isCut ? "+" : "")
        return (date == message.today ? style.strong(number) : number) + " " + text
            + String(repeating: " ", count: room - shown.count - (isCut ? 1 : 0))
    }

    /// A mark for each occurrence, or for each kind where those are too many; the day's own where one fits.
    private func marks(_ date: CivilDate, _ room: Int) -> [DayMark] {
        guard room > 1 else {
            return [DayMark(days[date])].compactMap(\.self)
        }
        let all = (days[date]?.marks ?? []).compactMap { DayMark($0.state) }
        return all.count > room ? DayMark.allCases.filter(all.contains) : all
    }

    // MARK: - A year

    private var year: [String] {
        let width = 21
        let across = [6, 4, 3, 2, 1].first { $0 * width + ($0 - 1) * 3 <= columns } ?? 1
        let months = (0..<12).map { small(message.from.adding(months: $0), width) }
        var lines = [style.strong("\(message.from.year)")]
        for row in stride(from: 0, to: 12, by: across) {
            let blocks = months[row..<row + across]
            let height = blocks.map(\.count).max() ?? 0
            lines.append("")
            for line in 0..<height {
                let empty = String(repeating: " ", count: width)
                lines.append(
                    blocks.map { line < $0.count ? $0[line] : empty }.joined(separator: "   ")
                )
            }
        }
        return lines + legend(message.days.compactMap { DayMark($0) })
    }

    private func small(_ first: CivilDate, _ width: Int) -> [String] {
        let weekdays = Weekday.allCases.map { "\($0.abbreviation.prefix(2)) " }.joined()
        let weeks = weeks(of: first).map { week in
            week.map { date in
                guard let date else {
                    return "   "
                }
                let number = (date.day < 10 ? " " : "") + "\(date.day)"
                let mark = DayMark(days[date])
                let sign = mark.map { $0.paint($0.sign, style) } ?? " "
                return (date == message.today ? style.strong(number) : number) + sign
            }.joined()
        }
        return [Phrase.month(first.month).fitted(to: width), style.faint(weekdays)] + weeks
    }

    // MARK: - Both

    /// The weeks of a month, Monday first; `nil` where a day is another month's.
    private func weeks(of first: CivilDate) -> [[CivilDate?]] {
        let dates = (0..<first.daysInMonth).map { first.adding(days: $0) }
        let all = Array(repeating: nil, count: first.weekday.index) + dates
        return stride(from: 0, to: all.count, by: 7).map { start in
            let week = Array(all[start..<min(all.count, start + 7)])
            return week + Array(repeating: nil, count: 7 - week.count)
        }
    }

    private var occurrences: [DayMark] {
        message.days.flatMap(\.marks).compactMap { DayMark($0.state) }
    }

    private func legend(_ marks: [DayMark]) -> [String] {
        guard !marks.isEmpty else {
            return ["", "nothing is known of it yet"]
        }
        return [""]
            + DayMark.legend(Set(marks), \.sign, columns: columns, style: style)
    }

    // MARK: - One thing a line

    /// A line for each day on which there is anything: `Mon 2 Nov: Check-in done, Date night on hold`.
    var plainLines: [String] {
        let titles = Dictionary(message.rituals.map { ($0.id, $0.title) }) { first, _ in first }
        let lines = message.days.compactMap { day in
            let words = day.marks.compactMap { mark in
                DayMark(mark.state).map {
                    "\((titles[mark.ritual] ?? mark.ritual).withoutControls) \($0.word)"
                }
            }
            return words.isEmpty
                ? nil : "\(day.date.worded(year: true)): \(words.joined(separator: ", "))"
        }
        return lines.isEmpty ? ["nothing is known of it yet"] : lines
    }
}

extension String {
    /// The text without the spaces at its end.
    var withoutTrailingSpaces: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
