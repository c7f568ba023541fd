import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Emitters

/// What the services do not take, and what they would take for something else.
@Suite struct `The text of a preset` {
    private func text(
        _ preset: WebhookPreset,
        _ path: String,
        _ key: String,
        _ sent: Nudge
    ) async throws -> String {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let needsToken = preset.token == .needed
        let token = needsToken ? try secretFile("123456:ABC", "token", in: folder) : nil
        _ = try await webhook(server.url(path), preset: preset, token: token) {
            $0.target = "!room:matrix.example"
        }
        .deliver(sent)
        let body = Data(try #require(server.requests.events.first?.body).utf8)
        let object = try JSONSerialization.jsonObject(with: body) as? [String: Any]
        return try #require(object?[key] as? String)
    }

    struct Limit: Sendable, CustomTestStringConvertible {
        var preset: WebhookPreset
        var path: String
        var key: String
        var unit: TextLimit.Unit
        var longest: Int

        var testDescription: String { preset.rawValue }
    }

    @Test(arguments: [
        Limit(preset: .ntfy, path: "/us", key: "message", unit: .bytes, longest: 4_095),
        Limit(
            preset: .discord,
            path: "/api/webhooks/1/a",
            key: "content",
            unit: .utf16,
            longest: 2_000
        ),
        Limit(preset: .telegram, path: "", key: "text", unit: .utf16, longest: 4_096),
        Limit(preset: .slack, path: "/services/a", key: "text", unit: .utf16, longest: 4_000),
        Limit(preset: .mattermost, path: "/hooks/a", key: "text", unit: .scalars, longest: 16_383),
        Limit(preset: .matrix, path: "", key: "body", unit: .bytes, longest: 5_000),
    ])
    func `is cut where the service would not take it`(_ limit: Limit) async throws {
        for piece in ["word ", "é", "😀", "👩‍❤️‍👨"] {
            let long = String(repeating: piece, count: 20_000)
            let sent = try nudge(body: long, prompt: nil)
            let text = try await text(limit.preset, limit.path, limit.key, sent)
            #expect(text.hasSuffix("…"))
            let length = limit.unit.length(of: text)
            #expect(length <= limit.longest)
            #expect(length > limit.longest - 24)
            // No character was torn apart.
            let last = try #require(text.split(separator: "\n").last)
            #expect(Set(last.dropLast()).isSubset(of: Set(piece)))
        }
    }

    @Test(arguments: [
        // ntfy reads twice the 4,096 bytes of a message; a Matrix event has 65,536.
        (WebhookPreset.ntfy, "/us", 8_192), (.matrix, "", 64_000),
    ])
    func `fits also where JSON and HTML make it longer`(
        _ preset: WebhookPreset,
        _ path: String,
        _ longest: Int
    ) async throws {
        for piece in ["\"", "\u{1}", "&", "\n"] {
            let long = "a" + String(repeating: piece, count: 20_000)
            let server = try HTTPCapture(answering: [200])
            let folder = try TemporaryFolder()
            let token = try secretFile("123456:ABC", "token", in: folder)
            _ = try await webhook(server.url(path), preset: preset, token: token) {
                $0.target = "!room:matrix.example"
                $0.answers = Secret("https://phone.example/rituals")
            }
            .deliver(nudge(body: long, prompt: nil))
            let body = try #require(server.requests.events.first?.body)
            #expect(body.utf8.count <= longest)
            #expect(body.utf8.count > longest / 8)
        }
    }

    @Test func `is no markup to Slack`() async throws {
        let sent = try nudge(body: "a < b & <!channel> *c* _d_", prompt: nil)
        let text = try await text(.slack, "/services/a", "text", sent)
        #expect(text == "Check-in\na &lt; b &amp; &lt;!channel&gt; *c* _d_")
    }

    @Test(arguments: [WebhookPreset.discord, .mattermost])
    func `is no Markdown, and its links lead where they led`(_ preset: WebhookPreset) async throws {
        let sent = try nudge(
            title: "*Us*",
            body: "# a_b `c` ||d|| @everyone\n- [x](y) https://a.example/b_c*d",
            prompt: nil
        )
        let key = preset == .discord ? "content" : "text"
        let text = try await text(preset, "/api/webhooks/1/a", key, sent)
        #expect(
            text == """
                **\\*Us\\***
                \\# a\\_b \\`c\\` \\|\\|d\\|\\| \\@everyone
                \\- \\[x\\](y) https://a.example/b_c*d
                """
        )
    }

    @Test func `is no HTML to Matrix`() async throws {
        let sent = try nudge(title: "<b>\"Us\"</b>", body: "1 < 2 & 3", prompt: nil)
        let html = try await text(.matrix, "", "formatted_body", sent)
        #expect(
            html == "<strong>&lt;b&gt;&quot;Us&quot;&lt;/b&gt;</strong><br>1 &lt; 2 &amp; 3"
        )
    }
}
