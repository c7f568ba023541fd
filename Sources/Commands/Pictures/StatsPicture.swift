import CivilTime
import ControlAPI
import Household

/// The picture of `stats`: how often each ritual was kept, and the days of the span as a heatmap.
struct StatsPicture {
    private var picture: Picture

    init(_ stats: StatsMessage, _ map: Heatmap) {
        let span = [stats.from, stats.until].map { $0.worded(year: true) }
        picture = Picture(span.joined(separator: " to "))
        let side = 14
        for (column, monday) in map.weeks.enumerated() {
            let x = 52 + column * side
            if let name = map.month(beginningIn: monday) {
                picture.text(name, x, 56, size: 10)
            }
            for weekday in Weekday.allCases {
                let date = monday.adding(days: weekday.index)
                guard map.contains(date) else {
                    continue
                }
                let mark = map.mark(date)
                picture.square(
                    x,
                    64 + weekday.index * side,
                    side: side - 2,
                    fill: mark?.colour ?? "#ffffff",
                    saying: date.worded(year: true) + (mark.map { ": \($0.word)" } ?? "")
                )
            }
        }
        for weekday in [Weekday.monday, .wednesday, .friday] {
            picture.text(weekday.abbreviation, 16, 74 + weekday.index * side, size: 10)
        }
        let marks = Set(
            map.weeks.flatMap { monday in (0..<7).map { monday.adding(days: $0) } }
                .compactMap(map.mark)
        )
        picture.legend(marks, 16, picture.height)
        let top = picture.height + 16
        for (index, ritual) in stats.rituals.enumerated() {
            picture.text(ritual.title, 16, top + index * 20, isStrong: true)
            picture.text(ritual.words.joined(separator: ", "), 216, top + index * 20)
        }
    }

    var text: String { picture.svg }
}
