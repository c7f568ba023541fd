import ArgumentParser
import CivilTime
import ControlAPI

struct HistoryCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What happened: kept, skipped, missed, held, expired.",
        usage: "ritualctl history [<ritual>] [--days <n>] [--from <d>] [<options>]",
        discussion: """
              ritualctl history                              the last thirty days
              ritualctl history check-in --days 7
              ritualctl history --from mon
              ritualctl history --from 2026-01-01 --until 2026-03-31
              ritualctl history --json | jq .counts

            What fell into a hold is held, and what nobody could be told in time is expired: \
            neither is missed. Dates are the household's, both ends included.
            """
    )

    @Argument(
        help: ArgumentHelp("Only this ritual, by its id or title.", valueName: "ritual"),
        completion: .names(.recorded)
    )
    var words: [String] = []

    @Option(help: ArgumentHelp("So many days; default: 30.", valueName: "n"))
    var days: Int?

    @Option(
        help: ArgumentHelp("The first date, such as 2026-01-01.", valueName: "date"),
        transform: DateArgument.read
    )
    var from: DateArgument?

    @Option(
        help: ArgumentHelp("The last date; default: today.", valueName: "date"),
        transform: DateArgument.read
    )
    var until: DateArgument?

    @Option(
        help: ArgumentHelp("The same.", valueName: "ritual"),
        completion: .names(.recorded)
    )
    var ritual: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard ritual == nil || words.isEmpty else {
            throw ValidationError("name the ritual once, with --ritual or without")
        }
        if let days {
            guard from == nil else {
                throw ValidationError("give --days or --from, not both")
            }
            try UpcomingCommand.check("--days", days, in: HistoryQuery.days)
        }
    }

    func run(in context: CommandContext) throws {
        var query = HistoryQuery(days: days)
        let ritual = words.isEmpty ? ritual : words.joined(separator: " ")
        if from != nil || until != nil || ritual != nil {
            let house = try context.house()
            query.from = try from.map { try house.date($0.typed, .behind) }
            query.until = try until.map { try house.date($0.typed, .behind) }
            query.ritual = try ritual.map { try house.recordedRitual($0) }
        }
        if let from = query.from, let until = query.until, from > until {
            throw CommandFailure(.usage, "--from \(from) is after --until \(until)")
        }
        let history = try context.ask(.history, query.items, for: HistoryMessage.self)
        try context.noteCut(
            history.occurrences.count,
            "the latest # are shown; fewer days or one --ritual may show all"
        )
        try context.show(history) { HistoryListing(history: $0, context: context).lines }
    }
}
