import Foundation
import Glibc
import TestKit
import Testing

/// A session bus of a test's own, and everything that is said on it.
final class SessionBus: Sendable {
    private let process: ChildProcess
    private let monitor: ChildProcess
    private let address: String

    /// Starts a bus whose socket is `bus` in a folder, or `system-bus`, and awaits that it can be used.
    ///
    /// It starts no services, whatever the machine has installed.
    init(in folder: TemporaryFolder, isSystem: Bool = false) async throws {
        let name = isSystem ? Self.systemName : Self.name
        address = Self.address(of: name, in: folder)
        unlink(folder.path(name))
        let config = try folder.write(
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>\(address)</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """,
            to: "\(name).conf"
        )
        process = try ChildProcess(
            "/usr/bin/dbus-daemon",
            ["--config-file=\(config)", "--nofork", "--nopidfile", "--print-address=1"]
        )
        _ = try await process.output.first()
        monitor = try ChildProcess(
            "/usr/bin/busctl",
            ["--address=\(address)", "--json=short", "monitor"]
        )
        _ = try await monitor.errors.first { $0.hasPrefix("Monitoring") }
    }

    deinit {
        process.end()
        monitor.end()
    }

    /// What a program needs to find the bus of a folder, whether it is there yet or not.
    static func environment(in folder: TemporaryFolder) -> [String: String] {
        [
            "DBUS_SESSION_BUS_ADDRESS": address(of: name, in: folder),
            "DBUS_SYSTEM_BUS_ADDRESS": address(of: systemName, in: folder),
        ]
    }

    private static let name = "bus"
    private static let systemName = "system-bus"

    private static func address(of name: String, in folder: TemporaryFolder) -> String {
        "unix:path=\(folder.path(name))"
    }

    /// How much has been said so far.
    var position: Int { monitor.output.events.count }

    /// Awaits a message of this name, from the `start`-th on, and returns its arguments.
    @discardableResult
    func message(
        _ member: String,
        from start: Int = 0,
        where matches: @escaping @Sendable ([JSON]) -> Bool = { _ in true }
    ) async throws -> [JSON] {
        let line = try await monitor.output.first(from: start) { line in
            Self.arguments(of: line, member).map(matches) ?? false
        }
        return Self.arguments(of: line, member) ?? []
    }

    /// The arguments of every message of this name so far.
    func messages(_ member: String) -> [[JSON]] {
        monitor.output.events.compactMap { Self.arguments(of: $0, member) }
    }

    /// When each message of this name was said, in seconds of the epoch by the machine's clock.
    func times(of member: String) -> [Double] {
        monitor.output.events.lazy
            .filter { $0.contains("\"member\":\"\(member)\"") }
            .compactMap { JSON(text: $0)?["timestamp-realtime"] }
            .compactMap { if case .number(let time) = $0 { time / 1_000_000 } else { nil } }
    }

    /// Who said the first message of this name; `nil` where nobody has.
    func sender(of member: String) -> String? {
        monitor.output.events.lazy
            .filter { $0.contains("\"member\":\"\(member)\"") }
            .compactMap { JSON(text: $0)?["sender"].string }
            .first
    }

    /// Awaits that a program owns a name.
    func owner(of name: String, from start: Int = 0) async throws {
        try await message("NameOwnerChanged", from: start) { arguments in
            arguments.first == .text(name) && arguments.last != ""
        }
    }

    private static func arguments(of line: String, _ member: String) -> [JSON]? {
        guard line.contains("\"member\":\"\(member)\""), let message = JSON(text: line) else {
            return nil
        }
        return message["payload"]["data"].elements
    }

    /// Calls a method, as `busctl call` takes it.
    func call(_ words: String...) async throws {
        let result = try await CommandResult.of(
            "/usr/bin/busctl",
            ["--address=\(address)", "call"] + words,
            environment: [:]
        )
        #expect(result.exit == .status(0), "\(result)")
    }

    /// Ends the bus, and with it every connection.
    func stop() async throws {
        process.end()
        _ = try await process.exit()
    }
}
