import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// `ritualctl today` for people: the agenda of the day, with how each part of it stands.
struct TodayListing {
    let today: TodayMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        let heading = style.strong(today.date.worded(year: false))
        guard !today.occurrences.isEmpty else {
            return [heading, "  nothing today"]
        }
        let ids = today.occurrences.map { CellWidth.of($0.ritual) }.max() ?? 0
        let rows = today.occurrences.map { entry in
            let times = OccurrenceTimes(entry, in: context)
            // What began earlier has the day on which it did.
            let start = entry.start.local.date
            let time = start < today.date ? start.weekday.abbreviation.fitted(to: 5) : times.time
            return (entry, time, inPart(entry) ?? state(entry.state ?? .ahead, times))
        }
        let states = rows.map { CellWidth.of($0.2.text) }.max() ?? 0
        let wanted = today.occurrences.map { CellWidth.of($0.title) }.max() ?? 0
        let titles = min(wanted, max(12, 80 - (2 + 5 + 2 + 2 + ids + 2 + states)))
        return [heading]
            + rows.map { entry, time, state in
                [
                    "  " + time,
                    entry.title.fitted(to: titles),
                    style.faint(entry.ritual.fitted(to: ids)),
                    state.paint(state.text),
                ].joined(separator: "  ")
            }
    }

    private typealias Painted = (text: String, paint: (String) -> String)

    /// Who has said that it was done, and whose word is waited for.
    private func inPart(_ entry: OccurrenceMessage) -> Painted? {
        guard !entry.waiting.isEmpty, entry.state.map(\.isAnswerable) ?? true else {
            return nil
        }
        let (said, waiting) = (names(entry.done), names(entry.waiting))
        return ("\(said) said done; waiting for \(waiting)", style.warning)
    }

    private func names(_ partners: [String]) -> String {
        partners.map(\.withoutControls).joined(separator: " and ")
    }

    private func state(_ state: OccurrenceState, _ times: OccurrenceTimes) -> Painted {
        switch state {
        case .ahead: (times.distance, style.faint)
        case .now:
            ("now, \(times.until)", style.strong)
        case .open: ("how was it? still open", style.warning)
        case .done: ("done", style.good)
        case .skipped: ("skipped", { $0 })
        case .moved: ("moved", { $0 })
        case .passed: ("passed", style.faint)
        case .missed: ("missed", { $0 })
        case .absorbed: ("a bigger ritual takes its place", style.faint)
        case .held: ("on hold", style.faint)
        case .expired: ("expired", style.warning)
        }
    }
}
