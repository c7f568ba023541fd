import Delivery
@testable import Emitters
import Household
import Planning
import TestKit
import Testing

@Suite struct `The ntfy preset` {
    private func body(_ nudge: Nudge, path: String = "/us") async throws -> (String, String) {
        let server = try HTTPCapture(answering: [200])
        _ = try await webhook(server.url(path), preset: .ntfy).deliver(nudge)
        let request = try #require(server.requests.events.first)
        return (request.path, request.body)
    }

    @Test func `sends JSON to the server's root`() async throws {
        let (path, body) = try await body(nudge())
        #expect(path == "/")
        #expect(
            body == """
                {"message":"Ten minutes, phones away.\\nWhat was good today?","priority":3,\
                "sequence_id":"\(discretion().place(of: try nudge()))","title":"Check-in","topic":"us"}
                """
        )
    }

    @Test func `keeps the folder that the server lies in`() async throws {
        let (path, body) = try await body(nudge(), path: "/ntfy/our_home-2")
        #expect(path == "/ntfy/")
        #expect(body.contains(#""topic":"our_home-2""#))
    }

    @Test func `has the title for a message where there are no words`() async throws {
        let (_, body) = try await body(nudge(body: "", prompt: nil, isUrgent: true))
        let place = discretion().place(of: try nudge())
        #expect(
            body
                == #"{"message":"Check-in","priority":5,"sequence_id":"\#(place)","topic":"us"}"#
        )
    }

    @Test func `cuts what ntfy would turn into an attachment, between characters`() async throws {
        let (_, body) = try await body(
            nudge(body: String(repeating: "é", count: 3_000), prompt: nil)
        )
        #expect(body.contains("\"\(String(repeating: "é", count: 2_046))…\""))
    }

    @Test func `has a button for each action, which posts a token and nothing of the couple`()
        async throws
    {
        let server = try HTTPCapture(answering: [200])
        let tokens = AnswerTokens(key: Array(0..<32))
        let nudge = try nudge()
        _ = try await webhook(server.url("/us"), preset: .ntfy, answers: tokens) {
            $0.answers = Secret("https://home.example/k3b9x2w7q5/")
        }
        .deliver(nudge)
        let body = try #require(server.requests.events.first).body
        // https://docs.ntfy.sh/publish/#send-http-request
        let buttons = try [(NudgeAction.done, "Done", "done"), (.later, "Later", "snooze")].map {
            let token = try #require(tokens.token(for: nudge, $0.0))
            return """
                {"action":"http","body":"{\\"token\\":\\"\(token)\\"}","clear":true,\
                "headers":{"Content-Type":"application/json"},"label":"\($0.1)","method":"POST",\
                "url":"https://home.example/k3b9x2w7q5/v1/\($0.2)"}
                """
        }
        #expect(body.hasPrefix("{\"actions\":[\(buttons.joined(separator: ","))],"), "\(body)")
    }

    @Test func `has a button for each who has to say it, and three at most`() async throws {
        let server = try HTTPCapture(answering: [200])
        let tokens = AnswerTokens(key: Array(0..<32))
        var sent = try nudge()
        sent.partners = ["alex", "sam"]
        sent.actions = NudgeAction.allCases
        sent.asksWho = true
        _ = try await webhook(server.url("/us"), preset: .ntfy, answers: tokens) {
            $0.answers = Secret("https://home.example/k3b9x2w7q5/")
        }
        .deliver(sent)
        let body = try #require(server.requests.events.first).body
        let labels = body.matches(of: /"label":"([^"]*)"/).map { String($0.output.1) }
        #expect(labels == ["Done: Alex", "Done: Sam", "Later"])
        for partner in sent.partners {
            let token = try #require(tokens.token(for: sent, .done, of: partner))
            #expect(body.contains(token))
        }
    }

    @Test func `has no button without an address or a key`() async throws {
        let server = try HTTPCapture(answering: [200])
        let tokens = AnswerTokens(key: Array(0..<32))
        _ = try await webhook(server.url("/us"), preset: .ntfy, answers: tokens).deliver(nudge())
        _ = try await webhook(server.url("/us"), preset: .ntfy) {
            $0.answers = Secret("https://home.example")
        }
        .deliver(nudge())
        #expect(server.requests.events.count == 2)
        #expect(!server.requests.events.contains { $0.body.contains("actions") })
    }

    @Test func `a token that the server answers with is not kept`() async throws {
        let tokens = AnswerTokens(key: Array(0..<32))
        let token = try #require(tokens.token(for: nudge(), .done))
        let server = try HTTPCapture(answering: [.reply(200, body: "had \(token)")])
        let attempt = try await webhook(server.url("/us"), preset: .ntfy, answers: tokens) {
            $0.answers = Secret("https://home.example")
        }
        .deliver(nudge())
        #expect(attempt.reply == "had <redacted>")
    }

    @Test(arguments: ["https://ntfy.sh", "https://ntfy.sh/", "https://ntfy.sh/a%20b", "/us"])
    func `needs an address that ends in a topic`(_ address: String) {
        let error = #expect(throws: EmitterError.self) { try webhook(address, preset: .ntfy) }
        #expect(
            error?.description
                == "the channel's url is not a server's address that ends in a topic of ntfy's"
        )
    }
}
