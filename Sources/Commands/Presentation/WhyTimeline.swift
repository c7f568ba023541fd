import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// `ritualctl why` for people: what was decided and said about occurrences, in order.
struct WhyTimeline {
    let why: WhyMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        guard !why.occurrences.isEmpty else {
            if let waits = why.waits {
                let line = WaitingWords.line(waits, context.relativeTime(in: why.zone))
                return ["\(why.title.withoutControls) \(line)"]
            }
            return ["nothing is known of \(why.title.withoutControls) on \(why.date)"]
        }
        return why.occurrences.enumerated().flatMap { index, occurrence in
            (index == 0 ? [] : [""]) + [heading(occurrence)] + prompt(occurrence)
                + steps(occurrence) + last(occurrence) + story(occurrence)
        }
    }

    private func heading(_ occurrence: WhyMessage.Occurrence) -> String {
        let times = OccurrenceTimes(
            start: occurrence.start,
            end: occurrence.end,
            in: context
        )
        return style.strong("\(why.title.withoutControls), \(times.day) \(times.time)")
            + ": \(standing(of: occurrence))"
            + style.faint("  \(occurrence.occurrence.description.withoutControls)")
    }

    private func prompt(_ occurrence: WhyMessage.Occurrence) -> [String] {
        guard let prompt = occurrence.prompt, context.mayShow(occurrence.sensitivity) else {
            return []
        }
        return ["  " + style.faint("“\(prompt.withoutControls)”")]
    }

    private func last(_ occurrence: WhyMessage.Occurrence) -> [String] {
        guard let last = occurrence.last, context.mayShow(occurrence.sensitivity) else {
            return []
        }
        return ["  " + style.faint(last.line)]
    }

    private func standing(of occurrence: WhyMessage.Occurrence) -> String {
        if let since = occurrence.keptSince {
            let relative = context.relativeTime(in: why.zone)
            return "not kept yet, it is kept since \(relative.moment(since))"
        }
        if occurrence.state == .absorbed, let absorber = occurrence.absorber {
            let title = absorber.title.withoutControls
            return absorber.quiets
                ? "silent while \(title) lasts" : "absorbed, \(title) takes its place"
        }
        let isTakenBack = occurrence.decisions.contains { $0.reason == PauseTerms.takenBack }
        return occurrence.state.map(word) ?? (isTakenBack ? "taken back" : "no longer kept")
    }

    private func steps(_ occurrence: WhyMessage.Occurrence) -> [String] {
        StepWords.line(occurrence.steps, context.relativeTime(in: why.zone))
            .map { ["  " + style.faint($0)] } ?? []
    }

    private func word(_ state: OccurrenceState) -> String {
        state == .done ? style.good("done") : StateWord.of(state)
    }

    private func story(_ occurrence: WhyMessage.Occurrence) -> [String] {
        let relative = context.relativeTime(in: why.zone)
        let told = OccurrenceStory(occurrence: occurrence, relative: relative, style: style).lines
        let moments = told.map { relative.moment($0.at) }
        let cells = moments.map { CellWidth.of($0) }.max() ?? 0
        return zip(told, moments).flatMap { line, moment in
            ["  \(style.faint(moment.fitted(to: cells)))  \(line.text)"]
                + line.details.map { "  " + String(repeating: " ", count: cells + 4) + $0 }
        }
    }
}

extension LastNote {
    /// `last time, sam: “the new Thai place”`, as long as a notification shows.
    var line: String {
        let who = partner.map { ", \($0.withoutControls)" } ?? ""
        let words = note.withoutControls.split(whereSeparator: \.isWhitespace).joined(
            separator: " "
        )
        let shown = words.count > 200 ? words.prefix(199) + "…" : words[...]
        return "last time\(who): “\(shown)”"
    }
}
