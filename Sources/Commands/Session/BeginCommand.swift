import ArgumentParser
import CivilTime
import ControlAPI
import Sessions

struct BeginCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "begin",
        abstract: "Be led through a ritual, turn by turn.",
        usage: "ritualctl begin [<ritual>] [<options>]",
        discussion: """
            Shows what to talk about, whose turn it is and how much time is left, and rings at the \
            change of turns. At the end it is recorded as done; who stops before records nothing. \
            Without a ritual it is what is open now or on today. It needs no daemon, and leads a \
            practice of the catalogue too.

              ritualctl begin check-in
              ritualctl begin
              ritualctl begin long-hug --turn 5m
              ritualctl begin love-map --prompt 12 --quiet

            Keys: space pauses and goes on, s skips, b goes back, q quits. A laptop that was closed \
            meanwhile has cost nobody their turn: it waits, and says for how long.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A ritual or a practice, or a part of its name.",
            discussion: "Default: what is open now or on today.",
            valueName: "ritual"
        )
    )
    var words: [String] = []

    @Option(
        name: .customLong("turn"),
        help: ArgumentHelp("How long each turn is, such as 5m.", valueName: "length"),
        transform: Self.readLength
    )
    var length: Span?

    @Option(
        help: ArgumentHelp("Begin at another prompt, by its number.", valueName: "n")
    )
    var prompt: Int?

    @Flag(help: "Ring no bell.")
    var quiet = false

    @OptionGroup var common: CommonOptions

    private static let longest = Span(seconds: 43_200)

    private static func readLength(_ text: String) throws -> Span {
        let span: Span
        do {
            span = try Span(parsing: text)
        } catch {
            throw ValidationError("give a length such as 90s or 5m")
        }
        guard span.months == 0, span.days == 0, (1...longest.seconds).contains(span.seconds) else {
            throw ValidationError("'\(span)' is not between 1s and \(longest)")
        }
        return span
    }

    func run(in context: CommandContext) throws {
        let finder = try SessionFinder(in: context, prompt: prompt)
        let subject = try finder.subject(words.isEmpty ? nil : words.joined(separator: " "))
        guard
            let terminal = context.terminal,
            let plan = SessionPlan(
                subject.script,
                title: subject.title,
                people: subject.people,
                prompts: context.isJSON || context.mayShow(subject.sensitivity)
                    ? subject.prompts : [],
                length: length
            )
        else {
            throw CommandFailure(.failed, "'\(subject.name)' has no guided session")
        }
        var closing: SessionClosing?
        let runner = SessionRunner(context: context, terminal: terminal, isQuiet: quiet) {
            let made = SessionClosing($0, $1, subject, in: context)
            closing = made
            return made.said
        }
        let result = try runner.lead(plan)
        if let closing {
            try show(closing, in: context)
        }
        if let signal = result.signal {
            terminal.end(by: signal)
        }
    }

    private func show(_ closing: SessionClosing, in context: CommandContext) throws {
        if context.isJSON {
            return try context.say(ControlJSON.text(of: closing))
        }
        try context.show(closing) { $0.said }
        try context.output.flush()
    }
}
