import CivilTime
import Delivery
import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// Mail, taken by a server and read by a parser that are not ours.
@Suite(.serialized) struct `A mail` {
    private func emitter(
        _ url: String,
        to recipients: [String] = ["alex@b.example"],
        change: (inout MailSettings) -> Void = { _ in }
    ) throws -> MailEmitter {
        var settings = MailSettings(
            url: Secret(url),
            from: "us@a.example",
            recipients: recipients,
            timeout: .seconds(20)
        )
        change(&settings)
        return try MailEmitter(settings, secrets: SecretReader(credentialsDirectory: nil))
    }

    private func only(_ server: MailServer) async throws -> NSDictionary {
        let message = try await server.message()
        #expect(try server.messages().count == 1)
        return message
    }

    @Test func `is a plain message that says what it is about`() async throws {
        let server = try await MailServer()
        let sent = try nudge(late: .seconds(60), isUrgent: true)
        let attempt = try await emitter(
            "smtp://127.0.0.1:\(server.port)",
            to: ["alex@b.example", "sam@c.example"]
        )
        .deliver(sent)
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "SMTP 250"))
        #expect(attempt.status == 250)
        #expect(attempt.reply == "250 taken")

        let message = try await only(server)
        #expect(message["sender"] as? String == "us@a.example")
        #expect(message["recipients"] as? [String] == ["alex@b.example", "sam@c.example"])
        #expect(
            message["headers"] as? [String: String] == [
                "date": "Sat, 10 Jan 2026 03:31:00 +0000",
                "from": "rituald <us@a.example>",
                "to": "alex@b.example, sam@c.example",
                "subject": "Check-in",
                "message-id": "<\(sent.id)@a.example>",
                "mime-version": "1.0",
                "content-type": #"text/plain; charset="utf-8""#,
                "content-transfer-encoding": "quoted-printable",
                "auto-submitted": "auto-generated",
                "importance": "high",
            ]
        )
        #expect(message["date"] as? String == "2026-01-10T03:31:00+00:00")
        #expect(
            message["text"] as? String
                == "Ten minutes, phones away.\n\nWhat was good today?\n\n-- \nrituald\n"
        )
        #expect(message["defects"] as? [String] == [])
    }

    struct Text: Sendable, CustomTestStringConvertible {
        var title: String
        var body: String
        var testDescription: String { title }
    }

    @Test(arguments: [
        Text(title: "Zwölf Boxkämpfer", body: "jagen Viktor quer über den großen Sylter Deich"),
        Text(title: String(repeating: "Überlang ", count: 22), body: "a\r\n.\r\nb\n..\n.c\n"),
        Text(
            title: "😀👩‍❤️‍👨 日本語の題名がここにあります、とても長いので折り返されます",
            body: "= equals =3D and a blank at the end \n\tx"
        ),
        Text(title: "=?utf-8?Q?not_encoded?=", body: String(repeating: "long line ", count: 300)),
        Text(title: String(repeating: "x", count: 200), body: String(repeating: "é", count: 500)),
    ])
    func `says the same words at the other end, whatever they are`(_ text: Text) async throws {
        let server = try await MailServer()
        let sent = try nudge(title: text.title, body: text.body, prompt: nil)
        let attempt = try await emitter("smtp://127.0.0.1:\(server.port)").deliver(sent)
        #expect(attempt.result == .delivered)
        let message = try await only(server)
        let headers = try #require(message["headers"] as? [String: String])
        #expect(headers["subject"] == text.title.trimmingCharacters(in: .whitespaces))
        let body = text.body.replacingOccurrences(of: "\r\n", with: "\n")
        #expect(message["text"] as? String == "\(body)\n\n-- \nrituald\n")
        #expect(message["defects"] as? [String] == [])
        #expect(try #require(message["longest"] as? Int) <= 78)
        #expect(message["bare"] as? Bool == false)
        #expect((message["raw"] as? String)?.utf8.allSatisfy { $0 < 0x80 } == true)
    }

    @Test func `cannot be given another header by its words`() async throws {
        let server = try await MailServer()
        let sent = try nudge(
            title: "Walk\r\nBcc: eve@d.example\nX-Evil: \u{2028}yes",
            body: "\r\n\r\nSubject: other\r\n.\r\nRCPT TO:<eve@d.example>",
            prompt: nil
        )
        let attempt = try await emitter("smtp://127.0.0.1:\(server.port)").deliver(sent)
        #expect(attempt.result == .delivered)
        let message = try await only(server)
        #expect(message["recipients"] as? [String] == ["alex@b.example"])
        let headers = try #require(message["headers"] as? [String: String])
        #expect(headers["subject"] == "Walk Bcc: eve@d.example X-Evil: yes")
        #expect(headers["bcc"] == nil && headers["x-evil"] == nil)
        #expect((message["text"] as? String)?.contains("RCPT TO:<eve@d.example>") == true)
    }

    @Test func `has its title for a text where there are no words, and is the same each time`()
        async throws
    {
        let server = try await MailServer()
        let emitter = try emitter("smtp://127.0.0.1:\(server.port)")
        for _ in 1...2 {
            _ = await emitter.deliver(try nudge(body: "", prompt: nil))
        }
        let messages = [try await server.message(1), try await server.message(2)]
        let raw = messages.compactMap { $0["raw"] as? String }
        #expect(raw.first == raw.last)
        #expect(raw.first?.contains("\r\nCheck-in\r\n") == true)
    }

    @Test(arguments: [
        "us@a.example\r\nBcc: x@y", "a b@c", "us", "a@b@c", "<a@b>", "ü@b", "@b", "a@",
    ])
    func `has plain addresses only`(_ address: String) {
        #expect(throws: EmitterError.self) {
            try emitter("smtp://127.0.0.1", to: [address])
        }
    }

    @Test(arguments: [
        ("refuse_recipient", "550 5.1.1 no such user", DeliveryAttempt.Result.rejected, 550),
        ("refuse_recipient", "451 4.7.1 try again later", .failed(retryAfter: nil), 451),
        ("refuse_message", "552 5.3.4 too big", .rejected, 552),
        ("refuse_message", "452 4.3.1 no space", .failed(retryAfter: nil), 452),
    ])
    func `that is not taken says by its number whether another try may help`(
        _ option: String,
        _ answer: String,
        _ result: DeliveryAttempt.Result,
        _ status: Int
    ) async throws {
        let server = try await MailServer([option: answer])
        let attempt = try await emitter("smtp://127.0.0.1:\(server.port)").deliver(nudge())
        #expect(attempt.outcome == DeliveryAttempt(result, detail: "SMTP \(status)"))
        #expect(attempt.status == status)
        #expect(attempt.reply == answer)
    }

    @Test func `is worth another try where nobody is there`() async throws {
        let attempt = try await emitter("smtp://127.0.0.1:1").deliver(nudge())
        #expect(attempt.result == .failed(retryAfter: nil))
        #expect(attempt.status == nil)
        #expect(!attempt.detail.contains("127.0.0.1"))
    }

    @Test func `waits no longer than it should for a server that says nothing`() async throws {
        let server = try HTTPCapture(answering: [.hangs()])
        let attempt = try await emitter("smtp://127.0.0.1:\(server.port)") {
            $0.timeout = .seconds(1)
        }
        .deliver(nudge())
        #expect(
            attempt.outcome
                == DeliveryAttempt(.failed(retryAfter: nil), detail: "timeout was reached")
        )
    }
}
