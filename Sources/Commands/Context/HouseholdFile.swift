import CivilTime
import ControlAPI
import Glibc
import Household
import Settings

/// A config file that a command reads itself, without a daemon.
struct HouseholdFile {
    let path: String
    let config: ReadConfig

    /// Reads the file as the daemon does; `asService`, as one that nobody looks at in a terminal.
    ///
    /// With `checkingOwn` every practice, plan and deck of the household's own is read too.
    init(
        _ path: String,
        asService: Bool = false,
        checkingOwn: Bool = false,
        in context: CommandContext
    ) throws {
        self.path = path
        var config = try Self.reader(asService: asService, in: context).read(file: path)
        if checkingOwn {
            let catalogue = CatalogueReader(
                catalogue: Catalogue(in: context.environment),
                zones: context.zones,
                zone: try context.zone(named: context.systemZone)
            )
            let found = catalogue.checkOwn().filter { !config.diagnostics.contains($0) }
            config.diagnostics += found
            if found.contains(where: { $0.severity == .error }) {
                config.household = nil
            }
        }
        self.config = config
    }

    /// Reads a text in the place of the file at `path`, as a service does.
    init(_ path: String, text: String, in context: CommandContext) throws {
        self.path = path
        config = try Self.reader(asService: true, in: context).read(text, file: path)
    }

    private static func reader(
        asService: Bool,
        in context: CommandContext
    ) throws -> ConfigReader {
        ConfigReader(
            zones: context.zones,
            systemZone: try context.zone(named: context.systemZone),
            catalogue: Catalogue(in: context.environment),
            usualChannels: UsualChannels(environment: context.environment, isTerminal: !asService),
            isAdvising: asService,
            calendars: CalendarFiles(in: context.environment)
        )
    }

    /// Whether anything has its name.
    var isThere: Bool {
        Ownership(ofLink: path) != nil
    }

    /// What was found, as it is sent and shown.
    var diagnostics: [DiagnosticMessage] {
        config.diagnostics.map(DiagnosticMessage.init) + idle
    }

    /// A household that keeps nothing is valid, and most often a beginning.
    private var idle: [DiagnosticMessage] {
        guard let household = config.household, !household.rituals.contains(where: \.isEnabled)
        else {
            return []
        }
        let message =
            "no ritual is kept, so nobody is ever told anything; a [[ritual]] with "
            + "use = \"check-in\" is a beginning"
        let warning = Diagnostic(
            severity: .warning,
            file: path,
            line: 1,
            column: 1,
            key: "ritual",
            message: message
        )
        return [DiagnosticMessage(warning)]
    }

    /// Whether a path leads to the same file.
    func isSame(as other: String) -> Bool {
        var (mine, its) = (stat(), stat())
        guard stat(path, &mine) == 0, stat(other, &its) == 0 else {
            return path == other
        }
        return (mine.st_dev, mine.st_ino) == (its.st_dev, its.st_ino)
    }

    /// How many errors there are, in words; `nil` where there is none.
    var verdict: String? {
        guard config.household == nil else {
            return nil
        }
        let errors = config.diagnostics.count { $0.severity == .error }
        return "\(path): \(CountPhrase.counted(errors, "error"))"
    }

    /// The household, or a failure that lists every diagnostic.
    func household() throws -> Household {
        guard let household = config.household else {
            let details = diagnostics.map { "\($0)" }
            throw CommandFailure(.invalid, verdict ?? path, details: details)
        }
        return household
    }
}

extension CommandContext {
    /// The zone of that name, or a failure that says why there is none.
    func zone(named name: String) throws -> Zone {
        do {
            return try zones.zone(named: name)
        } catch {
            switch error {
            case .unknown, .invalidName:
                let message = ZoneLookup(zones: zones).message(error, naming: name)
                throw CommandFailure(.invalid, message)
            default:
                throw CommandFailure(.failed, "\(error)")
            }
        }
    }
}
