import CivilTime
import Delivery
import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// The request of each preset, field for field, as the documentation of its service has it.
@Suite struct `The request of a preset` {
    /// A preset with what its channel needs, and what its service is sent.
    struct Case: Sendable, CustomTestStringConvertible {
        var preset: WebhookPreset
        /// The path of the configured address.
        var address: String
        var token: String?
        var target: String?
        var method = "POST"
        var path: String
        var header: (name: String, value: String)?
        var body: String

        var testDescription: String { preset.rawValue }
    }

    static let cases = [
        // https://docs.ntfy.sh/publish/#publish-as-json
        Case(
            preset: .ntfy,
            address: "/us",
            token: "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2",
            path: "/",
            header: ("authorization", "Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"),
            body: """
                {"message": "Ten minutes, phones away.\\nWhat was good today?", "priority": 3,
                 "title": "Check-in", "topic": "us", "sequence_id": "PLACE"}
                """
        ),
        // https://gotify.net/docs/pushmsg, https://gotify.net/docs/msgextras#clientdisplay
        Case(
            preset: .gotify,
            address: "/gotify/",
            token: "AKWz1SO6.7_ub4Y",
            path: "/gotify/message",
            header: ("x-gotify-key", "AKWz1SO6.7_ub4Y"),
            body: """
                {"title": "Check-in", "message": "Ten minutes, phones away.\\nWhat was good today?",
                 "priority": 5, "extras": {"client::display": {"contentType": "text/plain"}}}
                """
        ),
        // https://api.slack.com/messaging/webhooks, …/reference/surfaces/formatting#escaping
        Case(
            preset: .slack,
            address: "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            path: "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            body: """
                {"text": "Check-in\\nTen minutes, phones away.\\nWhat was good today?",
                 "mrkdwn": false, "unfurl_links": false, "unfurl_media": false}
                """
        ),
        // https://discord.com/developers/docs/resources/webhook#execute-webhook
        Case(
            preset: .discord,
            address: "/api/webhooks/223704706495545344/3d89bb7572e0fb30?thread_id=5",
            path: "/api/webhooks/223704706495545344/3d89bb7572e0fb30?thread_id=5&wait=true",
            body: """
                {"content": "**Check\\\\-in**\\nTen minutes, phones away.\\nWhat was good today?",
                 "allowed_mentions": {"parse": []}, "flags": 4}
                """
        ),
        // https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
        Case(
            preset: .matrix,
            address: "",
            token: "syt_secret",
            target: "!636q39766251:matrix.example",
            method: "PUT",
            path:
                "/_matrix/client/v3/rooms/%21636q39766251%3Amatrix.example/send/m.room.message/NUDGE",
            header: ("authorization", "Bearer syt_secret"),
            body: """
                {"msgtype": "m.text", "m.mentions": {},
                 "body": "Check-in\\nTen minutes, phones away.\\nWhat was good today?",
                 "format": "org.matrix.custom.html", "formatted_body":
                 "<strong>Check-in</strong><br>Ten minutes, phones away.<br>What was good today?"}
                """
        ),
        // https://developers.mattermost.com/integrate/webhooks/incoming/
        Case(
            preset: .mattermost,
            address: "/hooks/xxx-generatedkey-xxx",
            path: "/hooks/xxx-generatedkey-xxx",
            body: #"""
                {"text": "**Check\\-in**\nTen minutes, phones away.\nWhat was good today?"}
                """#
        ),
        // https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger
        Case(
            preset: .homeAssistant,
            address: "/api/webhook/some_hook_id",
            path: "/api/webhook/some_hook_id",
            body: """
                {"id": "NUDGE", "title": "Check-in", "ritual": "check-in", "stage": "start",
                 "message": "Ten minutes, phones away.\\nWhat was good today?", "partner": "alex",
                 "occurrence": "check-in@2026-01-09T20:30", "due": "2026-01-10T03:30:00Z",
                 "urgent": false, "tag": "PLACE", "clear": false}
                """
        ),
        // https://core.telegram.org/bots/api#sendmessage, …#making-requests
        Case(
            preset: .telegram,
            address: "",
            token: "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
            target: "-1001234567890",
            path: "/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/sendMessage",
            body: """
                {"chat_id": "-1001234567890", "link_preview_options": {"is_disabled": true},
                 "text": "Check-in\\nTen minutes, phones away.\\nWhat was good today?"}
                """
        ),
        // https://github.com/caronc/apprise-api#persistent-storage-solution
        Case(
            preset: .apprise,
            address: "/notify/abc123",
            target: "phones",
            path: "/notify/abc123",
            body: """
                {"title": "Check-in", "body": "Ten minutes, phones away.\\nWhat was good today?",
                 "type": "info", "format": "text", "tag": "phones"}
                """
        ),
    ]

    static let addressed: [(String?, Sensitivity, String)] = [
        (
            "What was good today?", .public,
            "Ten minutes, phones away.\nWhat was good today?\nFor Alex and Sam."
        ),
        (nil, .public, "Ten minutes, phones away.\nFor Alex and Sam."),
        (nil, .private, "It is time.\nFor Alex and Sam."),
        (nil, .secret, "A reminder"),
    ]

    @Test(arguments: addressed)
    func `for both ends with their names, unless nothing is to be recognised`(
        _ prompt: String?,
        _ sensitivity: Sensitivity,
        _ words: String
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let household = house(["check-in": sensitivity])
        let emitter = try webhook(server.url("/notify/a"), preset: .apprise, in: household)
        _ = await emitter.deliver(try nudge(prompt: prompt).forBoth)
        let body = try json(try #require(server.requests.events.first?.body))["body"] as? String
        #expect(body == words)
    }

    @Test(arguments: cases) func `is what the service's documentation says`(
        _ one: Case
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try one.token.map { try secretFile($0, "token", in: folder) }
        let emitter = try webhook(server.url(one.address), preset: one.preset, token: token) {
            $0.target = one.target
        }
        let sent = try nudge()
        #expect(await emitter.deliver(sent).result == .delivered)

        let request = try #require(server.requests.events.first)
        #expect(request.method == one.method)
        #expect(request.path == one.path.replacing("NUDGE", with: sent.id))
        #expect(request.headers["content-type"] == "application/json")
        if let header = one.header {
            #expect(request.headers[header.name] == header.value)
        } else {
            #expect(request.headers["authorization"] == nil)
        }
        let expected = one.body.replacing("NUDGE", with: sent.id)
            .replacing("PLACE", with: discretion().place(of: sent))
        #expect(try json(request.body) == json(expected), "\(request.body)")
    }

    @Test(arguments: cases) func `tells the title alone where there are no words`(
        _ one: Case
    ) async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try one.token.map { try secretFile($0, "token", in: folder) }
        let emitter = try webhook(server.url(one.address), preset: one.preset, token: token) {
            $0.target = one.target
        }
        #expect(await emitter.deliver(try nudge(body: "", prompt: nil)).result == .delivered)
        let body = try #require(server.requests.events.first?.body)
        #expect(body.contains("Check"))
        for word in [#"\n"#, "<br>"] {
            #expect(!body.contains(word), "\(body)")
        }
    }

    @Test func `is urgent by the service's own scale`() async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try secretFile("AKWz1SO6.7_ub4Y", "token", in: folder)
        let urgent = try nudge(isUrgent: true)
        _ = try await webhook(server.url("/us"), preset: .ntfy).deliver(urgent)
        _ = try await webhook(server.url(), preset: .gotify, token: token).deliver(urgent)
        _ = try await webhook(server.url("/notify/a"), preset: .apprise).deliver(urgent)
        let bodies = try server.requests.events.map { try json($0.body) }
        #expect(bodies[0]["priority"] as? Int == 5)
        #expect(bodies[1]["priority"] as? Int == 8)
        #expect(bodies[2]["type"] as? String == "warning")
    }

    private func json(_ text: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }
}
