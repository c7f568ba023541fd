import Foundation
import TestKit
import Testing

/// A household on three services that pass answers on, whose daemon is killed at any of its writes.
///
/// Each round comes some minutes after the one before. The rituals take turns, so that a message tells of
/// which round it is, and a few are enough for many rounds: a daemon with few starts sooner.
struct KilledHome {
    /// The channels, each with its service.
    enum Way: String, CaseIterable, Sendable {
        case phone, bot, room

        var kind: FakeService.Kind {
            switch self {
            case .phone: .ntfy
            case .bot: .telegram
            case .room: .matrix
            }
        }
    }

    /// More rounds than a run has writes.
    static let rounds = 240

    let home: DaemonHome
    let services: [Way: FakeService]
    private let minutes: Int
    private let rituals: Int
    private let library: String

    /// Begins the ledger before the first round; `keys` are those of each ritual.
    init(everyMinutes minutes: Int, _ keys: String = "") async throws {
        self.minutes = minutes
        rituals = max(1, 30 / minutes)
        home = try DaemonHome(config: "")
        services = try Dictionary(
            uniqueKeysWithValues: Way.allCases.map { ($0, try FakeService($0.kind)) }
        )
        library = home.folder.path("deadly-writes.so")
        let compiled = try await CommandResult.of(
            "/usr/bin/env",
            [
                "c++", "-x", "c", "-shared", "-fPIC", "-o", library,
                BuiltCommands.project("Tests/EndToEndTests/Probes/deadly-writes.c"), "-ldl",
            ],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        #expect(compiled.exit == .status(0), "\(compiled)")
        try home.write(config: config(keys))
        try await home.settle(at: "2026-01-09 04:00:05")
    }

    private func config(_ keys: String) throws -> String {
        let secrets = try ["bot": "123456:ABCDEFGH", "room": "syt_us_and_no_one_else"].mapValues {
            try home.folder.write($0, to: "token-\($0.prefix(3))")
        }
        var text = """
            [household]
            time_zone = "UTC"

            [[partner]]
            id = "alex"
            matrix = "@alex:matrix.example"

            [channel.phone]
            type = "webhook"
            preset = "ntfy"
            url = "\(services[.phone]?.url("/us") ?? "")"
            listen = true

            [channel.bot]
            type = "webhook"
            preset = "telegram"
            url = "\(services[.bot]?.url() ?? "")"
            chat = "-100123456"
            token = { file = "\(secrets["bot"] ?? "")" }
            listen = true

            [channel.room]
            type = "webhook"
            preset = "matrix"
            url = "\(services[.room]?.url() ?? "")"
            room = "!us:matrix.example"
            token = { file = "\(secrets["room"] ?? "")" }
            listen = true

            """
        for number in 0..<rituals {
            let minute = number * minutes
            let times = rituals == 1 ? "*:00" : "*:\(minute)/\(rituals * minutes)"
            text += """

                [[ritual]]
                id = "walk-\(number)"
                body = "\(words(of: number))"
                sensitivity = "public"
                schedule = { calendar = "*-*-* \(times):00" }
                \(keys)

                """
        }
        return text
    }

    /// What the message of a round says, as those of the rounds do in which it is the same ritual's turn.
    func words(of round: Int) -> String { "This is the turn of \(round % rituals)." }

    /// How the ledger calls the occurrence of a round.
    func occurrence(of round: Int) -> String {
        "walk-\(round % rituals) 2026-01-09T\(time(of: round))"
    }

    private func time(of round: Int, later: Int = 0) -> String {
        let minute = round * minutes + later
        return String(format: "%02d:%02d", 4 + minute / 60, minute % 60)
    }

    /// A second after a round's ritual is due, or so many minutes later.
    func clock(of round: Int, later: Int = 0) -> FakeClock {
        FakeClock("2026-01-09 \(time(of: round, later: later)):01")
    }

    /// What is there while the daemon's writes are counted.
    private var marker: String { home.folder.path("counted") }

    /// Has the daemon's writes counted from now on.
    func arm() throws {
        try home.folder.write("", to: "counted")
    }

    func disarm() {
        try? FileManager.default.removeItem(atPath: marker)
    }

    /// Starts a daemon that is killed at its `number`-th counted write.
    func launch(at clock: FakeClock, killedAt number: Int) throws -> RunningDaemon {
        let faketime = try #require(clock.environment?["LD_PRELOAD"], "faketime is not installed")
        return try home.launch(
            at: clock,
            environment: [
                "LD_PRELOAD": "\(faketime) \(library)", "KILL_AT": "\(number)",
                "KILL_WHILE": marker,
            ]
        )
    }

    /// Returns once the messages of all rounds until this one have appeared on a service.
    func await(_ round: Int, on way: Way) async throws {
        try await self.await(on: way) { $0.appeared.count >= round }
    }

    /// Returns once a service does not show the message of a round any more.
    func awaitClear(of round: Int, on way: Way) async throws {
        try await self.await(on: way) { service in
            !service.shown.contains { $0.contains(words(of: round)) }
        }
    }

    private func await(on way: Way, until isThere: (FakeService) -> Bool) async throws {
        let service = try #require(services[way])
        while true {
            let seen = service.answered.events.count
            guard !isThere(service) else {
                return
            }
            _ = try await service.answered.first(from: seen)
        }
    }

    /// Whether the messages of the rounds appeared on a service, each once and in order.
    func hasShown(rounds: ClosedRange<Int>, on way: Way) -> Bool {
        let appeared = services[way]?.appeared ?? []
        return appeared.count == rounds.count
            && zip(appeared, rounds).allSatisfy { $0.contains(words(of: $1)) }
    }

    /// Says *done* to a round's message where it was read, as often as a service may pass it on.
    func answer(_ round: Int, by way: Way, times: Int) throws {
        let service = try #require(services[way])
        let message = try #require(
            service.requests.events.last { $0.body.contains(words(of: round)) }
        )
        let body = JSON(text: message.body) ?? .null
        for _ in 0..<times {
            switch way {
            case .phone:
                service.press(try #require(body["actions"].elements.first?["body"].string))
            case .bot:
                let row = body["reply_markup"]["inline_keyboard"].elements.first?.elements
                service.press(try #require(row?.first?["callback_data"].string))
            case .room:
                let event = "$" + (message.path.split(separator: "/").last ?? "")
                service.react("✅", to: event, by: "@alex:matrix.example")
            }
        }
    }

    /// The ledger as Python reads it.
    func ledger() async throws -> JSON {
        let script = """
            import json, sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            def rows(query):
                return [" ".join(map(str, row)) for row in database.execute(query)]
            print(json.dumps({
                "words": rows("SELECT ritual, start, kind, partner FROM facts ORDER BY sequence"),
                "open": rows("SELECT channel, kind, state FROM deliveries WHERE state <> 'withdrawn'"),
                "delivered": rows("SELECT ritual, channel FROM deliveries JOIN nudges ON nudges.id = nudge"
                    " WHERE state = 'delivered'"),
            }))
            """
        let result = try await CommandResult.of(
            "/usr/bin/python3",
            ["-c", script, home.folder.path("state/ledger.sqlite")],
            environment: [:]
        )
        #expect(result.exit == .status(0), "\(result)")
        return JSON(text: result.text) ?? .null
    }
}
