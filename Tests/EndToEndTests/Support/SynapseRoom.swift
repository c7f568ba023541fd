import Foundation
import TestKit
import Testing

/// A real Matrix homeserver, Synapse, with the daemon, Alex, Sam and Eve in a room.
final class SynapseRoom {
    private struct NoHomeserver: Error {
        var errors: [String]
    }

    /// The channel `room`, which listens.
    let channel: String
    private let server: ChildProcess
    private let folder: TemporaryFolder
    private var lines = 1

    /// It cancels the test where the homeserver is not installed.
    init() async throws {
        folder = try TemporaryFolder()
        server = try ChildProcess(
            try Self.python(),
            [
                BuiltCommands.project("Tests/EmittersTests/Oracles/matrix_server.py"),
                folder.path, "50",
            ],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        let told = JSON(text: try await server.output.first()) ?? .null
        guard case .number(let port) = told["port"] else {
            throw NoHomeserver(errors: server.errors.events)
        }
        let token = try folder.write(told["token"].string ?? "", to: "token")
        channel = """

            [channel.room]
            type = "webhook"
            preset = "matrix"
            listen = true
            url = "http://127.0.0.1:\(Int(port))"
            token = { file = "\(token)" }
            room = "\(told["room"].string ?? "")"

            """
        for name in ["alex", "sam", "eve"] {
            _ = try await ask("join \(name)")
        }
    }

    deinit {
        server.end()
    }

    private static func python() throws -> String {
        let path = BuiltCommands.project(".build/venv/bin/python")
        if !FileManager.default.isExecutableFile(atPath: path) {
            try Test.cancel("make test brings the homeserver that this needs")
        }
        return path
    }

    @discardableResult
    func ask(_ line: String) async throws -> JSON {
        try server.write(line)
        lines += 1
        return JSON(text: try await server.output.first(from: lines - 1)) ?? .null
    }

    /// Returns once the room has so many messages, and says when each was taken back, in seconds of the
    /// epoch; `nil` where it is shown.
    func messages(_ count: Int, shown: Int) async throws -> [Double?] {
        while true {
            let gone = try await ask("messages")["gone"].elements.map { (time) -> Double? in
                if case .number(let time) = time { time / 1_000 } else { nil }
            }
            if gone.count == count, gone.count(where: { $0 == nil }) == shown {
                return gone
            }
            try Task.checkCancellation()
        }
    }
}
