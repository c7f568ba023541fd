import Foundation
import TestKit
import Testing

/// A shell of a user whose `systemd --user`, journal and session bus are real and the test's own.
///
/// It runs in private namespaces (`scripts/with-user-manager`). Its network is the machine's, so loopback
/// reaches it.
final class UserSession: Sendable {
    private let folder: TemporaryFolder
    private let shell: ChildProcess

    /// Puts the project into the user's home as `make install` does it, starts the manager and awaits that it
    /// runs; cancels the test, saying why, where the machine does not allow it.
    convenience init(config: String, clock: FakeClock) async throws {
        let folder = try TemporaryFolder()
        try UserSession.install(in: folder)
        try folder.write(config, to: ".config/rituald/config.toml")
        SecretWatch.guardConfig(config)
        try await self.init(home: folder, clock: clock)
    }

    /// A home in which nothing is installed, beside a checkout that has been built (`make build`).
    convenience init(checkout: String, clock: FakeClock) async throws {
        let folder = try TemporaryFolder()
        try UserSession.checkOut(in: folder, as: checkout)
        try await self.init(home: folder, clock: clock)
    }

    private init(home: TemporaryFolder, clock: FakeClock) async throws {
        folder = home
        try folder.write(
            UserSession.dropIn(clock),
            to: ".config/systemd/user/rituald.service.d/clock.conf"
        )
        shell = try ChildProcess(
            BuiltCommands.project("scripts/with-user-manager"),
            ["--home", folder.path, "bash", "-s"],
            environment: ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        )
        try? shell.write("echo ready")
        let first = try await shell.output.first()
        try UserSession.cancelTest(at: first)
        #expect(first == "ready")
    }

    /// Cancels the test where the script says that it cannot run here.
    private static func cancelTest(at line: String) throws {
        let skipped = "SKIPPED: "
        if line.hasPrefix(skipped) {
            try Test.cancel(Comment(rawValue: String(line.dropFirst(skipped.count))))
        }
    }

    deinit {
        // The script removes what it made outside of the namespaces, so it is asked, not killed.
        shell.send(SIGTERM)
    }

    /// Runs a command line as the user.
    func run(_ command: String) async throws -> CommandResult {
        SecretWatch.guardShell(command)
        let start = shell.output.events.count
        let mark = "-- \(UUID().uuidString) "
        try shell.write("{ \(command)\n} 2>&1 </dev/null; status=$?; echo; echo '\(mark)'$status")
        let end = try await shell.output.first(from: start) { $0.hasPrefix(mark) }
        var lines = Array(shell.output.events.dropFirst(start).prefix { $0 != end })
        if lines.last == "" {
            lines.removeLast()
        }
        let status = try #require(Int32(end.dropFirst(mark.count)))
        return CommandResult(exit: .status(status), output: lines, errors: [])
    }

    /// Sets the clock that the daemon's next start begins with.
    func set(_ clock: FakeClock) async throws {
        let path = ".config/systemd/user/rituald.service.d/clock.conf"
        _ = try await run("cat >\(path) <<'END'\n\(try UserSession.dropIn(clock))END")
        _ = try await run("systemctl --user daemon-reload")
    }

    /// Starts the service, or starts it anew, with a clock that begins at `clock`.
    func start(at clock: FakeClock) async throws {
        try await set(clock)
        let start = try await run("systemctl --user restart rituald")
        #expect(start.exit == .status(0), "\(start)")
    }

    func write(config: String) async throws {
        SecretWatch.guardConfig(config)
        _ = try await run("cat >.config/rituald/config.toml <<'END'\n\(config)\nEND")
    }

    /// Awaits the first message in the journal that matches, `RITUAL_ID=walk`, as JSON.
    func journal(_ match: String) async throws -> JSON {
        let line = try await run("head -n 1 < <(journalctl -f -n all -o json \(match))")
        return try #require(JSON(text: line.text), "\(line)")
    }

    /// Awaits the first line of a file or of the journal of the service that holds a text.
    func line(with text: String, of source: String) async throws -> String {
        try await run("grep -m 1 -F -e '\(text)' < <(\(source))").text
    }

    func stop() async throws {
        SecretWatch.readLog(try await run("journalctl --no-pager -o json --all").output)
        try shell.closeInput()
        #expect(try await shell.exit() == .status(0), "\(shell.errors.events)")
    }

    private static func install(in folder: TemporaryFolder) throws {
        let files = FileManager.default
        for path in [".local/bin", ".config/systemd/user"] {
            try files.createDirectory(
                atPath: folder.path(path),
                withIntermediateDirectories: true
            )
        }
        try link(
            in: folder,
            [
                "rituald.catalog": BuiltCommands.project("systemd/rituald.catalog"),
                "sandbox.py": BuiltCommands.project("Tests/EndToEndTests/Probes/sandbox.py"),
                "hanging-disk.c": BuiltCommands.project(
                    "Tests/EndToEndTests/Probes/hanging-disk.c"
                ),
                ".local/bin/rituald": BuiltCommands.rituald,
                ".local/bin/ritualctl": BuiltCommands.ritualctl,
                ".config/systemd/user/rituald.service": BuiltCommands.project(
                    "systemd/rituald.service"
                ),
                ".config/systemd/user/rituald.socket": BuiltCommands.project(
                    "systemd/rituald.socket"
                ),
            ]
        )
    }

    /// What `make install` reads of a checkout, with the commands as they were built beside the tests.
    private static func checkOut(in folder: TemporaryFolder, as checkout: String) throws {
        let release = "\(checkout)/.build/release"
        for path in ["\(checkout)/docs", release] {
            try FileManager.default.createDirectory(
                atPath: folder.path(path),
                withIntermediateDirectories: true
            )
        }
        let files = [
            "Makefile", "README.md", "LICENSE", "config.example.toml", "systemd", "docs/man",
            "docs/openapi.json",
        ]
        var links = [
            "\(release)/rituald": BuiltCommands.rituald,
            "\(release)/ritualctl": BuiltCommands.ritualctl,
        ]
        for file in files {
            links["\(checkout)/\(file)"] = BuiltCommands.project(file)
        }
        try link(in: folder, links)
    }

    private static func link(in folder: TemporaryFolder, _ links: [String: String]) throws {
        for (link, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(link),
                withDestinationPath: target
            )
        }
    }

    /// Has the unit's own commands run with that clock.
    private static func dropIn(_ clock: FakeClock) throws -> String {
        let fake = try #require(clock.environment, "Debian's package faketime is not installed")
        let unit = try String(
            contentsOfFile: BuiltCommands.project("systemd/rituald.service"),
            encoding: .utf8
        )
        let commands = unit.split(separator: "\n")
            .filter { $0.hasPrefix("ExecStart=") || $0.hasPrefix("ExecReload=") }
            .compactMap { line in line.firstIndex(of: "=").map { (line[...$0], line[$0...]) } }
            .map { "\($0)\n\($0)\(FakeClock.launcher) \($1.dropFirst())\n" }
        let variables = fake.sorted { $0.key < $1.key }
            .map { "Environment=\"\($0.key)=\($0.value)\"\n" }
        return "[Service]\n" + (variables + commands).joined()
    }
}
