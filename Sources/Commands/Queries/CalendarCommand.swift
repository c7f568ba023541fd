import ArgumentParser
import CivilTime
import ControlAPI

struct CalendarCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "A month or a year at a glance: what was kept, and what is to come.",
        usage: "ritualctl calendar [<month> | <year>] [<options>]",
        discussion: """
              ritualctl calendar                   this month
              ritualctl calendar dec               or 12, 2026-12, dec 2026
              ritualctl calendar 2026              a year, one mark a day
              ritualctl calendar 2026 --svg year.svg

            A month shows a mark for each occurrence, in the order of their start, and > before \
            today. The legend below says what the marks mean. Days are the household's.
            """
    )

    @Argument(help: ArgumentHelp("A month or a year; default: this month.", valueName: "month"))
    var words: [String] = []

    @Option(
        help: ArgumentHelp("Only this ritual.", valueName: "id"),
        completion: .names(.rituals)
    )
    var ritual: String?

    @OptionGroup var picture: PictureOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if !words.isEmpty {
            _ = try MonthArgument.read(words)
        }
    }

    func run(in context: CommandContext) throws {
        let today = { try context.ask(.today, for: TodayMessage.self).date }
        let dates =
            if words.isEmpty {
                try MonthArgument(month: today().month).dates(today: today())
            } else {
                try MonthArgument.read(words).dates(today: today())
            }
        let query = HistoryQuery(
            from: dates.lowerBound,
            until: dates.upperBound,
            ritual: try ritual.map { try context.house().ritual($0) }
        )
        let days = try context.ask(.days, query.items, for: DaysMessage.self)
        if let file = picture.svg {
            return try context.write(CalendarPicture(days).text, to: file)
        }
        try context.show(days) { days in
            let sheet = CalendarSheet(days, in: context)
            return context.isPlain ? sheet.plainLines : sheet.lines
        }
    }
}
