package import ArgumentParser
import ControlAPI
import Settings

/// `ritualctl`: asks the daemon what is coming, and tells it what happened.
package struct RitualctlCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Ask what is coming, and say what happened.",
        usage: "ritualctl <command> [--help]",
        discussion: """
            ritualctl talks to rituald, the daemon that keeps your rituals. The OFFLINE commands \
            work alone, from a config file or from a rule; so does upcoming --config FILE.

              ritualctl                         today, what is open and what is next
              ritualctl upcoming                what is coming, day by day
              ritualctl begin check-in          be led through it, turn by turn
              ritualctl done                    we kept what is open now
              ritualctl snooze date-night 20m   remind us again in 20 minutes
              ritualctl why date-night fri      what was decided about it, and why

            Times are typed as 'fri 19:00', 'tomorrow', 'in 20m', '3d', '5 dec' or 2026-12-05; \
            rituals by their id or title, or any part that fits only one.

            Every command takes --json for scripts, --socket PATH for another daemon, --no-color \
            (or NO_COLOR) for text without colours and --plain (or ACCESSIBLE=1) for screen readers.

            Exit codes: 0 done, 1 it could not be done (with why), 2 a config is invalid, \
            64 bad usage, 69 no daemon answers.
            """,
        version: ProductVersion.current,
        subcommands: [OverviewCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Ask",
                subcommands: [
                    UpcomingCommand.self, NextCommand.self, TodayCommand.self, StatusCommand.self,
                    WhyCommand.self, HistoryCommand.self, CalendarCommand.self, StatsCommand.self,
                    DigestCommand.self, DeckCommand.self, SuggestCommand.self,
                    OutboxCommand.self, WatchCommand.self, ExportCommand.self, BackupCommand.self,
                ]
            ),
            CommandGroup(
                name: "Do",
                subcommands: [BeginCommand.self]
            ),
            CommandGroup(
                name: "Tell",
                subcommands: [
                    DoneCommand.self, SkipCommand.self, SnoozeCommand.self, MoveCommand.self,
                    MomentCommand.self, UndoCommand.self, HoldCommand.self, ReleaseCommand.self,
                    TimeoutCommand.self, SignalCommand.self, ForgetCommand.self,
                    SendTestCommand.self, ReloadCommand.self,
                ]
            ),
            CommandGroup(
                name: "Set up",
                subcommands: [
                    InitCommand.self, AddCommand.self, RemoveCommand.self, EditCommand.self,
                    ImportCommand.self,
                ]
            ),
            CommandGroup(
                name: "Offline",
                subcommands: [
                    CatalogCommand.self, CheckCommand.self, SimulateCommand.self, RecurCommand.self,
                ]
            ),
        ],
        defaultSubcommand: OverviewCommand.self
    )

    private static let name = "ritualctl"

    package init() {}

    /// Runs the command that `arguments` name and returns the exit code.
    package static func run(_ arguments: [String], in context: CommandContext) -> Int32 {
        var context = context
        context.output = PlainOutput(context.output, allowing: Style.codes)
        context.errors = PlainOutput(context.errors)
        guard arguments.first != CompletedNames.flag else {
            return complete(arguments, in: context).rawValue
        }
        do {
            let arguments = ArgumentOrder.commandFirst(arguments)
            try checkCommandName(arguments)
            let ordered =
                arguments.first == RecurCommand.configuration.commandName
                ? LocalTimeList.joining(["--exclude", "--include"], in: arguments) : arguments
            var command = try parseAsRoot(WordsArgument.completing(ordered))
            if command is OverviewCommand, !context.output.isTerminal, arguments.isEmpty {
                try context.output.write(helpMessage(columns: 80) + "\n")
            } else if let command = command as? any ContextCommand {
                context.apply(command.common)
                try command.run(in: context)
            } else {
                try command.run()
            }
            try context.output.flush()
            try context.errors.flush()
            return ExitStatus.done.rawValue
        } catch {
            return report(error, in: context).rawValue
        }
    }

    /// Prints what a shell may complete; where nothing is known, it is silent.
    private static func complete(_ arguments: [String], in context: CommandContext) -> ExitStatus {
        do {
            _ = try parseAsRoot(arguments)
        } catch  where exitCode(for: error) == .success {
            try? context.output.write(fullMessage(for: error) + "\n")
            try? context.output.flush()
        } catch {}
        return .done
    }

    /// Says what is wrong, help and version included, and returns how to exit.
    private static func report(_ error: any Error, in context: CommandContext) -> ExitStatus {
        switch error {
        case TextOutputError.closed:
            return .done
        case TextOutputError.failed(let reason):
            return tell(CommandFailure(.failed, "cannot write: \(reason)"), in: context)
        case let failure as CommandFailure:
            try? context.output.flush()
            return tell(failure, in: context)
        case let failure as TextInputError:
            return tell(
                CommandFailure(.failed, "cannot read standard input: \(failure.reason)"),
                in: context
            )
        default:
            break
        }
        let text = fullMessage(for: error, columns: context.helpColumns)
        guard exitCode(for: error) == .success else {
            // The parser's own label of a message, in place of which the program names itself.
            let label = "Error: "
            let isLabelled = text.hasPrefix(label)
            try? context.note(String(isLabelled ? text.dropFirst(label.count) : text[...]))
            try? context.errors.flush()
            return .usage
        }
        do throws(TextOutputError) {
            try context.output.write(text + "\n")
            try context.output.flush()
            return .done
        } catch {
            return report(error, in: context)
        }
    }

    private static func tell(_ failure: CommandFailure, in context: CommandContext) -> ExitStatus {
        // Where even standard error is gone, the exit code is all that is left to say.
        for line in failure.details {
            try? context.errors.write(line + "\n")
        }
        try? context.note(failure.message)
        try? context.errors.flush()
        return failure.status
    }
}

extension RitualctlCommand {
    /// Refuses a command that is not there, and one of a command's own.
    private static func checkCommandName(_ arguments: [String]) throws {
        let name = try check(arguments.first, among: configuration.subcommands, "")
        guard
            let group = configuration.subcommands.first(where: {
                $0.configuration.commandName == name
            }),
            !group.configuration.subcommands.isEmpty,
            // Behind `catalog` stands the name of a practice, behind `deck` that of a deck.
            group != CatalogCommand.self, group != DeckCommand.self
        else {
            return
        }
        _ = try check(
            arguments.dropFirst().first,
            among: group.configuration.subcommands,
            "\(name ?? "") "
        )
    }

    private static func check(
        _ name: String?,
        among commands: [any ParsableCommand.Type],
        _ prefix: String
    ) throws -> String? {
        let names = commands.compactMap { $0.configuration.commandName }
        guard let name, !name.hasPrefix("-"), !(names + ["help"]).contains(name) else {
            return name
        }
        let near = Suggestion.phrase(for: name, among: names)
        throw ValidationError("there is no command '\(prefix)\(name)'\(near)")
    }
}
