import CivilTime
import Delivery
import Household
import TestKit
import Testing

@testable import Emitters

/// What is no reply ends no delivery: only an address that nobody can be met at does.
@Suite struct `A reply that is none` {
    private static let failed = DeliveryAttempt.Result.failed(retryAfter: nil)

    @Test func `is hopeless by two of libcurl's codes alone, and by none once somebody was met`() {
        let codes = Int32(0)...100
        let unmet = codes.filter { TransferReply.isHopeless(code: $0, hasConnected: false) }
        #expect(unmet == [1, 3])
        #expect(!codes.contains { TransferReply.isHopeless(code: $0, hasConnected: true) })
    }

    @Test(arguments: [
        HTTPAnswer.garbled, .says(""), .says("\r\n\r\n"), .says("HTTP/1.1 "),
        .says("HTTP/1.1 20"), .says("HTTP/9.9 200 OK\r\n\r\n"), .says("HTTP/1.1 OK\r\n\r\n"),
        .says("ICY 200 OK\r\n\r\n"), .says("<html>502</html>"), .says("\0\u{1}\u{2}\u{ff}"),
        .says("HTTP/1.1 000 Zero\r\n\r\n"), .says("HTTP/1.1 999 What\r\n\r\n"),
        .says("HTTP/1.1 103 Early Hints\r\n\r\n"), .says("220 mail.example ESMTP\r\n"), .resets,
        .says("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n"),
        .says("HTTP/1.1 503 Busy\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nzz"),
        .says("HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\nx"),
        .endlessHeaders, .endlessHeader, .endlessInterim, .endlessTrailers,
    ])
    func `to a webhook is worth another try`(_ answer: HTTPAnswer) async throws {
        let server = try HTTPCapture(answering: [answer])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.result == Self.failed, "\(attempt.detail)")
        #expect(server.requests.events.count == 1)
    }

    @Test(arguments: [
        HTTPAnswer.endlessHeaders, .endlessInterim, .endlessTrailers,
        .pours("HTTP/1.1 410 Gone\r\n", "X-More: and more\r\n"),
    ])
    func `of more than 300 KiB of headers and trailers is none, whatever its status`(
        _ answer: HTTPAnswer
    ) async throws {
        let server = try HTTPCapture(answering: [answer])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(
            attempt.outcome
                == DeliveryAttempt(Self.failed, detail: "the headers are longer than 300 KiB")
        )
        #expect(attempt.status == nil)
        #expect(attempt.reply == nil || attempt.reply == "")
        // What the sockets' buffers held beside that was sent for nothing.
        #expect(server.flooded < 32 * 1_024 * 1_024)
    }

    @Test(arguments: [
        ("X-More: and more\r\n", 10_000),
        ("X-More: \(String(repeating: "z", count: 90))\r\n", 2_000),
    ])
    func `of less than that is one`(_ line: String, _ count: Int) async throws {
        let lines = String(repeating: line, count: count)
        #expect(lines.utf8.count < 300 * 1_024)
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
        let server = try HTTPCapture(answering: [.says(head + lines + "\r\n")])
        let attempt = try await webhook(server.url()).deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        #expect(attempt.reply == "ok")
    }

    // The body was whole; libcurl ends a trailer of more than 4 KiB as it does a broken chunk.
    @Test(arguments: [HTTPAnswer.endlessExtension, .endlessTrailer])
    func `whose chunks break off after the status is one, and is left when the time is up`(
        _ answer: HTTPAnswer
    ) async throws {
        let server = try HTTPCapture(answering: [answer])
        let attempt = try await webhook(server.url(), timeout: .milliseconds(500))
            .deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        #expect(try #require(attempt.latency) < .seconds(5))
    }

    @Test(arguments: [
        HTTPAnswer.garbled, .says(""), .says("HTTP/1.1 400 Bad Request\r\n\r\n"), .resets,
        .says("220 hello\r\nwhat?\r\n"), .says("220 hello\r\n999 what?\r\n"),
        .says("220 hello\r\n250"), .says("421 busy\r\n"), .pours("", "220-hello\r\n"),
        .pours("220 hello\r\n", "250-more\r\n"), .pours("220 hello\r\n250-", "more"),
        .pours("", "\0"),
    ])
    func `to a mail is worth another try`(_ answer: HTTPAnswer) async throws {
        let server = try HTTPCapture(answering: [answer], isHasty: true)
        let settings = MailSettings(
            url: Secret("smtp://127.0.0.1:\(server.port)"),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            timeout: .seconds(1)
        )
        let emitter = try MailEmitter(settings, secrets: SecretReader(credentialsDirectory: nil))
        let attempt = try await emitter.deliver(nudge())
        #expect(attempt.result == Self.failed, "\(attempt.detail)")
        #expect(server.flooded < 256 * 1_024 * 1_024)
    }
}
