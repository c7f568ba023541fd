import CivilTime
import ControlAPI
import Rituals

/// `ritualctl today` for people: the agenda of the day, with how each part of it stands.
struct TodayListing {
    let today: TodayMessage
    let style: Style
    let surroundings: Surroundings

    var lines: [String] {
        guard let date = try? CivilDate(parsing: today.date) else {
            return []
        }
        let heading = style.strong(date.worded(year: false))
        guard !today.occurrences.isEmpty else {
            return [heading, "  nothing today"]
        }
        let titles = today.occurrences.map { CellWidth.of($0.title) }.max() ?? 0
        let ids = today.occurrences.map { CellWidth.of($0.ritual) }.max() ?? 0
        return [heading]
            + today.occurrences.map { entry in
                let times = OccurrenceTimes(start: entry.start, end: entry.end, in: surroundings)
                return [
                    "  " + (times?.time ?? "     "),
                    entry.title.fitted(to: min(titles, 36)),
                    style.faint(entry.ritual.fitted(to: ids)),
                    state(entry.state, times),
                ].joined(separator: "  ")
            }
    }

    private func state(_ state: OccurrenceState, _ times: OccurrenceTimes?) -> String {
        switch state {
        case .ahead: style.faint(times?.distance ?? "ahead")
        case .now: style.strong("now, until \(times?.end.local.time.toTheMinute ?? "its end")")
        case .open: style.warning("how was it? still open")
        case .done: style.good("done")
        case .skipped: "skipped"
        case .moved: "moved"
        case .missed: "missed"
        case .absorbed: style.faint("a bigger ritual takes its place")
        }
    }
}
