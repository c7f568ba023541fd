import CivilTime
import ControlAPI
import Household

/// The picture of `calendar`: a month, or the twelve of a year, with the mark of each day.
struct CalendarPicture {
    private var picture: Picture
    private let days: [CivilDate: DaysMessage.Day]
    private let titles: [String: String]

    init(_ message: DaysMessage) {
        let isMonth = message.from.month == message.until.month
        let side = isMonth ? 48 : 20
        days = Dictionary(message.days.map { ($0.date, $0) }) { first, _ in first }
        titles = Dictionary(message.rituals.map { ($0.id, $0.title) }) { first, _ in first }
        let year = "\(message.from.year)"
        picture = Picture(isMonth ? "\(Phrase.month(message.from.month)) \(year)" : year)
        for month in 0..<(isMonth ? 1 : 12) {
            let first = message.from.adding(months: month)
            let (column, row) = (month % 4, month / 4)
            draw(first, 16 + column * (side * 7 + 24), 44 + row * (side * 6 + 60), side, isMonth)
        }
        let marks = Set(message.days.compactMap { DayMark($0) })
        picture.legend(marks, 16, picture.height)
    }

    var text: String { picture.svg }

    private mutating func draw(_ first: CivilDate, _ x: Int, _ y: Int, _ side: Int, _ isAlone: Bool)
    {
        if !isAlone {
            picture.text(Phrase.month(first.month), x, y + 12, isStrong: true)
        }
        for day in Weekday.allCases {
            let label = String(day.abbreviation.prefix(isAlone ? 3 : 1))
            picture.text(label, x + day.index * side + side / 2, y + 28, size: 10, isCentred: true)
        }
        for number in 0..<first.daysInMonth {
            let date = first.adding(days: number)
            let cell = number + first.weekday.index
            let (left, top) = (x + cell % 7 * side, y + 34 + cell / 7 * side)
            let mark = DayMark(days[date])
            picture.square(
                left,
                top,
                side: side,
                fill: mark?.colour ?? "#ffffff",
                saying: words(date)
            )
            picture.text(
                "\(date.day)",
                left + side / 2,
                top + side / 2 + 4,
                size: 10,
                isCentred: true
            )
            if isAlone, let mark {
                picture.text(mark.sign, left + side / 2, top + side - 6, isCentred: true)
            }
        }
    }

    private func words(_ date: CivilDate) -> String {
        let marks = (days[date]?.marks ?? []).compactMap { mark in
            DayMark(mark.state).map { "\(titles[mark.ritual] ?? mark.ritual) \($0.word)" }
        }
        return ([date.worded(year: true)] + marks).joined(separator: "\n")
    }
}
