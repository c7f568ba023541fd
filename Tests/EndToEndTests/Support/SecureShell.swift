import Foundation
import Glibc
import TestKit
import Testing

/// A key over SSH that can say one thing, as `docs/both-home.md` makes it, and a server without a port.
struct SecureShell {
    /// The lines that Home Assistant is given.
    let command: String
    private let folder: TemporaryFolder

    init(in folder: TemporaryFolder, ritualctl socket: String) async throws {
        self.folder = folder
        let server = try Self.server()
        if geteuid() == 0 {
            // The service's own unit makes it; a server that root starts wants it.
            mkdir("/run/sshd", 0o755)
        }
        let place = folder.path("ssh")
        for name in ["both-home", "host"] {
            try folder.write("", to: "ssh/\(name)")
            unlink(folder.path("ssh/\(name)"))
            let made = try await CommandResult.of(
                "/usr/bin/ssh-keygen",
                ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "\(place)/\(name)"],
                environment: [:]
            )
            #expect(made.exit == .status(0), "\(made)")
        }
        let read = { (name: String) in
            try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
        }
        try folder.write("desktop.lan \(read("host.pub"))", to: "ssh/known_hosts")
        try folder.write(
            try Recipe.block("restrict,", "")
                .replacing(
                    "/usr/bin/ritualctl signal both-home",
                    with: "'\(BuiltCommands.ritualctl)' signal both-home --socket '\(socket)'"
                )
                .replacing("ssh-ed25519 AAAA…", with: read("both-home.pub")),
            to: "ssh/authorized_keys"
        )
        let settings = try folder.write(
            """
            HostKey \(place)/host
            AuthorizedKeysFile \(place)/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no

            """,
            to: "ssh/sshd_config"
        )
        let user = try #require(getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) })
        command = try Recipe.block("ssh -i", "yaml")
            .replacing("/config/.ssh", with: place)
            .replacing(
                "alex@desktop.lan",
                with: "-o ProxyCommand='\(server) -i -f \(settings)' \(user)@desktop.lan"
            )
    }

    private static func server() throws -> String {
        let path = "/usr/sbin/sshd"
        if access(path, X_OK) != 0 {
            try Test.cancel("\(path) is not installed")
        }
        return path
    }

    /// Asks for a command of one's own with that key.
    func run(_ wanted: String) async throws -> CommandResult {
        let line = command.split(separator: "\n").dropFirst(2).joined(separator: " ")
            .replacing(" both-home", with: " '\(wanted)'")
        return try await CommandResult.of(
            "/bin/sh",
            ["-c", line],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path]
        )
    }
}
