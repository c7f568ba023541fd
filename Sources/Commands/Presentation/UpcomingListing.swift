import CivilTime
import ControlAPI
import PlainText
import Household

/// `ritualctl upcoming` for people: a table grouped by day, in 80 columns.
struct UpcomingListing {
    private struct Row {
        var occurrence: OccurrenceMessage
        var times: OccurrenceTimes
        var title: String
    }

    private static let columns = 80

    private let rows: [Row]
    private let style: Style
    private let isRelative: Bool

    /// Makes the table; one that is not relative names dates in full and no distance from now.
    init(
        _ occurrences: [OccurrenceMessage],
        isRelative: Bool = true,
        in context: CommandContext
    ) {
        style = context.style
        self.isRelative = isRelative
        let everyone = occurrences.map(\.partners.count).max() ?? 0
        rows = occurrences.map { occurrence in
            // Who it is for is worth a word only where it is not for everyone.
            let isForAll = occurrence.partners.count == everyone
            let only = isForAll ? "" : " (\(occurrence.partners.joined(separator: ", ")))"
            let held = occurrence.held ? " (on hold)" : ""
            let names = { (ids: [String]) in ids.joined(separator: " and ") }
            let inPart =
                occurrence.waiting.isEmpty
                ? ""
                : " (\(names(occurrence.done)) said done; waiting for \(names(occurrence.waiting)))"
            return Row(
                occurrence: occurrence,
                times: OccurrenceTimes(occurrence, in: context),
                title: occurrence.title + only + held + inPart
            )
        }
    }

    var lines: [String] {
        var lines: [String] = []
        var date: CivilDate?
        for row in rows {
            if row.times.start.local.date != date {
                date = row.times.start.local.date
                lines.append(heading(row.times))
            }
            lines.append(line(row))
        }
        return lines
    }

    private func heading(_ times: OccurrenceTimes) -> String {
        guard isRelative else {
            return style.strong(times.start.local.date.worded(year: true))
        }
        let day = style.strong(times.day.prefix(1).uppercased() + times.day.dropFirst())
        return ["today", "tomorrow"].contains(times.day)
            ? day : day + style.faint(", \(times.dayDistance)")
    }

    private func line(_ row: Row) -> String {
        let id = row.occurrence.ritual
        let text = [
            "  " + row.times.time,
            row.title.fitted(to: titleCells),
            style.faint(row.times.length.fittedRight(to: lengthCells)),
        ].joined(separator: "  ")
        guard isToday(row) else {
            return text + "  " + style.faint(id.withoutControls)
        }
        return text + "  " + style.faint(id.fitted(to: idCells)) + "  "
            + style.faint(distance(row))
    }

    /// How far away it is, or until when it lasts.
    private func distance(_ row: Row) -> String {
        row.times.isUnderWay ? "now, \(row.times.until)" : row.times.distance
    }

    private func isToday(_ row: Row) -> Bool {
        isRelative && (row.times.day == "today" || row.times.isUnderWay)
    }

    private var lengthCells: Int { rows.map { CellWidth.of($0.times.length) }.max() ?? 0 }
    /// Ids are there to be typed, so they are never cut.
    private var idCells: Int { rows.map { CellWidth.of($0.occurrence.ritual) }.max() ?? 0 }

    /// Titles get what the other columns leave, but never less than 12 cells.
    private var titleCells: Int {
        let distance = rows.filter(isToday).map { self.distance($0).count }.max()
        let others = 2 + 5 + 2 + 2 + lengthCells + 2 + idCells + (distance.map { $0 + 2 } ?? 0)
        let wanted = rows.map { CellWidth.of($0.title) }.max() ?? 0
        return min(wanted, max(12, UpcomingListing.columns - others))
    }
}
