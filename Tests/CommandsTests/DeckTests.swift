import CivilTime
import Commands
import Foundation
import Household
import TestKit
import Testing

@testable import ControlAPI

/// `deck`, `moment` and `digest`: what they ask the daemon, and what they say without one.
struct DeckTests {
    private func ritualctl() throws -> Ritualctl {
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = true
        ritualctl.environment["COLUMNS"] = "100"
        try ritualctl.daemon.answerWithExamples()
        return ritualctl
    }

    @Test(arguments: [
        (
            ["deck", "never", "become", "at", "seven"],
            #"{"deck":null,"mark":"never","number":null,"partner":null,"prompt":"become at seven"}"#
        ),
        (
            ["deck", "favourite"],
            #"{"deck":null,"mark":"favourite","number":null,"partner":null,"prompt":null}"#
        ),
        (
            ["deck", "again", "12", "--deck", "stories", "--partner", "sam"],
            #"{"deck":"stories","mark":"again","number":12,"partner":"sam","prompt":null}"#
        ),
        (["moment", "you", "sang"], #"{"partner":null,"words":"you sang"}"#),
        (["moment", "you sang", "--partner", "alex"], #"{"partner":"alex","words":"you sang"}"#),
    ])
    func `what is said is asked of the daemon`(_ words: [String], _ body: String) throws {
        let ritualctl = try ritualctl()
        let result = try ritualctl.run(words)
        #expect(result.code == 0, "\(result)")
        #expect(ritualctl.daemon.bodies == [body])
    }

    @Test func `a moment is read from standard input`() throws {
        var ritualctl = try ritualctl()
        ritualctl.input = Array("we laughed\nand laughed\n".utf8)
        ritualctl.isTerminal = false
        #expect(try ritualctl.run("moment", "-").code == 0)
        #expect(ritualctl.daemon.bodies == [#"{"partner":null,"words":"we laughed\nand laughed"}"#])
        ritualctl.input = Array(" \n".utf8)
        #expect(
            try ritualctl.run("moment", "-").errors == "ritualctl: the moment: no text was given\n"
        )
    }

    @Test(arguments: [
        (["deck", "again"], "which prompt? give a part of it, or its number with --deck NAME"),
        (["moment", "--partner", "sam"], "--partner goes with the words of a moment"),
        (
            ["moment", String(repeating: "x", count: 1_001)],
            "the moment is 1001 characters long; at most 1000 are allowed"
        ),
        (["digest", "--days", "0"], "--days"),
    ])
    func `what it does not understand is bad usage`(_ words: [String], _ message: String) throws {
        let result = try ritualctl().run(words)
        #expect(result.code == 64 && result.errors.contains(message), "\(result)")
    }

    @Test func `what was taken back is shown, with how to say it again`() throws {
        let ritualctl = try ritualctl()
        let said: Instant = "2026-01-07T20:10:00Z"
        try ritualctl.daemon.answer(
            .undo,
            with: UndoMessage(undone: .never, prompt: "Which rule?", deck: "stories", said: said)
        )
        #expect(
            try ritualctl.run("undo", "--no-color").output == """
                “never” is taken back: “Which rule?”
                'ritualctl deck never "Which rule?"' says it again

                """
        )
        try ritualctl.daemon.answer(
            .undo,
            with: UndoMessage(
                undone: .moment,
                partner: "sam",
                note: "rain\non the roof",
                said: said
            )
        )
        let moment = try ritualctl.run("undo", "--no-color").output
        #expect(moment.hasPrefix("“moment” by sam is taken back: “rain on the roof”\n"))
    }

    @Test func `a private deck is not written into a pipe, but for --json`() throws {
        var ritualctl = try ritualctl()
        ritualctl.isTerminal = false
        var deck = DeckMessage(
            name: "closeness",
            rituals: ["closeness-questions"],
            sensitivity: .private,
            inOrder: true,
            isKnown: true
        )
        deck.left = [DeckMessage.Prompt(number: 1, prompt: "Which three words?")]
        try ritualctl.daemon.answer(.deck, with: deck)
        #expect(try !ritualctl.run("deck", "closeness").output.contains("three words"))
        #expect(try ritualctl.run("deck", "closeness", "--json").output.contains("three words"))
        ritualctl.isTerminal = true
        #expect(
            try ritualctl.run("deck", "closeness", "--no-color").output.contains(
                "1  Which three words?"
            )
        )
    }

    // MARK: - Without a daemon

    private func offline(_ config: String, _ words: String...) throws -> Ritualctl.Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rituald-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rituald/config.toml")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(config.utf8).write(to: file)
        var ritualctl = Ritualctl()
        ritualctl.environment["XDG_CONFIG_HOME"] = folder.path
        ritualctl.daemon.failure = .noDaemon("Connection refused")
        return try ritualctl.run(words)
    }

    private static let config = """
        [[partner]]
        id = "alex"
        [[ritual]]
        template = "story-swap"
        [[ritual]]
        template = "check-in"
        """

    @Test func `without a daemon the config says which decks there are, and what they ask`() throws
    {
        let list = try offline(Self.config, "deck")
        #expect(
            list.code == 0 && list.output.contains("stories  24 prompts  story-swap"),
            "\(list)"
        )
        #expect(list.errors == "ritualctl: rituald does not run, so what was asked is not known\n")
        let deck = try offline(Self.config, "deck", "story")
        #expect(deck.output.hasPrefix("stories  for story-swap\nPrompts\n"), "\(deck)")
        #expect(deck.output.split(separator: "\n").count == 26)
        let none = try offline(Self.config, "deck", "check-in")
        #expect(none.code == 1 && none.errors.contains("'check-in' asks from no deck"), "\(none)")
        let unknown = try offline(Self.config, "deck", "moon")
        #expect(unknown.code == 1)
        #expect(
            unknown.errors.contains("no ritual asks from a deck 'moon'; the decks are 'stories'")
        )
    }

    @Test func `what cannot be said without a daemon says so`() throws {
        #expect(try offline(Self.config, "deck", "never", "1").code == 69)
        #expect(try offline(Self.config, "moment").code == 69)
        #expect(try offline("[[partner]]\nid = 1\n", "deck").code == 69)
    }
}
