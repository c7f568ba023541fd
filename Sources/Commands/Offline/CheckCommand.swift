import ArgumentParser
import ControlAPI
import Rituals
import Settings

struct CheckCommand: SurroundedCommand {
    /// What `--json` prints.
    private struct Report: Encodable {
        var file: String
        var valid: Bool
        var rituals: Int?
        var partners: Int?
        var diagnostics: [DiagnosticMessage]
    }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate a config.",
        discussion: """
            Prints every error of the file at once, one a line as compilers do, so that an editor \
            can jump to them. Exits 0 where the config is valid, warnings or not, and 2 where it \
            is not. It needs no daemon.

              ritualctl check                       the config that the daemon reads
              ritualctl check config.example.toml
              vim -q <(ritualctl check)
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

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        guard let path = file ?? Locations.configFile(in: surroundings.environment) else {
            throw CommandFailure(
                .failed,
                "neither XDG_CONFIG_HOME nor HOME is set; name the file: ritualctl check FILE"
            )
        }
        let file = try HouseholdFile(path, in: surroundings)
        let household = file.config.household
        let report = Report(
            file: path,
            valid: household != nil,
            rituals: household?.rituals.count,
            partners: household?.partners.count,
            diagnostics: file.diagnostics
        )
        try surroundings.show(report, common) { report in
            report.diagnostics.map { "\($0)" }
                + (household.map { ["\(path): ok, \($0.summary)"] } ?? [])
        }
        if let verdict = file.verdict {
            throw CommandFailure(.invalid, verdict)
        }
    }
}

extension Household {
    /// `9 rituals for two partners`.
    var summary: String {
        CountPhrase.household(rituals: rituals.count, partners: partners.count)
    }
}
