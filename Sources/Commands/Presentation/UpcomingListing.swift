import CivilTime
import ControlAPI
import Household
import PlainText

/// `ritualctl upcoming` for people: a table grouped by day.
struct UpcomingListing {
    private struct Row {
        var times: OccurrenceTimes
        var cells: [Table.Cell]
        var below: [Table.Cell]
    }

    private let rows: [Row]
    private let table: Table
    private let style: Style
    private let isRelative: Bool

    /// Makes the table; one that is not relative names dates in full and no distance from now.
    init(
        _ occurrences: [OccurrenceMessage],
        isRelative: Bool = true,
        in context: CommandContext
    ) {
        let style = context.style
        self.style = style
        self.isRelative = isRelative
        let everyone = occurrences.map(\.partners.count).max() ?? 0
        rows = context.onOneClock(occurrences).map { occurrence in
            let times = OccurrenceTimes(occurrence, in: context)
            let isToday = isRelative && (times.day == "today" || times.isUnderWay)
            let distance = times.isUnderWay ? "now, \(times.until)" : times.distance
            return Row(
                times: times,
                cells: [
                    Table.Cell(times.time), Table.Cell(occurrence.label(among: everyone)),
                    Table.Cell(times.length, style.faint),
                    Table.Cell(occurrence.ritual, style.faint),
                    Table.Cell(isToday ? distance : "", style.faint),
                ],
                below: occurrence.cellsBelow(in: context)
            )
        }
        table = Table([.fixed, .title, .right, .extra, .extra], rows.map(\.cells), in: context)
    }

    var lines: [String] {
        var lines: [String] = []
        var date: CivilDate?
        for row in rows {
            if row.times.start.local.date != date {
                date = row.times.start.local.date
                lines.append(heading(row.times))
            }
            lines += table.lines(row.cells) + row.below.flatMap(table.below)
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
}

extension OccurrenceMessage {
    /// The title, with whom it is for where that is not everyone, whether it is on hold, and who has yet to
    /// say that it was done.
    func label(among everyone: Int) -> String {
        let only = partners.count == everyone ? "" : " (\(partners.joined(separator: ", ")))"
        let names = { (ids: [String]) in ids.joined(separator: " and ") }
        let inPart =
            waiting.isEmpty ? "" : " (\(names(done)) said done; waiting for \(names(waiting)))"
        let occupied = busy.isEmpty ? "" : " (\(names(busy)) busy then)"
        return title + only + (held ? " (on hold)" : "") + inPart + occupied
    }

    /// Its start by everyone's clock: `20:30 for alex, 02:30 on Sat for sam`.
    private var clockLine: String? {
        guard !clocks.isEmpty else {
            return nil
        }
        return clocks.map { clock in
            let local = clock.start.local
            let isSameDay = local.date == start.local.date
            let day = isSameDay ? "" : " on \(local.date.weekday.abbreviation)"
            return "\(local.time.toTheMinute)\(day) for \(clock.partner.withoutControls)"
        }.joined(separator: ", ")
    }

    /// How what is to be prepared stands, and what is silent meanwhile, as what belongs below its row.
    func cellsBelow(in context: CommandContext) -> [Table.Cell] {
        let silent = quiets.isEmpty ? nil : "silent meanwhile: \(quiets.joined(separator: ", "))"
        return [clockLine, StepWords.line(steps, context.relativeTime(in: start.zone)), silent]
            .compactMap(\.self).map { Table.Cell($0, context.style.faint) }
    }
}
