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
            return [heading, "  nothing today"] + prepare
        }
        let occurrences = context.onOneClock(today.occurrences)
        let rows = occurrences.map { entry in
            let times = OccurrenceTimes(entry, in: context)
            // What began earlier has the day on which it did.
            let start = entry.start.local.date
            let time = start < today.date ? start.weekday.abbreviation : times.time
            let state = inPart(entry) ?? silent(entry) ?? state(entry.state ?? .ahead, times)
            return [
                Table.Cell(time), Table.Cell(entry.title), Table.Cell(entry.ritual, style.faint),
                Table.Cell(state.text, state.paint),
            ]
        }
        let table = Table([.fixed, .title, .extra, .extra], rows, in: context)
        let lines = zip(occurrences, rows).flatMap { entry, row in
            table.lines(row) + prompt(entry).flatMap(table.below)
                + last(entry).flatMap(table.below)
        }
        let note = context.zoneNote(occurrences).map(style.faint)
        return [heading] + lines + note + prepare
    }

    /// The steps that are open, and how each is said to be done.
    private var prepare: [String] {
        let rows = today.prepare.flatMap { entry in
            let day = OccurrenceTimes(entry, in: context).day
            return StepWords.open(entry.steps).map { step in
                [
                    Table.Cell(step.step), Table.Cell("\(entry.title), \(day)"),
                    Table.Cell("ritualctl done \(entry.ritual) --step \(step.step)", style.faint),
                ]
            }
        }
        let table = Table([.fixed, .title, .extra], rows, in: context)
        return (rows.isEmpty ? [] : [style.strong("To prepare")]) + rows.flatMap(table.lines)
    }

    /// The question of the day, while it may still be asked.
    private func prompt(_ entry: OccurrenceMessage) -> [Table.Cell] {
        guard let prompt = entry.prompt, (entry.state ?? .ahead).isAnswerable,
            context.mayShow(entry.sensitivity)
        else {
            return []
        }
        return [Table.Cell("“\(prompt)”", style.faint)]
    }

    /// What was noted last time.
    private func last(_ entry: OccurrenceMessage) -> [Table.Cell] {
        guard let last = entry.last, (entry.state ?? .ahead).isAnswerable,
            context.mayShow(entry.sensitivity)
        else {
            return []
        }
        return [Table.Cell(last.line, style.faint)]
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

    /// During which other occurrence nothing of it is told.
    private func silent(_ entry: OccurrenceMessage) -> Painted? {
        if entry.state == .held, !entry.held, let rest = entry.rest {
            return ("it is \(rest.withoutControls)", style.faint)
        }
        guard entry.state == .absorbed, let absorber = entry.absorber, absorber.quiets else {
            return nil
        }
        return ("silent while \(absorber.title.withoutControls) lasts", style.faint)
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
