import CivilTime
import Emitters
import Foundation
import Rituals
import TestKit
import Testing

@Suite struct `A webhook's bad peer` {
    @Test func `that never answers is left when the time is up`() async throws {
        let server = try HostileServer(.sends("", thenHangs: true))
        let attempt = try await webhook(server.url(), timeout: .milliseconds(200))
            .deliver(nudge())
        #expect(
            attempt == DeliveryAttempt(.failed(retryAfter: nil), detail: "timeout was reached")
        )
    }

    @Test func `that stops in the middle of its head has said its status`() async throws {
        let server = try HostileServer(.sends("HTTP/1.1 200 OK\r\nX-", thenHangs: true))
        let attempt = try await webhook(server.url(), timeout: .milliseconds(200))
            .deliver(nudge())
        #expect(
            attempt == DeliveryAttempt(.delivered, detail: "HTTP 200")
        )
    }

    @Test func `that accepts and then dawdles has accepted`() async throws {
        let head = "HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nab"
        let server = try HostileServer(.sends(head, thenHangs: true))
        let attempt = try await webhook(server.url(), timeout: .milliseconds(200))
            .deliver(nudge())
        #expect(attempt == DeliveryAttempt(.delivered, detail: "HTTP 202"))
    }

    @Test func `that never stops talking is cut off`() async throws {
        let server = try HostileServer(.floods)
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        // 64 KiB are kept; what the sockets' buffers held beside that was sent for nothing.
        #expect(server.flooded < 64 * 1_024 * 1_024)
    }

    @Test func `that hangs up is worth another try`() async throws {
        let server = try HostileServer(.resets)
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == .failed(retryAfter: nil))
    }

    @Test func `that is not there is worth another try`() async throws {
        let attempt = try await webhook("http://127.0.0.1:1/").deliver(nudge())
        #expect(
            attempt
                == DeliveryAttempt(
                    .failed(retryAfter: nil),
                    detail: "couldn't connect to server: Connection refused"
                )
        )
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://a b/"])
    func `that cannot be asked by HTTP is no use again`(_ address: String) async throws {
        let attempt = try await webhook(address).deliver(nudge())
        #expect(attempt.result == .refused)
        #expect(!attempt.detail.contains("passwd"))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `that points elsewhere is not followed, and no token gets there`(
        _ status: Int
    ) async throws {
        let elsewhere = try HTTPCapture()
        let head = """
            HTTP/1.1 \(status) Elsewhere\r
            Location: \(elsewhere.url("/stolen"))\r
            Content-Length: 0\r
            \r\n
            """
        let server = try HostileServer(.sends(head))
        let folder = try TemporaryFolder()
        let token = try folder.write("tk_1234", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let attempt = try await webhook(server.url(), token: .file(token)).deliver(nudge())
        #expect(
            attempt
                == DeliveryAttempt(
                    .failed(retryAfter: nil),
                    detail: "HTTP \(status), a redirect, which is not followed"
                )
        )
        #expect(server.connections == 1)
        #expect(elsewhere.requests.events.isEmpty)
    }

    @Test func `that asks for time is given it`() async throws {
        let head = "HTTP/1.1 429 Slow down\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
        let server = try HostileServer(.sends(head))
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(
            attempt == DeliveryAttempt(.failed(retryAfter: .seconds(120)), detail: "HTTP 429")
        )
    }

    @Test func `holds up no other channel`() async throws {
        let hanging = try HostileServer(.sends("", thenHangs: true))
        let server = try HTTPCapture(answering: [200])
        let bad = try webhook(hanging.url())
        let good = try webhook(server.url())
        let sent = try nudge()
        let ended = EventLog<String>("the attempts")
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    _ = await bad.deliver(sent)
                    ended.append("bad")
                }
            }
            for _ in 0..<4 {
                _ = await good.deliver(sent)
                ended.append("good")
            }
            hanging.hangUp()
        }
        #expect(ended.events == ["good", "good", "good", "good", "bad", "bad", "bad", "bad"])
    }
}
