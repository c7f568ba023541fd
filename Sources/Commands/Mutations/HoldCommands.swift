import ArgumentParser
import ControlAPI
import Household
import PlainText

struct HoldCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Be left in peace until a date: a hard week.",
        usage: "ritualctl hold [<ritual>] <date> [--reason <text>] [<options>]",
        discussion: """
            Nothing of the ritual, or of all of them, is told until then. What falls into that \
            time is neither kept nor missed, no streak breaks, and nothing is told again \
            afterwards. A new hold takes the place of the one before it.

              ritualctl hold 3d --reason "exams"
              ritualctl hold date-night 1 feb
              ritualctl hold --until "fri 18:00"

            It ends as that date begins, in the household's time zone, or with 'ritualctl release': \
            the date is the first on which you are told something again. In recur, history and \
            simulate --until names the last date instead.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The ritual, and the date that ends it.",
            discussion: "Without a ritual: everything.",
            valueName: "words"
        ),
        completion: .names(.rituals)
    )
    var words: [String] = []

    @Option(
        help: ArgumentHelp("The date that ends it, or a local time: fri 18:00.", valueName: "date"),
        transform: { try TypedTime.read($0, allowed: allowed) }
    )
    var until: TypedTime?

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
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    private static let allowed = "give a date such as 3d, fri or 2026-01-16"

    func validate() throws {
        if let reason = reason?.given,
            let refusal = OwnWords.refusal(of: reason, called: "--reason")
        {
            throw ValidationError(refusal)
        }
        let given = NameAndTime(words)
        guard until == nil else {
            guard given.time == nil else {
                throw ValidationError("say once until when, with --until or without")
            }
            return
        }
        if let refusal = given.refusal(of: words, allowed: Self.allowed) {
            throw refusal
        }
        guard given.time != nil else {
            throw ValidationError("until when? \(Self.allowed)")
        }
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let given = NameAndTime(words)
        guard let time = until ?? given.time else {
            return
        }
        let ritual = try given.name.map { try house.ritual($0) }
        let request = HoldRequest(
            ritual: ritual,
            until: try house.resolve(time, .ahead),
            reason: try reason?.text(of: "reason", in: context),
            partner: try partner.map(house.partner)
        )
        try context.tell(.hold, request) { (hold: HoldMessage) in
            let sentence = HoldSentence(hold: hold, context: context)
            let name = hold.ritual.map { " \($0.withoutControls)" } ?? ""
            return [
                "\(sentence.subject) is on hold until \(sentence.until)\(sentence.reason)",
                "nothing of it is told until then, and no streak breaks",
                context.style.faint("'ritualctl release\(name)' ends it"),
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

    @Argument(
        help: ArgumentHelp(
            "The ritual's id or title, or a part of it; default: the hold of everything.",
            valueName: "ritual"
        ),
        completion: .names(.rituals)
    )
    var words: [String] = []

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        var request = ReleaseRequest()
        if !words.isEmpty || partner != nil {
            let house = try context.house()
            let name = words.isEmpty ? nil : words.joined(separator: " ")
            request.ritual = try name.map { try house.ritual($0) }
            request.partner = try partner.map(house.partner)
        }
        try context.tell(.release, request) { (hold: HoldMessage) in
            let sentence = HoldSentence(hold: hold, context: context)
            return ["\(sentence.subject) is no longer on hold; it was to be until \(sentence.end)"]
        }
    }
}
