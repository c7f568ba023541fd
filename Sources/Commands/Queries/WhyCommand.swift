import ArgumentParser
import ControlAPI

struct WhyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "What was decided about an occurrence, and why.",
        usage: "ritualctl why <ritual> [<date>] [<options>]",
        discussion: """
            Every step of the nudge ladder gets exactly one decision: fired, late, coalesced, \
            absorbed, held, expired or cancelled, always with a reason. This shows them in order, \
            with what you said, what became of each delivery and what is still to come.

              ritualctl why date-night 2026-01-09
              ritualctl why check-in               the last one there is something to say about
            """
    )

    @Argument(help: "The ritual's id, as 'ritualctl upcoming' shows it.")
    var ritual: String

    @Argument(
        help: "The date of its scheduled start, such as 2026-01-09.",
        transform: DateArgument.read
    )
    var date: DateArgument?

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let query = WhyQuery(ritual: ritual, date: date?.date)
        let why = try context.ask(.why, query.items, for: WhyMessage.self)
        try context.noteCut(why.occurrences.count, "the # nearest to now are shown")
        try context.show(why) { WhyTimeline(why: $0, context: context).lines }
    }
}
