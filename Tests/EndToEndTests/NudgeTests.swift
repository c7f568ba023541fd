import TestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct NudgeTests {
    @Test func `a due ritual is told once on stdout and once at a webhook, restarts included`()
        async throws
    {
        let server = try HTTPCapture()
        let home = try DaemonHome(
            config: TestConfig.household + TestConfig.webhook(server.url("/us"))
                + TestConfig.daily("walk", at: "19:00") + TestConfig.daily("tea", at: "19:05")
        )

        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await first.nudge(of: "walk")
        #expect(told["occurrence"]["key"] == "walk@2026-01-09T19:00")
        #expect(told["stage"] == "start")
        #expect(told["partner"] == "alex")
        let request = try await server.requests.first()
        #expect(request.method == "POST")
        #expect(request.path == "/us")
        let sent = try #require(JSON(text: request.body))
        #expect(sent["type"] == "nudge.start")
        #expect(sent["data"]["id"] == told["id"])
        try await home.awaitDelivered(told["id"], on: "hook")
        #expect(try await first.stop() == .status(0))
        #expect(try await first.nudges.all().count == 1)

        let second = try await home.start(at: FakeClock("2026-01-09 19:04:58"))
        let next = try await second.nudge(of: "tea")
        #expect(next["id"] != told["id"])
        try await home.awaitDelivered(next["id"], on: "hook")
        #expect(try await second.stop() == .status(0))
        #expect(try await second.nudges.all().count == 1)
        #expect(server.requests.events.count == 2)
    }

    private static let sam = """

        [[partner]]
        id = "sam"
        name = "Sam"

        """

    /// A household of two who share standard output; a webhook is Sam's alone where `own` says so.
    private func both(_ server: HTTPCapture, own: Bool) throws -> DaemonHome {
        try DaemonHome(
            config: TestConfig.household + Self.sam
                + TestConfig.webhook(server.url("/us"), own ? "partner = \"sam\"" : "")
                + TestConfig.daily("walk", at: "19:00")
        )
    }

    @Test func `a channel that two partners share gets one message for both`() async throws {
        let server = try HTTPCapture()
        let home = try both(server, own: false)
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await daemon.nudge(of: "walk")
        #expect(told["partner"] == "alex")
        #expect(told["partners"] == .list(["alex", "sam"]))
        try await home.awaitDelivered(told["id"], on: "hook")
        let sent = try #require(JSON(text: try await server.requests.first().body))
        #expect(sent["data"]["partners"] == .list(["alex", "sam"]))

        let why = try await home.ritualctl("why", "walk", "2026-01-09")
        #expect(why.text.contains("start for alex and sam: fired, in time"), "\(why)")
        #expect(why.text.contains("out: delivered (written)"), "\(why)")
        let outbox = try await home.ritualctl("outbox", "list")
        #expect(outbox.text.contains("Walk (start) for alex and sam"), "\(outbox)")
        #expect(try await daemon.stop() == .status(0))
        #expect(try await daemon.nudges.all().count == 1)
        #expect(server.requests.events.count == 1)
    }

    @Test func `what only one of them gets has an id of its own`() async throws {
        let server = try HTTPCapture()
        let home = try both(server, own: true)
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await daemon.nudge(of: "walk")
        #expect(told["partners"] == .list(["alex", "sam"]))
        let sent = try #require(JSON(text: try await server.requests.first().body))["data"]
        #expect(sent["partner"] == "sam")
        #expect(sent["partners"] == .null)
        #expect(sent["id"] != told["id"])
        #expect(try await daemon.stop() == .status(0))
        #expect(try await daemon.nudges.all().count == 1)
    }

    @Test func `nothing is lost and nothing told twice when it is killed between two nudges`()
        async throws
    {
        let server = try HTTPCapture()
        let home = try DaemonHome(
            config: TestConfig.household + TestConfig.webhook(server.url())
                + TestConfig.daily("walk", at: "19:00") + TestConfig.daily("tea", at: "19:05")
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let walk = try await first.nudge(of: "walk")
        try await home.awaitDelivered(walk["id"], on: "hook")
        first.kill()
        #expect(try await first.process.exit() == .signal(9))

        let second = try await home.start(at: FakeClock("2026-01-09 19:04:58"))
        let tea = try await second.nudge(of: "tea")
        try await home.awaitDelivered(tea["id"], on: "hook")
        #expect(try await second.stop() == .status(0))
        let ids = server.requests.events.map { JSON(text: $0.body)?["data"]["id"] }
        #expect(ids == [walk["id"], tea["id"]])
        #expect(try await second.nudges.all().count == 1)
    }

    @Test func `a nudge that no one took is sent again after a kill, with the same id`()
        async throws
    {
        let server = try HTTPCapture(answering: [503, 204])
        let home = try DaemonHome(
            config: TestConfig.household + TestConfig.webhook(server.url())
                + TestConfig.daily("walk", at: "19:00", #"late_within = "12h""#)
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        _ = try await server.requests.first()
        first.kill()
        _ = try await first.process.exit()

        let second = try await home.start(at: FakeClock("2026-01-09 20:00:00"))
        let again = try await server.requests.first(from: 1)
        #expect(again.headers["webhook-id"] == server.requests.events[0].headers["webhook-id"])
        #expect(again.headers["webhook-id"]?.isEmpty == false)
        #expect(try await second.stop() == .status(0))
    }

    @Test func `what came due while it was stopped is told late, not lost`() async throws {
        let home = try DaemonHome(
            config: TestConfig.household
                + TestConfig.daily("walk", at: "19:00", #"late_within = "2h""#)
        )
        let first = try await home.start(at: FakeClock("2026-01-09 18:00:00"))
        #expect(try await first.stop() == .status(0))
        #expect(try await first.nudges.all().isEmpty)

        let second = try await home.start(at: FakeClock("2026-01-09 20:15:00"))
        let told = try await second.nudge(of: "walk")
        #expect(told["occurrence"]["key"] == "walk@2026-01-09T19:00")
        #expect(try await second.stop() == .status(0))

        let third = try await home.start(at: FakeClock("2026-01-09 20:20:00"))
        let why = try await home.ritualctl("why", "walk", "2026-01-09", "--json")
        #expect(why.exit == .status(0), "\(why)")
        #expect(why.text.contains(#""late""#))
        #expect(try await third.stop() == .status(0))
        #expect(try await third.nudges.all().isEmpty)
    }
}

extension DaemonHome {
    /// Awaits that the ledger holds a nudge as delivered on a channel, asking again and again.
    func awaitDelivered(_ nudge: JSON, on channel: String) async throws {
        while true {
            let answer = try await ritualctl("outbox", "list", "--json")
            let deliveries = JSON(text: answer.text)?.elements ?? []
            let isDelivered = deliveries.contains {
                $0["nudge"] == nudge && $0["channel"] == .text(channel)
                    && $0["state"] == "delivered"
            }
            if isDelivered {
                return
            }
            try Task.checkCancellation()
        }
    }
}
