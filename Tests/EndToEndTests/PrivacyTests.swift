import Foundation
import TestKit
import Testing

/// What is nobody's business, looked for from outside.
@Suite(.timeLimit(.minutes(2)))
struct PrivacyTests {
    private static let config = """
        [household]
        time_zone = "UTC"
        discreet_title = "Something nice"

        [[partner]]
        id = "alex"

        [[partner]]
        id = "sam"

        [channel.stdout]
        type = "stdout"

        [[ritual]]
        id = "hidden-ritual"
        title = "Unspoken evening"
        prompts = ["What was murmured?"]
        schedule = { every = "day", at = "19:00" }
        sensitivity = "secret"

        [[ritual]]
        id = "walk"
        schedule = { every = "day", at = "12:00" }

        """

    private static let words = ["hidden-ritual", "Unspoken", "murmured"]

    @Test func `a secret ritual is told and logged without its name, and shown to its owner`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 18:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let nudge = try await daemon.nudge(of: "reminder")
        #expect(nudge["title"] == "Something nice" && nudge["sensitivity"] == "secret")
        #expect("\(try await home.json("upcoming"))".contains("Unspoken evening"))
        #expect(try await daemon.stop() == .status(0))
        let said = [daemon.nudges, daemon.log, daemon.notifications].flatMap(\.events)
        for word in Self.words {
            #expect(!said.contains { $0.contains(word) }, "\(word) in \(said)")
        }
    }

    @Test func `a discreet channel names nothing, and a machine speaks for whoever sits there`()
        async throws
    {
        let config = Self.config.replacing(
            "type = \"stdout\"",
            with: "type = \"stdout\"\nshow = \"discreet\"\npartner = \"alex\""
        )
        let home = try DaemonHome(config: "[machine]\npartner = \"alex\"\n" + config)
        try await home.settle(at: "2026-01-09 11:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 11:59:58"))
        let nudge = try await daemon.nudge(of: "reminder")
        #expect(nudge["title"] == "A moment for the two of you")
        #expect(nudge["body"] == "Friday 9 January at 12:00")
        #expect(try await home.json("done", "walk")["partner"] == "alex")
        #expect(try await daemon.stop() == .status(0))
        #expect(!daemon.nudges.events.contains { $0.contains("walk") || $0.contains("sam") })
    }

    @Test func `what is forgotten is in no file of the state directory any more`() async throws {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 18:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        _ = try await daemon.nudge(of: "reminder")
        let done = try await home.ritualctl("done", "hidden-ritual", "--note", "we cried")
        #expect(done.exit == .status(0), "\(done)")
        let refused = try await home.ritualctl("forget", "hidden-ritual")
        #expect(refused.exit == .status(64), "\(refused)")
        #expect(try !files(of: home, holding: "we cried").isEmpty)
        let forgotten = try await home.json("forget", "hidden-ritual", "--yes")
        let counts = forgotten["counts"]
        #expect(counts["occurrences"] == 1 && counts["notes"] == 1)
        for word in ["we cried", "hidden-ritual@2026-01-09", "Unspoken", "murmured"] {
            #expect(try files(of: home, holding: word).isEmpty, "\(word)")
        }
        #expect(try await home.json("history")["counts"]["done"] == 0)
        #expect(try await daemon.stop() == .status(0))
        #expect(try files(of: home, holding: "we cried").isEmpty)
    }

    @Test func `what an undo takes back is in no file any more`() async throws {
        let home = try DaemonHome(config: Self.config)
        // What was over before the ledger began cannot be done.
        try await home.settle(at: "2026-01-09 11:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:00:00"))
        let done = try await home.ritualctl("done", "walk", "--note", "we quarrelled")
        #expect(done.exit == .status(0), "\(done)")
        #expect(try !files(of: home, holding: "we quarrelled").isEmpty)
        _ = try await home.ritualctl("undo")
        #expect(try files(of: home, holding: "we quarrelled").isEmpty)
        #expect(try await daemon.stop() == .status(0))
    }

    private func files(of home: DaemonHome, holding text: String) throws -> [String] {
        let state = home.folder.path("state")
        return try FileManager.default.contentsOfDirectory(atPath: state).filter { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(state)/\(name)"))
            return data.range(of: Data(text.utf8)) != nil
        }
    }
}
