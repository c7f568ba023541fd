import CivilTime
import Foundation
import Delivery
import TestKit
import Testing

@testable import Emitters

@Suite struct `A webhook's bad peer` {
    private let failed = DeliveryAttempt.Result.failed(retryAfter: nil)

    @Test(arguments: [
        HTTPAnswer.hangs(), .drips(every: .milliseconds(20)),
        .hangs(after: "HTTP/1.1 200"),
    ])
    func `that does not come to the point is left when the time is up`(
        _ answer: HTTPAnswer
    ) async throws {
        let server = try HTTPCapture(answering: [answer])
        let attempt = try await webhook(server.url(), timeout: .milliseconds(200))
            .deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(failed, detail: "timeout was reached"))
        #expect(attempt.status == nil)
        #expect(try #require(attempt.latency) < .seconds(5))
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nX-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab",
    ])
    func `that accepts and then dawdles has accepted`(_ text: String) async throws {
        let server = try HTTPCapture(answering: [.hangs(after: text)])
        let attempt = try await webhook(server.url(), timeout: .milliseconds(200))
            .deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
    }

    @Test(arguments: [HTTPAnswer.floods, .bomb])
    func `that never stops talking is cut off`(_ answer: HTTPAnswer) async throws {
        let server = try HTTPCapture(answering: [answer])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        // What the sockets' buffers held beside the 64 KiB was sent for nothing.
        #expect(server.flooded < 64 * 1_024 * 1_024)
    }

    @Test(arguments: [HTTPAnswer.floods, .bomb])
    func `is kept no more of than 64 KiB, as they read`(_ answer: HTTPAnswer) async throws {
        let server = try HTTPCapture(answering: [answer])
        let request = HTTPRequest(url: server.url(), body: [])
        let reply = await request.perform(HTTPPolicy(timeout: .seconds(20)))
        #expect(reply.body.count == 64 * 1_024)
        #expect(reply.failure == nil)
        // A body that was not decompressed would not be all the same.
        #expect(Set(reply.body).count == 1)
    }

    @Test func `that hangs up is worth another try`() async throws {
        let server = try HTTPCapture(answering: [.resets])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == failed)
    }

    @Test func `that is not there is worth another try`() async throws {
        let attempt = try await webhook("http://127.0.0.1:1/").deliver(nudge())
        #expect(
            attempt.outcome
                == DeliveryAttempt(
                    failed,
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
        let location = ["Location": elsewhere.url("/stolen")]
        let server = try HTTPCapture(answering: [.reply(status, headers: location)])
        let folder = try TemporaryFolder()
        let token = try secretFile("tk_1234", "token", in: folder)
        let attempt = try await webhook(server.url(), token: token).deliver(nudge())
        #expect(
            attempt.outcome
                == DeliveryAttempt(
                    failed,
                    detail: "HTTP \(status), a redirect, which is not followed"
                )
        )
        #expect(server.requests.events.count == 1)
        #expect(elsewhere.requests.events.isEmpty)
    }

    @Test(
        arguments: [
            ("120", 120), ("0", 0), ("999999", 86_400), ("Sat, 10 Jan 2026 03:32:01 GMT", 120),
            ("Sat, 10 Jan 2026 03:00:00 GMT", 0), ("soon", nil), ("-5", nil), ("1e3", nil),
        ] as [(String, Int?)]
    )
    func `that asks for time is given it, up to a day`(
        _ text: String,
        _ seconds: Int?
    ) async throws {
        let server = try HTTPCapture(answering: [.reply(429, headers: ["Retry-After": text])])
        let attempt = try await webhook(server.url()).deliver(nudge())
        let wait = seconds.map { Duration.seconds($0) }
        #expect(
            attempt.outcome == DeliveryAttempt(.failed(retryAfter: wait), detail: "HTTP 429")
        )
    }

    @Test func `that turns out to be public is not sent a byte`() async throws {
        let server = try HTTPCapture(answering: [200])
        var reached: [TransferReply] = []
        for isInsecure in [false, true] {
            var request = HTTPRequest(url: server.url(), body: [])
            request.headers = [("X-Test", "yes")]
            let policy = HTTPPolicy(timeout: .seconds(20), isInsecure: isInsecure)
            // To this guard loopback itself is elsewhere.
            reached.append(await request.perform(policy, allowing: { _ in 0 }))
        }
        #expect(reached[0].isHopeless)
        #expect(
            reached[0].failure
                == "the host is not on a private network, and plain http is allowed only there"
        )
        #expect(reached[1].status == 200)
        #expect(server.requests.events.count == 1)
    }

    @Test func `holds up no other channel`() async throws {
        let hanging = try HTTPCapture(answering: [.hangs()])
        let server = try HTTPCapture(answering: [200])
        let bad = try webhook(hanging.url(), timeout: .seconds(300))
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

    @Test func `of two hundred at once, none takes a thread of its own`() async throws {
        let hanging = try HTTPCapture(answering: [.hangs()])
        let sent = try nudge()
        let bad = try (0..<200).map { _ in
            try webhook(hanging.url(), timeout: .seconds(300))
        }
        await withTaskGroup { group in
            for emitter in bad {
                group.addTask { _ = await emitter.deliver(sent) }
            }
            _ = try? await hanging.requests.first(from: 199)
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))
            let named = (threads ?? []).filter { thread in
                let name = try? String(
                    contentsOfFile: "/proc/self/task/\(thread)/comm",
                    encoding: .utf8
                )
                return name?.hasPrefix("transfers") == true
            }
            #expect(named.count == 1)
            hanging.hangUp()
        }
    }
}
