import ArgumentParser
import CivilTime
import ControlAPI
import PlainText
import Household

struct HoldCommand: SurroundedCommand {
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
        )
    )
    var until: String

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
        do throws(CivilTimeError) {
            _ = try LocalTimeArgument(parsing: until)
        } catch {
            if case .outOfRange = error {
                throw ValidationError("--until: \(error)")
            }
            throw ValidationError(
                "--until: '\(until.withoutControls)' is not a date such as 2026-01-16 or a local time "
                    + "such as 2026-01-16T18:00"
            )
        }
    }

    func run(in surroundings: Surroundings) throws {
        let words = try reason?.text(of: "reason", in: surroundings)
        let link = try DaemonLink(common, in: surroundings)
        let request = HoldRequest(
            ritual: ritual,
            until: until,
            reason: words,
            partner: partner
        )
        let hold = try link.tell(.hold, request, for: HoldMessage.self)
        try surroundings.show(hold, common) { hold in
            let sentence = HoldSentence(hold: hold, surroundings: surroundings)
            return [
                "\(sentence.subject) is on hold until \(sentence.until)\(sentence.reason)",
                "nothing of it is told until then, and no streak breaks",
            ]
        }
    }
}
