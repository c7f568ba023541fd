import ArgumentParser
import CivilTime
import ControlAPI
import Household

struct ExportICSCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ics",
        abstract: "Your rituals as a calendar, to import into another.",
        usage: "ritualctl export ics [<options>]",
        discussion: """
            Each ritual is one event with its rule; what was moved, skipped or taken over is an \
            exception of it, and its nudges are alarms. Where no rule of calendars says when it is \
            (the 31st of each month, 'after done'), the event has its dates of two years, or up to \
            --until.

              ritualctl export ics > rituals.ics
              ritualctl export ics --partner alex --ritual date-night > alex.ics

            A calendar that follows every move is one to subscribe to: docs/calendars.md.
            """
    )

    @Option(
        help: ArgumentHelp("Only what is for this partner.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @Option(
        help: ArgumentHelp("Only this ritual; may be given several times.", valueName: "id"),
        completion: .names(.rituals)
    )
    var ritual: [String] = []

    @Option(
        help: ArgumentHelp("The first date; default: today.", valueName: "date"),
        transform: DateArgument.read
    )
    var from: DateArgument?

    @Option(
        help: ArgumentHelp("The last date; default: in two years.", valueName: "date"),
        transform: DateArgument.read
    )
    var until: DateArgument?

    @Option(
        help: ArgumentHelp(
            "How much is shown: all, titles or discreet; default: titles.",
            valueName: "what"
        ),
        completion: .list(Channel.Show.allCases.map(\.rawValue)),
        transform: Self.show
    )
    var show: Channel.Show = .titles

    @OptionGroup var common: CommonOptions

    private static func show(_ word: String) throws -> Channel.Show {
        guard let show = Channel.Show(rawValue: word) else {
            let known = Channel.Show.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(word)' is not one of \(known)")
        }
        return show
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let query = ExportQuery(
            partner: try partner.map { try house.partner($0) },
            rituals: try ritual.map { try house.ritual($0) },
            show: show,
            from: try from.map { try house.date($0.typed, .ahead) },
            until: try until.map { try house.date($0.typed, .ahead) }
        )
        try context.output.write(context.text(.export, query.items))
    }
}
