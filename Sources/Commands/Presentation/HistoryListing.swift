import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// `ritualctl history` for people: day by day, then what lay over the days, then the counts.
struct HistoryListing {
    let history: HistoryMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        let above = days + holds + lapses
        return above + summary(isAlone: above.isEmpty)
    }

    private var relative: RelativeTime { context.relativeTime(in: history.zone) }

    private var days: [String] {
        let rows = entries.map { entry, start in
            [
                Table.Cell(start.time.toTheMinute), Table.Cell(entry.title),
                Table.Cell(entry.state.rawValue, paint(entry.state)),
                Table.Cell(HistoryNote(entry: entry, relative: relative).text, style.faint),
            ]
        }
        let table = Table([.fixed, .title, .fixed, .text], rows, in: context)
        var lines: [String] = []
        var date: CivilDate?
        for ((_, start), row) in zip(entries, rows) {
            if start.date != date {
                date = start.date
                let day = relative.day(start.date)
                lines.append(style.strong(day.prefix(1).uppercased() + day.dropFirst()))
            }
            lines += table.lines(row)
        }
        return lines
    }

    /// By the time at which they were: what was moved stands at its new one.
    private var entries: [(HistoryMessage.Entry, CivilDateTime)] {
        history.occurrences.map { ($0, $0.start.local) }.enumerated().sorted { one, other in
            (one.element.1, one.offset) < (other.element.1, other.offset)
        }.map(\.element)
    }

    private func paint(_ state: OccurrenceState) -> (String) -> String {
        switch state {
        case .done: style.good
        case .open, .expired: style.warning
        case .passed, .missed, .held, .absorbed, .ahead: style.faint
        case .now, .skipped, .moved: { $0 }
        }
    }

    private var holds: [String] {
        history.holds.map { hold in
            let sentence = HoldSentence(hold: hold, context: context)
            return "on hold: \(sentence.what), \(sentence.span)\(sentence.reason)"
        }
    }

    private var lapses: [String] {
        history.lapses.map { lapse in
            let span = [lapse.after, lapse.through].map(relative.moment).joined(separator: " to ")
            return "away: \(span); \(lapse.title.withoutControls) was let pass"
        }
    }

    /// What there is in a span; nothing where it could not add to what stands above it.
    private func summary(isAlone: Bool) -> [String] {
        let counts = history.counts
        let words = [
            (counts.done, "done"), (counts.skipped, "skipped"), (counts.missed, "missed"),
            (counts.passed, "passed"),
            (counts.held, "held"), (counts.expired, "expired"), (counts.absorbed, "absorbed"),
            (counts.open, "still open"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let span = [history.from, history.until].map { $0.worded(year: true) }
            .joined(separator: " to ")
        guard !words.isEmpty else {
            return isAlone ? ["\(span): nothing is known"] : []
        }
        return ["\(span): \(words.joined(separator: ", "))"]
    }
}
