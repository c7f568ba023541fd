import Foundation
import TestKit
import Testing

/// A notification server without a display: Debian's python3-dbusmock.
final class MockedDesktop: Sendable {
    static let name = "org.freedesktop.Notifications"
    private let process: ChildProcess
    private let bus: SessionBus

    /// Starts it and awaits that it owns its name.
    init(on bus: SessionBus, in folder: TemporaryFolder) async throws {
        let seen = bus.position
        self.bus = bus
        process = try ChildProcess(
            "/usr/bin/python3",
            ["-m", "dbusmock", "--session", "--template", "notification_daemon"]
                + ["-p", #"{"capabilities": "actions body body-markup persistence"}"#],
            environment: SessionBus.environment(in: folder)
        )
        try await bus.owner(of: Self.name, from: seen)
    }

    deinit {
        process.end()
    }

    /// A person presses a button.
    func press(_ action: String, on id: Int) async throws {
        try await bus.call(
            Self.name,
            "/org/freedesktop/Notifications",
            "org.freedesktop.DBus.Mock",
            "EmitSignal",
            "sssav",
            Self.name,
            "ActionInvoked",
            "us",
            "2",
            "u",
            "\(id)",
            "s",
            action
        )
    }

    func kill() async throws {
        process.end()
        _ = try await process.exit()
    }
}
