import ArgumentParser
import CivilTime
import ControlAPI

struct StatsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "How often you kept each ritual, and the year as a heatmap.",
        usage: "ritualctl stats [--days <n> | --year <y>] [<options>]",
        discussion: """
              ritualctl stats                      the last 365 days
              ritualctl stats --ritual date-night
              ritualctl stats --year 2026 --svg 2026.svg
              ritualctl stats --json | jq -r '.rituals[] | [.title, .done, .counted] | @tsv'

            What was done or missed counts. What you skipped, what fell into a hold and what is \
            still open does not, and none of it ends a row of kept ones. With streaks = false in \
            [household] no rows are counted.
            """
    )

    @Option(
        help: ArgumentHelp("Only this ritual.", valueName: "id"),
        completion: .names(.rituals)
    )
    var ritual: String?

    @Option(help: ArgumentHelp("So many days up to today; default: 365.", valueName: "n"))
    var days: Int?

    @Option(help: ArgumentHelp("The days of that year.", valueName: "y"))
    var year: Int?

    @OptionGroup var picture: PictureOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let days {
            guard year == nil else {
                throw ValidationError("give --days or --year, not both")
            }
            try UpcomingCommand.check("--days", days, in: HistoryQuery.days)
        }
        if let year {
            try UpcomingCommand.check("--year", year, in: 1...9999)
        }
    }

    func run(in context: CommandContext) throws {
        let ritual = try ritual.map { try context.house().ritual($0) }
        var query = HistoryQuery(days: days ?? 365, ritual: ritual)
        if let year {
            let first = try CivilDate(year: year, month: 1, day: 1)
            let last = try CivilDate(year: year, month: 12, day: 31)
            query = HistoryQuery(from: first, until: last, ritual: ritual)
        }
        let days = try context.ask(.days, query.items, for: DaysMessage.self)
        let (stats, map) = (StatsMessage(days), Heatmap(days))
        if let file = picture.svg {
            return try context.write(StatsPicture(stats, map).text, to: file)
        }
        try context.show(stats) { stats in
            StatsSheet(
                stats: stats,
                map: map,
                columns: context.columns,
                style: context.style,
                isPlain: context.isPlain
            ).lines
        }
    }
}
