import Delivery
import Foundation
import Household
import TestKit
import Testing

@testable import Emitters

/// What is said to a mail server before there is TLS, and after.
@Suite(.serialized) struct `The way of a mail` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// An exchange as one with a server elsewhere, whose address only happens to be this machine's.
    private func exchange(_ server: MailServer, caFile: String?) -> SMTPExchange {
        SMTPExchange(
            url: "smtp://127.0.0.1:\(server.port)",
            protection: .required,
            caFile: caFile,
            user: "us",
            password: Secret("correct horse"),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            message: Array("Subject: x\r\n\r\ny\r\n".utf8)
        )
    }

    private func server(for names: String) async throws -> (MailServer, HouseCertificate) {
        let certificate = try await HouseCertificate(for: names, in: folder)
        let server = try await MailServer([
            "certificate": certificate.certificate, "key": certificate.key,
            "users": ["us": "correct horse"],
        ])
        return (server, certificate)
    }

    @Test func `turns to TLS before the login, and is trusted by the file that is given`()
        async throws
    {
        let (server, certificate) = try await server(for: "IP:127.0.0.1")
        let reply = exchange(server, caFile: certificate.certificate).perform(timeout: .seconds(20))
        #expect(reply.failure == nil)
        let message = try await server.message()
        #expect(message["tls"] as? Bool == true)
        #expect(message["user"] as? String == "us")
    }

    @Test func `ends where the server's certificate is nobody's`() async throws {
        let (server, _) = try await server(for: "IP:127.0.0.1")
        let reply = exchange(server, caFile: nil).perform(timeout: .seconds(20))
        #expect(reply.failure?.contains("certificate") == true)
        #expect(try server.messages().isEmpty)
    }

    @Test func `ends where the certificate is another server's`() async throws {
        let (server, certificate) = try await server(for: "DNS:elsewhere.example")
        let reply = exchange(server, caFile: certificate.certificate).perform(timeout: .seconds(20))
        #expect(reply.failure?.contains("certificate") == true)
        #expect(try server.messages().isEmpty)
    }

    @Test func `ends where the server offers no TLS`() async throws {
        let server = try await MailServer()
        let reply = exchange(server, caFile: nil).perform(timeout: .seconds(20))
        #expect(reply.failure == "the server offers no STARTTLS")
        #expect(try server.messages().isEmpty)
        var allowed = exchange(server, caFile: nil)
        allowed.protection = .offered
        allowed.user = nil
        allowed.password = nil
        #expect(allowed.perform(timeout: .seconds(20)).failure == nil)
    }

    @Test func `is refused with a wrong password, which is not told`() async throws {
        let (server, certificate) = try await server(for: "IP:127.0.0.1")
        var wrong = exchange(server, caFile: certificate.certificate)
        wrong.password = Secret("wrong horse")
        let reply = wrong.perform(timeout: .seconds(20))
        #expect(reply.status == 535)
        #expect(reply.failure == "login denied")
    }

    @Test func `needs no TLS on this machine, with a login or without`() async throws {
        let server = try await MailServer(["users": ["us": "correct horse"]])
        let password = try secretFile("correct horse", "password", in: folder)
        let settings = MailSettings(
            url: Secret("smtp://localhost:\(server.port)"),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            user: "us",
            password: password,
            timeout: .seconds(20)
        )
        let emitter = try MailEmitter(settings, secrets: SecretReader(credentialsDirectory: nil))
        #expect(await emitter.deliver(try nudge()).result == .delivered)
        #expect(try await server.message()["user"] as? String == "us")
    }

    @Test(arguments: [
        ("smtp://localhost", true), ("smtp://127.0.0.1:25", true), ("smtp://[::1]:25/x", true),
        ("smtp://localhost:25@mail.example", false), ("smtp://[::1]@mail.example", false),
        ("smtp://mail.example#localhost", false), ("smtp://localhost.mail.example", false),
        ("smtp:\\/\\/localhost", false), ("smtp://127.-0.0.1", false), ("smtp://127.1", true),
        ("smtp://0177.0.0.1", true), ("smtp://[::ffff:127.0.0.1]", true),
        ("smtp://127.0.0.1.", false),
        ("smtp://mail.example%2f.localhost", false), ("smtp://%6cocalhost", true),
        ("smtps://localhost", false),
    ])
    func `is without TLS only where the address is this machine's`(
        _ url: String,
        _ isLoopback: Bool
    ) {
        for isInsecure in [false, true] {
            let protection = SMTPExchange.Protection(for: url, isInsecure: isInsecure)
            #expect(protection == (isLoopback ? .loopback : isInsecure ? .offered : .required))
        }
    }
}
