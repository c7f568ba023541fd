import Foundation
import Glibc
import TestKit
import Testing

/// What `docs/both-home.md` shows to be copied.
enum Recipe {
    /// The block of a language that has some words in it, without its indentation.
    static func block(_ words: String, _ language: String) throws -> String {
        let page = try String(
            contentsOfFile: BuiltCommands.project("docs/both-home.md"),
            encoding: .utf8
        )
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
        let block = try #require(
            blocks.map(\.element).first { $0.hasPrefix(language + "\n") && $0.contains(words) }
        )
        let lines = block.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        let margin = lines.first?.prefix { $0 == " " }.count ?? 0
        return lines.map { $0.dropFirst(min(margin, $0.prefix { $0 == " " }.count)) }
            .joined(separator: "\n")
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// A Home Assistant that sees two people come and go.
final class Arrivals: Sendable {
    private let server: ChildProcess

    /// Starts it with a recipe; cancels the test where it is not installed.
    init(recipe: String, in folder: TemporaryFolder) async throws {
        let python = try Self.python()
        let place = folder.path("home-assistant")
        try folder.write(recipe, to: "home-assistant/both-home.yaml")
        server = try ChildProcess(
            python,
            [
                BuiltCommands.project("Tests/EmittersTests/Oracles/home_assistant_arrivals.py"),
                place,
            ],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path]
        )
        _ = try await server.output.first { $0 == "ready" }
    }

    private static func python() throws -> String {
        let path = BuiltCommands.project(".build/home-assistant/bin/python")
        if access(path, X_OK) != 0 {
            try Test.cancel("make test brings the Home Assistant that this needs")
        }
        return path
    }

    deinit {
        server.end()
    }

    /// Lets somebody come or go, or time pass, one after the other.
    func see(_ events: String...) async throws {
        for event in events {
            let seen = server.output.events.count
            try server.write(event)
            _ = try await server.output.first(from: seen) { $0 == "ok" }
        }
    }
}

/// Phones as KDE Connect shows them on the bus: Debian's python3-dbusmock.
final class MockedPhones: Sendable {
    private static let name = "org.kde.kdeconnect"
    private static let device = "org.kde.kdeconnect.device"
    private let service: ChildProcess
    private let bus: SessionBus
    private let home: DaemonHome
    private let ids: [String]

    init(_ ids: [String], inReach: String, on bus: SessionBus, in home: DaemonHome) async throws {
        self.ids = ids
        self.bus = bus
        self.home = home
        let seen = bus.position
        service = try ChildProcess(
            "/usr/bin/python3",
            ["-m", "dbusmock", "--session", Self.name, "/modules/kdeconnect"]
                + ["org.kde.kdeconnect.daemon"],
            environment: SessionBus.environment(in: home.folder)
        )
        try await bus.owner(of: Self.name, from: seen)
        for id in ids + ["e5f6"] {
            try await bus.call(
                Self.name,
                "/modules/kdeconnect",
                "org.freedesktop.DBus.Mock",
                "AddObject",
                "ssa{sv}a(ssss)",
                Self.path(id),
                Self.device,
                "1",
                "isReachable",
                "b",
                id == inReach ? "true" : "false",
                "0"
            )
        }
    }

    func end() {
        service.end()
    }

    private static func path(_ id: String) -> String { "/modules/kdeconnect/devices/\(id)" }

    /// Starts the watcher, and awaits that it listens.
    func watch(awayAfter seconds: Int? = nil) async throws -> ChildProcess {
        try home.folder.write(
            "#!/bin/sh\nexec '\(BuiltCommands.ritualctl)' \"$@\" --socket '\(home.socketPath)'\n",
            to: "bin/ritualctl"
        )
        chmod(home.folder.path("bin/ritualctl"), 0o700)
        let watcher = try ChildProcess(
            BuiltCommands.project("systemd/kdeconnect-both-home"),
            [ids.joined(separator: ":")] + (seconds.map { ["\($0)"] } ?? []),
            environment: SessionBus.environment(in: home.folder).merging([
                "PATH": "\(home.folder.path("bin")):/usr/bin:/bin"
            ]) { $1 }
        )
        _ = try await watcher.output.first { $0.hasPrefix("listening") }
        return watcher
    }

    /// A phone comes into reach, or is out of it.
    func change(_ id: String, to inReach: Bool) async throws {
        let value = inReach ? "true" : "false"
        try await bus.call(
            Self.name,
            Self.path(id),
            "org.freedesktop.DBus.Mock",
            "UpdateProperties",
            "sa{sv}",
            Self.device,
            "1",
            "isReachable",
            "b",
            value
        )
        for path in [Self.path("e5f6"), Self.path(id)] {
            try await bus.call(
                Self.name,
                path,
                "org.freedesktop.DBus.Mock",
                "EmitSignal",
                "sssav",
                Self.device,
                "reachableChanged",
                "b",
                "1",
                "b",
                value
            )
        }
    }
}

/// The script that asks phones to answer, with a `ping` that a test answers for.
struct PingScript {
    private let home: DaemonHome
    private var bin: String { home.folder.path("bin") }
    private var seen: String { home.folder.path("run/both-home.seen") }

    init(in home: DaemonHome) throws {
        self.home = home
        let programs = [
            "both-home": try Recipe.block("ping -c", "sh"),
            "ping":
                "#!/bin/sh\nfor phone; do :; done\ngrep -qxF \"$phone\" '\(home.folder.path("answering"))'\n",
            "ritualctl":
                "#!/bin/sh\nexec '\(BuiltCommands.ritualctl)' \"$@\" --socket '\(home.socketPath)'\n",
        ]
        for (name, text) in programs {
            try home.folder.write(text, to: "bin/\(name)")
            chmod(home.folder.path("bin/\(name)"), 0o700)
        }
        try FileManager.default.createDirectory(
            atPath: home.folder.path("run"),
            withIntermediateDirectories: true
        )
        try self.let(answer: "alex-phone.lan")
    }

    func `let`(answer phones: String...) throws {
        try home.folder.write(phones.joined(separator: "\n") + "\n", to: "answering")
    }

    /// Runs it once, and returns what it prints.
    func run() async throws -> [String] {
        let result = try await CommandResult.of(
            "\(bin)/both-home",
            [],
            environment: [
                "PATH": "\(bin):/usr/bin:/bin", "HOME": home.folder.path,
                "XDG_RUNTIME_DIR": home.folder.path("run"),
            ]
        )
        #expect(result.exit == .status(0) && result.errors.isEmpty, "\(result)")
        return result.output
    }

    /// Lets some minutes pass since both phones answered.
    func age(minutes: Int) async throws {
        let date = Date(timeIntervalSinceNow: -Double(minutes) * 60)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: seen)
    }
}
