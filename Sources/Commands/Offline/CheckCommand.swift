import ArgumentParser
import ControlAPI
import Household
import Settings

struct CheckCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate a config.",
        usage: "ritualctl check [<file>] [--against-running [--days <n>]] [<options>]",
        discussion: """
            Prints every error of the file at once, one a line as compilers do, so that an editor \
            can jump to them. Exits 0 where the config is valid, warnings or not, and 2 where it \
            is not. It needs no daemon.

              ritualctl check                       the config that the daemon reads
              ritualctl check config.example.toml
              vim -q <(ritualctl check)

            With --against-running it also asks the daemon which nudges of the next 60 days would \
            move, appear or go. Nothing is applied before 'ritualctl reload'.

              ritualctl check --against-running
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The config file.",
            discussion: "Default: $XDG_CONFIG_HOME/rituald/config.toml"
        ),
        completion: .file(extensions: ["toml"])
    )
    var file: String?

    @Flag(
        name: .customLong("against-running"),
        help: "Show which nudges it would change for the running daemon."
    )
    var againstRunning = false

    @Option(
        help: ArgumentHelp(
            "With --against-running: how many days to look ahead.",
            discussion: "Default: \(CheckRequest.defaultDays)",
            valueName: "n"
        )
    )
    var days: Int?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let days {
            guard againstRunning else {
                throw ValidationError("--days needs --against-running")
            }
            try UpcomingCommand.check("--days", days, in: CheckRequest.days)
        }
    }

    func run(in context: CommandContext) throws {
        guard let path = file ?? Locations.configFile(in: context.environment) else {
            throw CommandFailure(
                .failed,
                "neither XDG_CONFIG_HOME nor HOME is set; name the file: ritualctl check FILE"
            )
        }
        let file = try HouseholdFile(path, asService: true, checkingOwn: true, in: context)
        let household = file.config.household
        let report = CheckMessage(
            file: path,
            household,
            file.diagnostics,
            changes: household == nil ? nil : try changes(file, in: context)
        )
        try context.show(report) { report in
            let changes = report.changes.map {
                PlanChangesListing(changes: $0, file: file, context: context).lines
            }
            return report.diagnostics.map { "\($0)" }
                + (household.map { ["\(path): ok, \($0.summary)"] } ?? []) + (changes ?? [])
        }
        if let verdict = file.verdict {
            throw CommandFailure(.invalid, verdict)
        }
    }
}

extension CheckCommand {
    /// What the daemon says that it would change; `nil` where that is not asked for.
    private func changes(
        _ file: HouseholdFile,
        in context: CommandContext
    ) throws -> PlanChangesMessage? {
        guard againstRunning, let text = file.config.text else {
            return nil
        }
        let request = CheckRequest(file: file.path, text: text, days: days)
        let size = try ControlJSON.text(of: request).utf8.count
        guard size <= CheckRequest.mostBytes else {
            throw CommandFailure(
                .failed,
                "'\(file.path)': \(size) bytes are more than the \(CheckRequest.mostBytes) that a "
                    + "daemon takes at once; 'ritualctl reload' reads it all the same"
            )
        }
        return try context.tell(.check, request)
    }
}

extension Household {
    /// `9 rituals for two partners`.
    var summary: String {
        CountPhrase.household(rituals: rituals.count, partners: partners.count)
    }
}
