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

/// A certificate for a name that nobody vouches for, made by the OpenSSL of the system.
struct HouseCertificate {
    let certificate: String
    let key: String

    init(for names: String, in folder: TemporaryFolder) async throws {
        let name = UUID().uuidString
        certificate = folder.path("\(name).pem")
        key = folder.path("\(name).key")
        let made = try await CommandResult.of(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=house",
                "-addext", "subjectAltName=\(names)",
            ],
            environment: Python.environment
        )
        #expect(made.exit == .status(0), "\(made)")
    }
}
