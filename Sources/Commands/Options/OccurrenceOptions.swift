import ArgumentParser
import CivilTime
import ControlAPI
import Household

/// Which occurrence is meant, and who says so.
struct OccurrenceOptions: ParsableArguments {
    @Argument(help: "The ritual's id, as 'ritualctl upcoming' shows it.")
    var ritual: String

    @Option(
        name: .customLong("occurrence"),
        help: ArgumentHelp(
            "The scheduled start of the occurrence, such as 2026-01-09T19:00.",
            discussion:
                "Default: the one under way, or the last that is still open, or the next that "
                + "you were reminded of; the answer names it.",
            valueName: "local"
        )
    )
    private var occurrenceText: String?

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id")
    )
    var partner: String?

    @Flag(help: "Say it for all of you.")
    var both = false

    @Option(
        name: .customLong("note"),
        help: ArgumentHelp(
            "A few words to keep with it; '-' reads them from standard input.",
            discussion:
                "Without a text it asks for one. What stands on the command line is seen by others in "
                + "ps, and kept in the shell's history.",
            valueName: "text"
        )
    )
    private var ownWords: WordsArgument?

    func validate() throws {
        guard !both || partner == nil else {
            throw ValidationError("--partner cannot stand beside --both")
        }
        if let note = ownWords?.given, let refusal = OwnWords.refusal(of: note, called: "--note") {
            throw ValidationError(refusal)
        }
        do {
            _ = try occurrence
        } catch {
            throw ValidationError("--occurrence: \(error)")
        }
    }

    /// The scheduled local start; it may be given as the whole key, `RITUAL@LOCAL`, too.
    private var occurrence: CivilDateTime? {
        get throws(CivilTimeError) {
            guard let text = occurrenceText else {
                return nil
            }
            let key = "\(ritual)@"
            return try CivilDateTime(
                parsing: text.hasPrefix(key) ? text.dropFirst(key.count) : text[...]
            )
        }
    }

    /// What is said of it, with a note that is read or asked for where it was not given.
    func request(in context: CommandContext) throws -> OutcomeRequest {
        OutcomeRequest(
            ritual: ritual,
            occurrence: try occurrence,
            partner: partner,
            both: both ? true : nil,
            note: try ownWords?.text(of: "note", in: context)
        )
    }
}

extension CommandContext {
    /// Tells the daemon what happened, and shows what it has understood.
    func tell(_ route: ControlRoute, _ request: OutcomeRequest) throws {
        try tell(route, request) { OutcomeSentence(outcome: $0, context: self).lines }
    }
}
