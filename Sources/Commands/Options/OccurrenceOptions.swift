import ArgumentParser
import CivilTime
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

    /// The note, read or asked for where it was not given.
    func note(in surroundings: Surroundings) throws -> String? {
        try ownWords?.text(of: "note", in: surroundings)
    }

    /// The scheduled local start; it may be given as the whole key, `RITUAL@LOCAL`, too.
    var occurrence: String? {
        guard let text = occurrenceText, text.hasPrefix("\(ritual)@") else {
            return occurrenceText
        }
        return String(text.dropFirst(ritual.count + 1))
    }

    func validate() throws {
        if let note = ownWords?.given, let refusal = OwnWords.refusal(of: note, called: "--note") {
            throw ValidationError(refusal)
        }
        guard let occurrence else {
            return
        }
        do {
            _ = try CivilDateTime(parsing: occurrence)
        } catch {
            throw ValidationError("--occurrence: \(error)")
        }
    }
}
