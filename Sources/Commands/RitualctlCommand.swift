package import ArgumentParser
import ControlAPI

/// `ritualctl`: asks the daemon what is coming, and tells it what happened.
package struct RitualctlCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "ritualctl",
        abstract: "Ask what is coming, and say what happened.",
        usage: "ritualctl <command> [--help]",
        discussion: """
            ritualctl talks to rituald, the daemon that keeps your rituals. The OFFLINE commands \
            work alone, from a config file or from a rule; so does upcoming --config FILE.

              ritualctl upcoming                     what is coming, day by day
              ritualctl done check-in                we kept it
              ritualctl snooze date-night --for 20m  remind us again in 20 minutes
              ritualctl why date-night 2026-01-09    what was decided about it, and why

            Every command takes --json for scripts, --socket PATH for another daemon and \
            --no-color (or NO_COLOR) for plain text.

            Exit codes: 0 done, 1 it could not be done (with why), 2 a config is invalid, \
            64 bad usage, 69 no daemon answers.
            """,
        version: ProductVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Ask",
                subcommands: [
                    UpcomingCommand.self, NextCommand.self, TodayCommand.self, StatusCommand.self,
                    WhyCommand.self, HistoryCommand.self, OutboxCommand.self,
                ]
            ),
            CommandGroup(
                name: "Tell",
                subcommands: [
                    DoneCommand.self, SkipCommand.self, SnoozeCommand.self, MoveCommand.self,
                    UndoCommand.self, HoldCommand.self, ReleaseCommand.self, SignalCommand.self,
                    ForgetCommand.self, SendTestCommand.self, ReloadCommand.self,
                ]
            ),
            CommandGroup(
                name: "Offline",
                subcommands: [CheckCommand.self, SimulateCommand.self, RecurCommand.self]
            ),
        ]
    )

    /// What a message on standard error begins with.
    package static let _errorPrefix = "ritualctl: "

    package init() {}

    /// Runs the command that `arguments` name and returns the exit code.
    package static func run(_ arguments: [String], in surroundings: Surroundings) -> Int32 {
        var surroundings = surroundings
        surroundings.output = PlainOutput(surroundings.output, allowing: Style.codes)
        surroundings.errors = PlainOutput(surroundings.errors)
        do {
            try checkCommandName(arguments)
            let arguments =
                arguments.first == RecurCommand._commandName
                ? LocalTimeList.joining(["--exclude", "--include"], in: arguments) : arguments
            var command = try parseAsRoot(WordsArgument.completing(arguments))
            if let command = command as? any SurroundedCommand {
                try command.run(in: surroundings)
            } else {
                try command.run()
            }
            try surroundings.output.flush()
            try surroundings.errors.flush()
            return ExitStatus.done.rawValue
        } catch {
            return report(error, in: surroundings).rawValue
        }
    }

    /// Says what is wrong, help and version included, and returns how to exit.
    private static func report(_ error: any Error, in surroundings: Surroundings) -> ExitStatus {
        switch error {
        case TextOutputError.closed:
            return .done
        case TextOutputError.failed(let reason):
            return tell(CommandFailure(.failed, "cannot write: \(reason)"), in: surroundings)
        case let failure as CommandFailure:
            try? surroundings.output.flush()
            return tell(failure, in: surroundings)
        case let failure as TextInputError:
            return tell(
                CommandFailure(.failed, "cannot read standard input: \(failure.reason)"),
                in: surroundings
            )
        default:
            break
        }
        let text = fullMessage(for: error, columns: 80)
        guard exitCode(for: error) == .success else {
            try? surroundings.errors.write(text + "\n")
            try? surroundings.errors.flush()
            return .usage
        }
        do throws(TextOutputError) {
            try surroundings.output.write(text + "\n")
            try surroundings.output.flush()
            return .done
        } catch {
            return report(error, in: surroundings)
        }
    }

    private static func tell(_ failure: CommandFailure, in surroundings: Surroundings) -> ExitStatus
    {
        // Where even standard error is gone, the exit code is all that is left to say.
        for line in failure.details {
            try? surroundings.errors.write(line + "\n")
        }
        try? surroundings.errors.write("\(_errorPrefix)\(failure.message)\n")
        try? surroundings.errors.flush()
        return failure.status
    }
}

/// A command that is given its surroundings.
protocol SurroundedCommand: ParsableCommand {
    func run(in surroundings: Surroundings) throws
}

extension RitualctlCommand {
    /// Refuses a command that is not there.
    private static func checkCommandName(_ arguments: [String]) throws {
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard let name = arguments.first, !name.hasPrefix("-"), !names.contains(name) else {
            return
        }
        throw ValidationError("there is no command '\(name)'")
    }
}
