import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

struct TimeoutCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeout",
        abstract: "Call the agreed pause; the way back has its time.",
        usage: "ritualctl timeout [--in <length>] [--partner <id>] [<options>]",
        discussion: """
            \(Practice.safety)

            Everyone is told at once, in the agreed word. The return is planned for 24 hours later, \
            or the first time after that, up to 48 hours, that is outside everyone's quiet hours. \
            It leads through an apology each, two minutes each, and a small way to reconnect; a \
            day later you are asked once what it was really about.

              ritualctl timeout
              ritualctl timeout --in 36h
              ritualctl undo                takes it back

            While one is open, another changes nothing. 'ritualctl done timeout' says that you are \
            back, 'ritualctl move timeout TIME' chooses another time. The word stands in the \
            config: trigger = { word = "lighthouse" }.
            """
    )

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "How long until you come back: 24h to 48h.",
            discussion: "Default: what the config says, else 24h.",
            valueName: "length"
        ),
        transform: read
    )
    var length: Span?

    @Option(help: ArgumentHelp("Who calls it; default: who sits here, else all.", valueName: "id"))
    var partner: String?

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    private static func read(_ text: String) throws -> Span {
        guard let span = try? Span(parsing: text), PauseTerms.length(span) != nil else {
            throw ValidationError(
                "'\(text.withoutControls)' is not \(PauseTerms.allowed): give a length such as 24h or 36h"
            )
        }
        return span
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        if !house.names.signals.contains(where: { $0.id == PauseTerms.signal }) {
            try switchOn(in: context)
        }
        let request = TimeoutRequest(in: length, partner: try partner.map(house.partner))
        try context.tell(.timeout, request) { (pause: PauseMessage) in
            PauseSentence(pause, in: context).lines
        }
    }

    /// Asks whether the pause is to be switched on, where somebody can be asked.
    private func switchOn(in context: CommandContext) throws {
        guard let answers = context.answers, context.errors.isTerminal, !context.isJSON else {
            throw CommandFailure(.failed, Problem.noPause.detail)
        }
        try context.errors.write(
            "The pause is not in your config yet. Switch it on and call it now? [Y/n] "
        )
        try context.errors.flush()
        guard let answer = answers(), Self.isYes(answer) else {
            throw CommandFailure(
                .failed,
                "nothing was changed, and nobody was told; \(Problem.noPause.detail)"
            )
        }
        let (change, _) = try CatalogAddCommand.add(PauseTerms.signal, config, in: context)
        try context.errors.write("It stands in \(change.config.withoutControls) now.\n")
        try context.errors.flush()
    }

    private static func isYes(_ answer: String) -> Bool {
        let word = answer.split(whereSeparator: \.isWhitespace).joined().lowercased()
        return ["", "y", "yes"].contains(word)
    }
}
