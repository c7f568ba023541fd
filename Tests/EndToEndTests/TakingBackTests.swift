import Foundation
import TestKit
import Testing

/// One answer clears what is shown on every service.
@Suite(.timeLimit(.minutes(3)))
struct TakingBackTests {
    /// The services, by the names of their channels.
    private let services: [String: FakeService]
    private let home: DaemonHome
    private let config: String

    init() throws {
        let kinds: [(String, FakeService.Kind)] = [
            ("phone", .ntfy), ("bot", .telegram), ("room", .discord),
        ]
        let services = Dictionary(
            uniqueKeysWithValues: try kinds.map { ($0, try FakeService($1)) }
        )
        self.services = services
        home = try DaemonHome(config: "")
        let token = try home.folder.write("123456:ABCDEFGH", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let address = { (name: String, path: String) in services[name]?.url(path) ?? "" }
        config =
            TestConfig.household + """

                [channel.phone]
                type = "webhook"
                preset = "ntfy"
                url = "\(address("phone", "/us"))"

                [channel.bot]
                type = "webhook"
                preset = "telegram"
                url = "\(address("bot", ""))"
                chat = "-100123456"
                token = { file = "\(token)" }

                [channel.room]
                type = "webhook"
                preset = "discord"
                url = "\(address("room", "/api/webhooks/1/hook"))"

                """
            + TestConfig.daily("walk", at: "19:00", "duration = \"1h\"")
        try home.write(config: config)
    }

    /// Starts a daemon, and returns once a nudge has reached every service.
    private func told(_ environment: [String: String] = [:]) async throws -> RunningDaemon {
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(
            at: FakeClock("2026-01-09 18:59:58"),
            environment: environment
        )
        let nudge = try await daemon.nudge(of: "walk")
        for (name, service) in services {
            try await home.awaitDelivered(nudge["id"], on: name)
            #expect(service.shown.count == 1, "\(name)")
        }
        return daemon
    }

    /// Returns once the message of every service is taken back.
    private func cleared() async throws {
        for name in services.keys {
            while true {
                let answer = try await home.ritualctl("outbox", "list", "--json")
                let deliveries = JSON(text: answer.text)?.elements ?? []
                if deliveries.contains(where: {
                    $0["channel"] == .text(name) && $0["state"] == "withdrawn"
                }) {
                    break
                }
                try Task.checkCancellation()
            }
        }
    }

    private func isClear() -> Bool {
        services.values.allSatisfy { $0.shown.isEmpty && $0.appeared.count == 1 }
    }

    @Test func `what is done is gone from every service`() async throws {
        let daemon = try await told()
        #expect(try await home.ritualctl("done", "walk").exit == .status(0))
        try await cleared()
        #expect(isClear())
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a click on the desktop clears every service`() async throws {
        try home.write(config: config + "\n[channel.desk]\ntype = \"desktop\"\n")
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
        let dunst = try await screen.start()
        defer { dunst.end() }
        let daemon = try await told(SessionBus.environment(in: home.folder))
        try await bus.message("Notify") { $0.count > 3 && $0[3] == "Walk" }
        try await screen.click(.menu)
        try await bus.message("CloseNotification")
        try await cleared()
        #expect(isClear())
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `what is done while the services are away is gone once they are back`()
        async throws
    {
        let daemon = try await told()
        services.values.forEach { $0.set(away: true) }
        #expect(try await home.ritualctl("done", "walk").exit == .status(0))
        for service in services.values {
            _ = try await service.requests.first(from: 1)
        }
        #expect(services.values.allSatisfy { $0.shown.count == 1 })
        #expect(try await daemon.stop() == .status(0))

        // An hour later, as after a time in which the machine slept.
        services.values.forEach { $0.set(away: false) }
        let second = try await home.start(at: FakeClock("2026-01-09 20:05:00"))
        try await cleared()
        #expect(isClear())
        let why = try await home.ritualctl("why", "walk", "2026-01-09")
        #expect(why.text.contains("withdrawn"), "\(why)")
        #expect(try await second.stop() == .status(0))
    }
}
