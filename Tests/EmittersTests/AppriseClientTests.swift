import Emitters
import Foundation
import Household
import TestKit
import Testing

/// Our requests beside those of Apprise's own client, which speaks to the same services.
@Suite(.serialized) struct `Apprise's client` {
    struct Case: Sendable, CustomTestStringConvertible {
        var preset: WebhookPreset
        /// The service as Apprise writes it.
        var theirs: String
        /// Our path of the same.
        var path: String
        var token: String?
        var target: String?
        /// Headers and fields of the body that have to be the same, by their names.
        var headers: [String] = []
        var fields: [String] = []

        var testDescription: String { preset.rawValue }
    }

    static let cases = [
        Case(
            preset: .ntfy,
            theirs: "ntfys://tk_abcdef@ntfy.example/us",
            path: "/us",
            token: "tk_abcdef",
            headers: ["authorization", "content-type"],
            fields: ["topic", "title", "message"]
        ),
        Case(
            preset: .gotify,
            theirs: "gotifys://gotify.example/AKWz1SO6",
            path: "",
            token: "AKWz1SO6",
            headers: ["x-gotify-key", "content-type"],
            fields: ["title", "message", "priority"]
        ),
        Case(
            preset: .slack,
            theirs: "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
            path: "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            fields: ["mrkdwn"]
        ),
        Case(
            preset: .discord,
            theirs: "discord://223704706495545344/3d89bb7572e0fb30",
            path: "/api/webhooks/223704706495545344/3d89bb7572e0fb30"
        ),
        Case(
            preset: .mattermost,
            theirs: "mmosts://chat.example/xxxgeneratedkeyxxx",
            path: "/hooks/xxxgeneratedkeyxxx",
            headers: ["content-type"]
        ),
        Case(
            preset: .telegram,
            theirs: "tgram://123456789:ABCdefghijkl_mnopqrstuvw/-1001234567890",
            path: "",
            token: "123456789:ABCdefghijkl_mnopqrstuvw",
            target: "-1001234567890",
            headers: ["content-type"],
            fields: ["chat_id"]
        ),
    ]

    @Test(arguments: cases) func `sends the same to the same place`(_ one: Case) async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try one.token.map { try secretFile($0, "token", in: folder) }
        let emitter = try webhook(server.url(one.path), preset: one.preset, token: token) {
            $0.target = one.target
        }
        _ = await emitter.deliver(try nudge(title: "Walk", body: "Round the lake.", prompt: nil))
        let ours = try #require(server.requests.events.first)
        let asked = try await Python.ask(
            "apprise_client.py",
            [one.theirs, "Walk", "Round the lake."]
        )
        let theirs = try #require(asked.last)

        #expect(theirs["method"] as? String == ours.method)
        #expect(theirs["path"] as? String == ours.path.split(separator: "?").first.map(String.init))
        let headers = try #require(theirs["headers"] as? [String: String])
        for name in one.headers {
            #expect(headers[name] == ours.headers[name], "\(name)")
        }
        let bodies = try (
            ours: Python.object(ours.body), theirs: Python.object(theirs["body"] as? String ?? "")
        )
        for field in one.fields {
            let values = try (
                ours: #require(bodies.ours[field]), theirs: #require(bodies.theirs[field])
            )
            #expect("\(values.ours)" == "\(values.theirs)", "\(field)")
        }
    }

    @Test func `puts a message into a Matrix room as we do`() async throws {
        let server = try HTTPCapture(answering: [200])
        let folder = try TemporaryFolder()
        let token = try secretFile("syt_token", "token", in: folder)
        let emitter = try webhook(server.url(""), preset: .matrix, token: token) {
            $0.target = "!r:example"
        }
        _ = await emitter.deliver(try nudge(title: "Walk", body: "Round the lake.", prompt: nil))
        let ours = try #require(server.requests.events.first)
        let asked = try await Python.ask(
            "apprise_client.py",
            ["matrixs://syt_token@matrix.example/!r:example", "Walk", "Round the lake."]
        )
        let theirs = try #require(asked.last)
        #expect(theirs["method"] as? String == ours.method)
        let headers = try #require(theirs["headers"] as? [String: String])
        #expect(headers["authorization"] == ours.headers["authorization"])
        // All but the transaction's id, which is the nudge's here.
        let folderOf = { (path: String) in path.split(separator: "/").dropLast() }
        #expect(folderOf(theirs["path"] as? String ?? "") == folderOf(ours.path))
        let bodies = try (
            ours: Python.object(ours.body), theirs: Python.object(theirs["body"] as? String ?? "")
        )
        #expect(bodies.ours["msgtype"] as? String == bodies.theirs["msgtype"] as? String)
    }

    // DIFFERENCE: the client names the key of an Apprise API in a header and sends a form to
    // `/notify`; the server's documentation has the key in the path and JSON, which is what we send.
    @Test func `sends an Apprise API the same fields`() async throws {
        let server = try HTTPCapture(answering: [200])
        let emitter = try webhook(server.url("/notify/abc123"), preset: .apprise)
        _ = await emitter.deliver(try nudge(title: "Walk", body: "Round the lake.", prompt: nil))
        let ours = try Python.object(try #require(server.requests.events.first).body)
        let asked = try await Python.ask(
            "apprise_client.py",
            ["apprises://apprise.example/abc123", "Walk", "Round the lake."]
        )
        let form = try #require(asked.last?["body"] as? String)
        var fields: [String: String] = [:]
        for pair in form.split(separator: "&") {
            let parts = pair.split(separator: "=").map { String($0).replacing("+", with: " ") }
            fields[parts[0]] = parts[1].removingPercentEncoding
        }
        #expect(ours == fields as NSDictionary)
    }
}
