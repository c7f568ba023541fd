import Foundation
import Glibc
import TestKit
import Testing

/// Two partners and three channels together: a desktop with dunst, a room of a real Matrix homeserver, a phone.
@Suite(.timeLimit(.minutes(5)))
struct EverywhereTests {
    /// Where the message is answered, and where it is cleared.
    enum Door: String, CaseIterable, Sendable {
        case desk, room, phone
    }

    private static let household = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"
        matrix = "@alex:matrix.example"

        [[partner]]
        id = "sam"
        matrix = "@sam:matrix.example"

        [channel.desk]
        type = "desktop"

        """

    /// The three channels, and a clock that a file sets: the timer of the process does not follow it, as
    /// in deep sleep.
    private final class Flat {
        let home: DaemonHome
        let phone: FakeService
        let room: SynapseRoom
        let bus: SessionBus
        let screen: DunstDesktop
        private(set) var dunst: ChildProcess
        private let system: SessionBus
        private let logind: MockedLogind
        private let environment: [String: String]

        init() async throws {
            room = try await SynapseRoom()
            phone = try FakeService(.ntfy)
            home = try DaemonHome(config: "")
            let ritual = "sensitivity = \"public\"\nduration = \"6h\""
            try home.write(
                config: EverywhereTests.household + """

                    [channel.phone]
                    type = "webhook"
                    preset = "ntfy"
                    url = "\(phone.url("/us"))"
                    listen = true

                    """ + room.channel + TestConfig.daily("walk", at: "19:00", ritual)
                    + TestConfig.daily("tea", at: "20:30", ritual)
            )
            try await home.settle(at: "2026-01-09 12:00:00")
            system = try await SessionBus(in: home.folder, isSystem: true)
            logind = try await MockedLogind(on: system, in: home.folder)
            bus = try await SessionBus(in: home.folder)
            screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
            dunst = try await screen.start()
            var environment = try #require(FakeClock("").environment, "faketime is not installed")
            environment["FAKETIME"] = nil
            environment["FAKETIME_TIMESTAMP_FILE"] = home.folder.path("clock")
            environment["FAKETIME_NO_CACHE"] = "1"
            self.environment = environment.merging(SessionBus.environment(in: home.folder)) { $1 }
        }

        deinit {
            dunst.end()
        }

        func set(_ time: String) throws {
            try home.folder.write("@2026-01-09 \(time)", to: "clock")
        }

        /// Starts a daemon just after the walk is due, and returns once it is shown everywhere.
        func told() async throws -> RunningDaemon {
            try set("19:00:01")
            let daemon = try await home.start(at: nil, environment: environment)
            try await shown(1)
            try await home.awaitEmptyOutbox()
            // Whatever is said from now on is heard.
            _ = try await phone.requests.first { $0.path.contains("/json") }
            return daemon
        }

        /// Returns once so many messages are shown, each for both, and the ledger knows of each.
        func shown(_ count: Int) async throws {
            while phone.shown.count != count {
                let seen = phone.answered.events.count
                if phone.shown.count != count {
                    _ = try await phone.answered.first(from: seen)
                }
            }
            let title = count == 1 ? "Walk" : "Tea"
            try await bus.message("Notify") {
                $0.count > 3 && $0[3].string?.hasPrefix(title) == true
            }
            _ = try await room.messages(count, shown: count)
        }

        /// Answers the message of the walk, and returns when.
        func answer(by door: Door) async throws -> Double {
            switch door {
            case .desk:
                try await screen.click(.menu)
                return try await bus.time(of: "ActionInvoked")
            case .room:
                let begun = Date().timeIntervalSince1970
                try await room.ask("react sam - ✅")
                return begun
            case .phone:
                let message = try #require(phone.requests.events.first { $0.path == "/" })
                let button = JSON(text: message.body)?["actions"].elements.first
                let token = try #require(button?["body"].string)
                let begun = Date().timeIntervalSince1970
                phone.press(token)
                return begun
            }
        }

        /// When the message of the walk was cleared from a channel, as that tells it.
        func cleared(from door: Door) async throws -> Double {
            switch door {
            case .desk: return try await bus.time(of: "CloseNotification")
            case .room: return try #require(try await room.messages(1, shown: 0).first ?? nil)
            case .phone: return try await phone.requests.first { $0.method == "DELETE" }.time
            }
        }

        /// The machine wakes up at a time.
        func wake(at time: String) async throws {
            try set(time)
            try await logind.wakeUp()
        }

        func restartDesktop() async throws {
            dunst.end()
            _ = try await dunst.exit()
            dunst = try await screen.start()
        }

        /// What was said of the walk.
        func said() async throws -> [String] {
            let story = try await home.json("why", "walk", "2026-01-09")
            return story["occurrences"].elements.flatMap { $0["outcomes"].elements }.map {
                "\($0["outcome"].string ?? "?") \($0["partner"].string ?? "-")"
            }
        }
    }

    @Test(arguments: Door.allCases)
    func `what is done on one is cleared from the others within a second`(door: Door) async throws {
        let flat = try await Flat()
        let daemon = try await flat.told()
        let begun = try await flat.answer(by: door)
        var ends: [Double] = []
        for other in Door.allCases where other != door {
            ends.append(try await flat.cleared(from: other))
        }
        let length = try #require(ends.max()) - begun
        #expect((0..<1).contains(length), "\(length) s")
        if ProcessInfo.processInfo.environment["RITUALD_FIGURES"] != nil {
            print("done on \(door), cleared everywhere after \(Int(length * 1_000)) ms")
        }
        // The place where it was answered is cleared too.
        _ = try await flat.cleared(from: door)
        try await flat.home.awaitEmptyOutbox()
        #expect(try await flat.said() == ["done -"])
        try await daemon.noTransfer()
        #expect(flat.phone.appeared.count == 1)
        #expect(try await daemon.stop() == .status(0))
    }

    @Test(arguments: [Door.room, .phone])
    func `what is done while the machine sleeps is cleared once it is awake`(door: Door)
        async throws
    {
        let flat = try await Flat()
        let daemon = try await flat.told()
        daemon.process.send(SIGSTOP)
        flat.phone.hangUp()
        _ = try await flat.answer(by: door)
        try flat.set("19:40:00")
        daemon.process.send(SIGCONT)
        try await flat.wake(at: "19:40:00")
        for other in Door.allCases {
            _ = try await flat.cleared(from: other)
        }
        try await flat.home.awaitEmptyOutbox()
        #expect(try await flat.said() == ["done -"])
        #expect(flat.phone.appeared.count == 1)
        #expect(try await daemon.stop() == .status(0))
    }

    @Test(arguments: Door.allCases)
    func `a channel that was away for an hour is cleared once it is back, and shows it no more`(
        away: Door
    ) async throws {
        let flat = try await Flat()
        let daemon = try await flat.told()
        switch away {
        case .desk:
            flat.dunst.end()
            _ = try await flat.dunst.exit()
        case .room: try await flat.room.ask("stop")
        case .phone:
            flat.phone.set(away: true)
            flat.phone.hangUp()
        }
        #expect(try await flat.home.ritualctl("done", "walk").exit == .status(0))
        for other in Door.allCases where other != away {
            _ = try await flat.cleared(from: other)
        }
        let state = try await flat.home.json("outbox", "list")
        let kept = state.elements.first { $0["channel"] == .text(away.rawValue) }
        #expect(kept?["kind"] == "withdraw", "\(state)")

        switch away {
        case .desk: try await flat.restartDesktop()
        case .room: try await flat.room.ask("start")
        case .phone: flat.phone.set(away: false)
        }
        // An hour later, and then at the time of another ritual, which comes to the same channels.
        try await flat.wake(at: "20:05:00")
        if away != .desk {
            _ = try await flat.cleared(from: away)
        }
        try await flat.home.awaitEmptyOutbox()
        try await flat.wake(at: "20:30:01")
        _ = try await flat.room.messages(2, shown: 1)
        try await flat.bus.message("Notify") {
            $0.count > 3 && $0[3].string?.hasPrefix("Tea") == true
        }
        try await flat.home.awaitEmptyOutbox()
        #expect(flat.phone.shown.count == 1)
        #expect(flat.phone.appeared.count == 2)
        let walks = flat.bus.messages("Notify").filter { $0[3].string?.hasPrefix("Walk") == true }
        #expect(walks.count == 1)
        #expect(try await daemon.stop() == .status(0))
    }
}

extension SessionBus {
    /// When the first message of a name was said, in seconds of the epoch.
    fileprivate func time(of member: String) async throws -> Double {
        try await message(member)
        return times(of: member).first ?? 0
    }
}
