import Emitters
import Foundation
import Delivery
import Household
import TestKit
import Testing

/// The preset `matrix` before a real homeserver, Synapse.
@Suite struct `A Matrix homeserver` {
    /// What is written in JSON as one text, whatever its order.
    private func messages(_ process: ChildProcess, line: Int) async throws -> [NSDictionary] {
        try process.write("messages")
        let answer = try Python.object(try await process.output.first(from: line))
        return try #require(answer["messages"] as? [NSDictionary])
    }

    @Test func `takes each nudge once, however often it is sent`() async throws {
        let folder = try TemporaryFolder()
        let server = try Python.start("matrix_server.py", [folder.path])
        defer { server.end() }
        let told = try Python.object(try await server.output.first())
        let port = try #require(told["port"] as? Int)
        let room = try #require(told["room"] as? String)
        let text = try #require(told["token"] as? String)
        let token = try secretFile(text, "token", in: folder)
        let emitter = { (token: SecretReference, room: String) in
            try webhook("http://127.0.0.1:\(port)/", preset: .matrix, token: token) {
                $0.target = room
            }
        }
        let good = try emitter(token, room)
        for _ in 1...2 {
            #expect(await good.deliver(try nudge(title: "<Us> & \"them\"")).result == .delivered)
        }
        let first = try await messages(server, line: 1)
        #expect(first.count == 1)
        #expect(
            first.first?["body"] as? String
                == "<Us> & \"them\"\nTen minutes, phones away.\nWhat was good today?"
        )
        #expect(
            first.first?["formatted_body"] as? String
                == "<strong>&lt;Us&gt; &amp; &quot;them&quot;</strong><br>Ten minutes, phones away."
                + "<br>What was good today?"
        )

        let long = try nudge(stage: .nag(1), body: String(repeating: "\"é\u{1}😀", count: 9_000))
        #expect(await good.deliver(long).result == .delivered)
        #expect(try await messages(server, line: 2).count == 2)

        let wrong = try emitter(secretFile("syt_wrong", "wrong", in: folder), room)
        let refused = await wrong.deliver(try nudge())
        #expect(refused.result == .rejected)
        #expect(refused.status == 401)
        #expect(refused.reply?.contains("M_UNKNOWN_TOKEN") == true)
        let elsewhere = await (try emitter(token, "!nowhere:matrix.example")).deliver(try nudge())
        #expect(elsewhere.status == 403)

        // A message that is taken back has no words any more.
        let sent = await good.deliver(try nudge(stage: .nag(1)))
        #expect(sent.message?.hasPrefix("$") == true)
        let shown = ShownMessage(try nudge(stage: .nag(1)), name: sent.message)
        for _ in 1...2 {
            #expect(await good.withdraw([shown]).result == .delivered)
        }
        let left = try await messages(server, line: 3)
        #expect(left.count == 2)
        #expect(left.last == [:])

        // It takes five messages in a row.
        var busy: DeliveryAttempt?
        for number in 2...9 where busy == nil {
            let attempt = await good.deliver(try nudge(stage: .nag(number)))
            busy = attempt.status == 429 ? attempt : nil
        }
        guard case .failed(let wait?) = busy?.result else {
            Issue.record("it never asked for time")
            return
        }
        #expect((.seconds(1)...(.seconds(60))).contains(wait))
    }
}
