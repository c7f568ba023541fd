import TestKit
import Testing

/// A nudge in a Matrix room, and what people react there with, before a real homeserver (Synapse).
@Suite(.timeLimit(.minutes(3)))
struct MatrixTests {
    private static let household = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"
        matrix = "@alex:matrix.example"

        [[partner]]
        id = "sam"
        matrix = "@sam:matrix.example"

        [channel.out]
        type = "stdout"

        """

    private func refused(_ home: DaemonHome) async throws -> JSON {
        let status = try await home.json("status")
        return status["channels"].elements.first { $0["id"] == "room" }?["refused_answers"] ?? .null
    }

    @Test func `a reaction is its sender's answer, also one given while the daemon was away`()
        async throws
    {
        let room = try await SynapseRoom()
        let home = try DaemonHome(
            config: Self.household + room.channel
                + TestConfig.daily("walk", at: "19:00", "needs = \"both\"")
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        try await home.awaitDelivered(first.nudge(of: "walk")["id"], on: "room")
        try await room.ask("react eve - ✅")
        try await room.ask("react sam - ✅")
        _ = try await first.log.first { $0.contains("done: walk@2026-01-09T19:00, said by sam") }
        #expect(try await refused(home) == 1)
        #expect(try await first.stop() == .status(0))

        try await room.ask("react alex - ✅")
        let second = try await home.start(at: FakeClock("2026-01-09 19:10:00"))
        _ = try await second.log.first { $0.contains("done: walk@2026-01-09T19:00, said by alex") }
        // Both have said so: the message is taken back, and nothing is listened to any more.
        let empty = { (answer: JSON) in answer["messages"].elements.last == .object([:]) }
        while try await !empty(room.ask("messages")) {
            try Task.checkCancellation()
        }
        #expect(try await second.stop() == .status(0))
    }
}
