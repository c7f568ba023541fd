import ArgumentParser
import ControlAPI
import Household

struct HoldCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Be left in peace until a date: a hard week.",
        usage: "ritualctl hold [<ritual>] --until <date> [--reason <text>] [<options>]",
        discussion: """
            Nothing of the ritual, or of all of them, is told until then. What falls into that \
            time is neither kept nor missed, no streak breaks, and nothing is told again \
            afterwards. A new hold takes the place of the one before it.

              ritualctl hold --until 2026-01-16 --reason "exams"
              ritualctl hold date-night --until 2026-02-01

            It ends as that date begins, in the household's time zone, or with 'ritualctl release': \
            the date is the first on which you are told something again. In recur, history and \
            simulate --until names the last date instead.
            """
    )

    @Argument(help: "The ritual's id; default: everything.")
    var ritual: String?

    @Option(
        help: ArgumentHelp(
            "The date that ends it, or a local time: 2026-01-16T18:00.",
            valueName: "date"
        ),
        transform: DateOrTime.argument
    )
    var until: DateOrTime

    @Option(
        help: ArgumentHelp(
            "Why, in a few words of your own; '-' reads them from standard input.",
            discussion:
                "Without a text it asks for one. What stands on the command line is seen by others in "
                + "ps, and kept in the shell's history.",
            valueName: "text"
        )
    )
    var reason: WordsArgument?

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id")
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let reason = reason?.given,
            let refusal = OwnWords.refusal(of: reason, called: "--reason")
        {
            throw ValidationError(refusal)
        }
    }

    func run(in context: CommandContext) throws {
        let request = HoldRequest(
            ritual: ritual,
            until: until,
            reason: try reason?.text(of: "reason", in: context),
            partner: partner
        )
        try context.tell(.hold, request) { (hold: HoldMessage) in
            let sentence = HoldSentence(hold: hold, context: context)
            return [
                "\(sentence.subject) is on hold until \(sentence.until)\(sentence.reason)",
                "nothing of it is told until then, and no streak breaks",
            ]
        }
    }
}

struct ReleaseCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End a hold before its time.",
        usage: "ritualctl release [<ritual>] [<options>]",
        discussion: """
            What passed during the hold is not told again. 'ritualctl status' shows what is on hold.

              ritualctl release
              ritualctl release date-night
            """
    )

    @Argument(help: "The ritual's id; default: the hold of everything.")
    var ritual: String?

    @Option(help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id"))
    var partner: String?

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let request = ReleaseRequest(ritual: ritual, partner: partner)
        try context.tell(.release, request) { (hold: HoldMessage) in
            let sentence = HoldSentence(hold: hold, context: context)
            return ["\(sentence.subject) is no longer on hold; it was to be until \(sentence.end)"]
        }
    }
}
