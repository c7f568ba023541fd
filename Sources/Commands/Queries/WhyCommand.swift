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
              ritualctl why date-night fri
              ritualctl why check-in               the last one there is something to say about
            """
    )

    @Argument(
        help: ArgumentHelp("The ritual, and a date of it.", valueName: "words"),
        completion: .names(.recorded)
    )
    var words: [String]

    @OptionGroup var common: CommonOptions

    func validate() throws {
        let given = NameAndTime(words)
        if let refusal = given.refusal(of: words, allowed: DateArgument.allowed),
            words.last?.first?.isNumber == true
        {
            throw refusal
        }
        guard given.name != nil else {
            throw ValidationError("of which ritual? ritualctl why RITUAL [DATE]")
        }
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let given = NameAndTime(words)
        let ritual = try house.recordedRitual(given.name ?? "")
        let date = try given.time.map { try house.date($0, .nearest, for: ritual) }
        let query = WhyQuery(ritual: ritual, date: date)
        let why = try context.ask(.why, query.items, for: WhyMessage.self)
        try context.noteCut(why.occurrences.count, "the # nearest to now are shown")
        try context.show(why) { WhyTimeline(why: $0, context: context).lines }
    }
}
