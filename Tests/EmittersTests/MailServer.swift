import Foundation
import TestKit
import Testing

/// A real mail server (aiosmtpd) on loopback, with what it took.
final class MailServer: Sendable {
    let port: Int
    private let process: ChildProcess

    /// Starts it with `options`, see `Oracles/mail_server.py`.
    init(_ options: [String: Any] = [:]) async throws {
        let text = String(
            decoding: try JSONSerialization.data(withJSONObject: options),
            as: UTF8.self
        )
        process = try Python.start("mail_server.py", [text])
        let line = try await process.output.first()
        port = try #require(try Python.object(line)["port"] as? Int)
    }

    deinit {
        process.end()
    }

    /// Awaits the message of that number, the first is 1.
    func message(_ number: Int = 1) async throws -> NSDictionary {
        try Python.object(try await process.output.first(from: number))
    }

    /// The messages that have been taken so far.
    func messages() throws -> [NSDictionary] {
        try process.output.events.dropFirst().map(Python.object)
    }
}
