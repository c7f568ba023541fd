import ArgumentParser
import ControlAPI

struct SuggestCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Other times that suit everyone.",
        usage: "ritualctl suggest <ritual> [<options>]",
        discussion: """
            The next three times at which everyone is free, by the calendars that the config names \
            ('busy'), and outside all quiet hours. They lie within the ritual's flex, or in the next \
            two weeks. On each day it is the time nearest to the usual one.

              ritualctl suggest date-night
              ritualctl suggest date-night --occurrence fri
              ritualctl suggest date-night --propose

            --propose asks your partner with one nudge that has a button for each; whoever presses one \
            moves the ritual for everyone.
            """
    )

    @Argument(
        help: ArgumentHelp("The ritual.", valueName: "ritual"),
        completion: .names(.rituals)
    )
    var name: String

    @Option(
        name: .customLong("occurrence"),
        help: ArgumentHelp(
            "The scheduled start of the occurrence, such as 2026-01-09T19:00, or its date.",
            discussion: "Default: the next that can be moved.",
            valueName: "local"
        )
    )
    var occurrence: String?

    @Flag(help: "Ask your partner which of them it is to be.")
    var propose = false

    @Option(
        help: ArgumentHelp(
            "Who proposes them, and is not asked; default: who sits here, else everyone is asked.",
            valueName: "id"
        ),
        completion: .names(.partners)
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        _ = try OccurrenceName(occurrence)
        guard partner == nil || propose else {
            throw ValidationError("--partner goes with --propose")
        }
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let ritual = try house.ritual(name)
        let occurrence = try OccurrenceName(occurrence).occurrence(of: ritual, in: house)
        let found: SuggestMessage
        if propose {
            let request = ProposeRequest(
                ritual: ritual,
                occurrence: occurrence,
                partner: try partner.map(house.partner)
            )
            found = try context.tell(.propose, request, for: SuggestMessage.self)
        } else {
            let query = SuggestQuery(ritual: ritual, occurrence: occurrence)
            found = try context.ask(.suggest, query.items, for: SuggestMessage.self)
        }
        try context.show(found) { SuggestListing(found: $0, context: context).lines }
    }
}
