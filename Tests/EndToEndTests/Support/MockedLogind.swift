import Foundation
import Glibc
import TestKit
import Testing

/// A logind that knows one session of this user at a screen: Debian's python3-dbusmock.
final class MockedLogind: Sendable {
    private static let name = "org.freedesktop.login1"
    private static let path = "/org/freedesktop/login1"
    private static let mock = "org.freedesktop.DBus.Mock"
    private static let session = "org.freedesktop.login1.Session"
    private let process: ChildProcess
    private let bus: SessionBus

    /// Starts it on a system bus, and awaits that it has its session.
    init(on bus: SessionBus, in folder: TemporaryFolder) async throws {
        let seen = bus.position
        self.bus = bus
        process = try ChildProcess(
            "/usr/bin/python3",
            ["-m", "dbusmock", "--system", "--template", "logind"],
            environment: SessionBus.environment(in: folder)
        )
        try await bus.owner(of: Self.name, from: seen)
        let user = "\(getuid())"
        try await bus.call(
            Self.name,
            Self.path,
            Self.mock,
            "AddSession",
            "ssusb",
            "c1",
            "seat0",
            user,
            "alex",
            "true"
        )
    }

    deinit {
        process.end()
    }

    /// Changes one of the session's hints, `IdleHint` or `LockedHint`.
    func set(_ hint: String, _ value: Bool) async throws {
        try await bus.call(
            Self.name,
            "\(Self.path)/session/c1",
            Self.mock,
            "UpdateProperties",
            "sa{sv}",
            Self.session,
            "1",
            hint,
            "b",
            "\(value)"
        )
    }

    /// The machine wakes up.
    func wakeUp() async throws {
        try await bus.call(
            Self.name,
            Self.path,
            Self.mock,
            "EmitSignal",
            "sssav",
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
            "b",
            "1",
            "b",
            "false"
        )
    }
}
