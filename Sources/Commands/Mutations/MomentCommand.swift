import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

struct MomentCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "moment",
        abstract: "Keep a good moment, or look into the jar.",
        usage: "ritualctl moment [<words>] [--partner <id>] [<options>]",
        discussion: """
            Most good moments are small and soon forgotten. One that you keep goes into a jar in \
            rituald's ledger; digest and look-back open it now and then. Without words it shows what \
            is in the jar.

              ritualctl moment
              ritualctl moment "you sang in the stairwell"
              ritualctl moment -

            With '-' the words are read from standard input: what stands on the command line is seen \
            by others in ps, and kept in the shell's history. 'ritualctl forget --notes' empties the jar.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The moment in your own words; '-' reads them from standard input.",
            discussion: "Default: show the jar.",
            valueName: "words"
        )
    )
    var words: [String] = []

    @Option(
        help: ArgumentHelp("Who keeps it; default: who sits here.", valueName: "id")
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard partner == nil || !words.isEmpty else {
            throw ValidationError("--partner goes with the words of a moment")
        }
        let text = words.joined(separator: " ")
        if let refusal = OwnWords.refusal(of: text, called: "the moment") {
            throw ValidationError(refusal)
        }
    }

    func run(in context: CommandContext) throws {
        guard !words.isEmpty else {
            let jar = try context.ask(.moments, for: MomentsMessage.self)
            if jar.count > jar.moments.count {
                try context.note("only the latest \(jar.moments.count) of \(jar.count) are shown")
            }
            return try context.show(jar) { JarListing(jar: $0, context: context).lines }
        }
        let text = try WordsArgument(argument: words.joined(separator: " "))?
            .text(called: "the moment", in: context)
        let partner = try partner.map { try context.house().partner($0) }
        let request = MomentRequest(words: text ?? "", partner: partner)
        try context.tell(.moment, request) { (_: MomentMessage) in
            ["kept in the jar", context.style.faint("'ritualctl undo' takes it back")]
        }
    }
}

/// `ritualctl moment` for people: what is in the jar, the latest last.
struct JarListing {
    let jar: MomentsMessage
    let context: CommandContext

    var lines: [String] {
        guard !jar.moments.isEmpty else {
            return [
                "the jar is empty",
                context.style.faint(
                    "'ritualctl moment \"…\"' keeps a good moment, a small one too"
                ),
            ]
        }
        let relative = context.relativeTime(in: jar.zone)
        let rows = jar.moments.map { moment in
            [
                Table.Cell("\(relative.zone.local(at: moment.said).date)", context.style.faint),
                Table.Cell("“\(moment.words.onOneLine)”"),
                Table.Cell(moment.partner ?? "", context.style.faint),
            ]
        }
        let table = Table([.fixed, .title, .extra], rows, in: context)
        return rows.flatMap(table.lines)
    }
}

extension String {
    /// The text with its lines one after the other.
    var onOneLine: String {
        withoutControls.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
