package import ArgumentParser
import CivilTime
import ControlAPI
import Emitters
import Foundation
import Glibc
import Ledger
import Logging
import PlainText
import Household
import Settings
import SystemZones

/// The command line of the daemon.
package struct RitualdCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rituald",
        abstract: "Keeps a couple's rituals: works out when each falls, and nudges in time.",
        discussion: """
            Runs in the foreground until SIGTERM. Logs go to standard error (to the journal where \
            that is one), nudges to the channels of the config. SIGHUP reads the config anew; a \
            bad one changes nothing.

            Ask it with ritualctl: `ritualctl upcoming`, `ritualctl status`.

            Exit status: 0 stopped, 1 it could not run, 64 bad usage, 78 the config is not valid.
            """,
        version: ProductVersion.current
    )

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The config. Default: $XDG_CONFIG_HOME/rituald/config.toml.",
            valueName: "file"
        )
    )
    package var config: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where the ledger is kept. Default: $STATE_DIRECTORY, else $XDG_STATE_HOME/rituald.",
            valueName: "dir"
        )
    )
    package var state: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The control socket. Default: $XDG_RUNTIME_DIR/rituald/control.sock.",
            valueName: "path"
        )
    )
    package var socket: String?

    package init() {}

    /// Parses the arguments of the process and runs.
    package static func start() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty {
                say(text, on: code == .success ? .standardOutput : .standardError)
            }
            exit(withError: code)
        }
    }

    /// Says something that may hold what somebody typed, line by line.
    private static func say(_ text: String, on file: FileHandle) {
        let shown = text.escapingControls { $0 == "\n" }
        try? file.write(contentsOf: Data("\(shown)\n".utf8))
    }

    package func run() throws {
        let environment = ProcessInfo.processInfo.environment
        SealedMemory.seal(environment: environment)
        AlarmClock.blockSignals()
        umask(0o077)
        let starting = try StartSignals()
        let log = Logger(label: "rituald") { _ in StandardErrorLog(environment: environment) }
        do {
            let options = try RuntimeOptions(
                config: config,
                state: state,
                socket: socket,
                program: CommandLine.arguments.first ?? "",
                environment: environment
            )
            let runtime = try Runtime(options, environment: environment, log: log)
            try TaskPool.run { try await runtime.run { starting.finish() } }
        } catch let rejected as RejectedConfig {
            for diagnostic in rejected.diagnostics {
                Self.say("\(diagnostic)", on: .standardError)
            }
            throw ExitCode(EX_CONFIG)
        } catch let error as ExitCode {
            throw error
        } catch {
            log.critical("\(error)")
            throw ExitCode.failure
        }
    }
}
