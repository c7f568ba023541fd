import ArgumentParser
import ControlAPI
import PlainText

/// What `ritualctl` alone shows on a terminal: today, what is open, what is next, and three commands.
struct OverviewCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "overview",
        abstract: "Today, what is open, and what is next.",
        discussion: """
            This is what ritualctl shows on a terminal where no command is named.

              ritualctl overview
            """,
        shouldDisplay: false
    )

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let today = try context.ask(.today, for: TodayMessage.self)
        let shown = Set(today.occurrences.map(\.occurrence))
        let open = try context.ask(.open, for: [OccurrenceMessage].self)
            .filter { !shown.contains($0.occurrence) }
        let next = try context.ask(.next, for: NextMessage.self).next
        let status = try? context.ask(.status, for: StatusMessage.self)
        let pauses = (status?.pauses ?? []).map {
            "A pause is open, \(PauseSentence($0, in: context).back)"
        }
        let notice = status.map { VersionNotice.lines(daemon: $0.version) } ?? []
        try context.show(today) { today in
            TodayListing(today: today, context: context).lines + pauses + lines(open, in: context)
                + (next.map { lines($0, after: today, in: context) } ?? []) + commands(in: context)
                + notice.map(context.style.warning)
        }
    }

    private func lines(_ open: [OccurrenceMessage], in context: CommandContext) -> [String] {
        let style = context.style
        let rows = open.map { entry in
            let times = OccurrenceTimes(entry, in: context)
            return [
                Table.Cell("\(times.day) \(times.time)"), Table.Cell(entry.title),
                Table.Cell(entry.ritual, style.faint), Table.Cell("how was it?", style.warning),
            ]
        }
        let table = Table([.fixed, .title, .extra, .extra], rows, in: context)
        return (rows.isEmpty ? [] : [style.strong("Open")]) + rows.flatMap(table.lines)
    }

    /// What is next, where today does not show it.
    private func lines(
        _ next: OccurrenceMessage,
        after today: TodayMessage,
        in context: CommandContext
    ) -> [String] {
        guard !today.occurrences.contains(where: { $0.occurrence == next.occurrence }) else {
            return []
        }
        let phrase = OccurrenceTimes(next, in: context).phrase
        return [context.style.strong("Next"), "  \(next.title.withoutControls), \(phrase)"]
    }

    private func commands(in context: CommandContext) -> [String] {
        let known = [
            ("ritualctl done", "we kept what is open; or name it: done check-in"),
            ("ritualctl upcoming", "this week, and the next of everything rarer"),
            ("ritualctl --help", "everything else"),
        ]
        return [""] + known.map { "\($0.fitted(to: 18))  \(context.style.faint($1))" }
    }
}
