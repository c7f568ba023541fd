import ArgumentParser
import ControlAPI
import Household
import PlainText
import Settings

/// Which config a command changes.
struct ConfigOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The config file.",
            discussion: "Default: $XDG_CONFIG_HOME/rituald/config.toml",
            valueName: "file"
        ),
        completion: .file(extensions: ["toml"])
    )
    var config: String?

    func path(in context: CommandContext) throws -> String {
        guard let path = config ?? Locations.configFile(in: context.environment) else {
            throw CommandFailure(
                .failed,
                "neither XDG_CONFIG_HOME nor HOME is set; name the file with --config FILE"
            )
        }
        return path
    }
}

/// A config that a command changes: as it was read, and the way to put another text in its place.
struct EditedConfig {
    /// As it was named.
    let path: String
    let text: String
    private let writer: ConfigWriter
    private let context: CommandContext

    init(_ option: ConfigOption, in context: CommandContext) throws {
        self.context = context
        path = try option.path(in: context)
        guard Ownership(ofLink: path) != nil else {
            throw CommandFailure(
                .failed,
                "there is no config yet at '\(path)'; 'ritualctl init' writes a first one"
            )
        }
        let writer = ConfigWriter(path)
        self.writer = writer
        text = try failing { () throws(ConfigWriter.Failure) in try writer.read() }
    }

    /// Reads a text in the place of the config.
    func read(_ text: String) throws -> ReadConfig {
        try HouseholdFile(path, text: text, in: context).config
    }

    /// The household as it is now, or a failure that says that it has to be mended first.
    func household() throws -> Household {
        let config = try read(text)
        guard let household = config.household else {
            throw CommandFailure(
                .invalid,
                "the config has errors already; 'ritualctl edit' opens it where they are",
                details: config.diagnostics.map { "\(DiagnosticMessage($0))" }
            )
        }
        return household
    }

    /// Puts `new` in the place of the text, where that is a valid config.
    ///
    /// - Returns: the household that it makes.
    func replace(with new: String) throws -> Household {
        let config = try read(new)
        guard let household = config.household else {
            throw CommandFailure(
                .invalid,
                "nothing was changed: the config would not be valid",
                details: config.diagnostics.map { "\(DiagnosticMessage($0))" }
            )
        }
        try failing { () throws(ConfigWriter.Failure) in try writer.replace(text, with: new) }
        return household
    }

    /// Writes a copy beside the config, to be edited.
    func draft() throws -> String {
        try failing { () throws(ConfigWriter.Failure) in try writer.draft(of: text) }
    }

    /// Has the running daemon read the config, and says so in a sentence without its full stop.
    func reload() throws -> String {
        struct Nothing: Encodable {}
        do {
            let read: ReloadMessage = try context.tell(.reload, Nothing())
            guard ConfigWriter(read.config).path == writer.path else {
                return "the running rituald keeps another config, '\(read.config.withoutControls)'"
            }
            return "rituald has read it"
        } catch let failure as CommandFailure where failure.status == .noDaemon {
            return "no rituald is running; it reads the config when it starts"
        } catch let failure as CommandFailure {
            throw CommandFailure(
                failure.status,
                "'\(path)' was changed, but rituald goes on with what it had: \(failure.message)",
                details: failure.details
            )
        }
    }
}

/// Turns a writer's failure into a command's.
func failing<Value>(_ write: () throws(ConfigWriter.Failure) -> Value) throws -> Value {
    do throws(ConfigWriter.Failure) {
        return try write()
    } catch {
        throw CommandFailure(.failed, "\(error)")
    }
}

/// What `--json` prints of a change to the config.
struct ConfigChange: Hashable, Encodable {
    var config: String
    /// The ids of the rituals that came or went.
    var rituals: [String]
    /// Where the block is, or was.
    var line: Int
    /// What became of it with the daemon.
    var daemon: String
}
