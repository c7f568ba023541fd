import Foundation
import TestKit
import Testing

/// A place for one rituald of a test's own: a config, a ledger, a socket and a notify socket.
///
/// A daemon may start and end here several times, as on a machine that restarts; the ledger stays.
struct DaemonHome {
    let folder: TemporaryFolder

    init(config: String) throws {
        folder = try TemporaryFolder()
        SecretWatch.guardRequests()
        try write(config: config)
    }

    var configPath: String { folder.path("config.toml") }
    var socketPath: String { folder.path("control.sock") }

    func write(config: String) throws {
        try folder.write(config, to: "config.toml")
        SecretWatch.guardConfig(config)
    }

    /// Starts a daemon whose clock begins at `clock` and awaits that it is ready.
    func start(
        at clock: FakeClock?,
        environment: [String: String] = [:]
    ) async throws -> RunningDaemon {
        let daemon = try launch(at: clock, environment: environment)
        do {
            _ = try await daemon.notifications.first { $0 == "READY=1" }
        } catch {
            daemon.kill()
            Issue.record("rituald did not get ready: \(daemon.log.events.joined(separator: "\n"))")
            throw error
        }
        return daemon
    }

    /// Starts a daemon and does not wait; `tracer` is a command that starts it and leaves it its pid.
    func launch(
        at clock: FakeClock?,
        under tracer: [String] = [],
        socket: String? = nil,
        environment: [String: String] = [:]
    ) throws -> RunningDaemon {
        if !isPipe(configPath), let config = try? read("config.toml") {
            SecretWatch.guardConfig(config, credentials: environment["CREDENTIALS_DIRECTORY"])
        }
        let notify = try NotifySocket(at: folder.path("notify-\(UUID().uuidString.prefix(8))"))
        let surroundings = try self.environment(at: clock)
            .merging(["NOTIFY_SOCKET": notify.path]) { $1 }
            .merging(environment) { $1 }
        let process = try ChildProcess(
            FakeClock.launcher,
            tracer + [BuiltCommands.rituald, "--config", configPath]
                + ["--state", folder.path("state"), "--socket", socket ?? socketPath],
            environment: surroundings
        )
        return RunningDaemon(process, notify)
    }

    private func isPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// Runs `ritualctl` against the daemon of this home.
    func ritualctl(_ words: String...) async throws -> CommandResult {
        try await run(words)
    }

    /// Runs `ritualctl` with the words of a table, and with `input` to read.
    func run(_ words: [String], input: String? = nil) async throws -> CommandResult {
        SecretWatch.guardArguments(words, input: input)
        let result = try await CommandResult.of(
            BuiltCommands.ritualctl,
            words + ["--socket", socketPath],
            environment: environment(at: nil),
            input: input
        )
        SecretWatch.readCommand(result)
        return result
    }

    private func environment(at clock: FakeClock?) throws -> [String: String] {
        let own = [
            "HOME": folder.path, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "TZ": "UTC",
        ]
        guard let clock else {
            return own
        }
        let fake = try #require(clock.environment, "Debian's package faketime is not installed")
        return own.merging(fake) { $1 }
    }
}

extension DaemonHome {
    /// Lets a daemon begin the ledger at `time`, and end.
    ///
    /// A household starts with its ledger: what was due before is not told. So a test of a nudge
    /// begins the ledger well before, and a machine so slow that the nudge is due before the
    /// daemon is ready tells it all the same.
    func settle(at time: String) async throws {
        let daemon = try await start(at: FakeClock(time))
        #expect(try await daemon.stop() == .status(0))
    }

    /// Puts a pipe that nobody writes to where the config was.
    func replaceConfigByPipe() throws {
        try removeConfig()
        try #require(mkfifo(configPath, 0o600) == 0)
    }

    func removeConfig() throws {
        try FileManager.default.removeItem(atPath: configPath)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }
}
