import CivilTime
import Household
import TestKit
import Testing

@testable import Commands

/// Which questions a session of several rounds asks.
struct SessionPromptsTests {
    private func prompts(rounds: Int, never: Set<String>) throws -> SessionPrompts {
        var ritual = try Ritual.of("talk", .daily("20:30"), zone: .utc)
        ritual.deck = Deck(
            name: "letters",
            prompts: ["a", "b", "c", "d"].map { Deck.Prompt(text: $0) },
            isDeepening: true
        )
        return SessionPrompts(ritual: ritual, rounds: rounds, never: never)
    }

    @Test func `later rounds pass over what was never to come again`() throws {
        #expect(try prompts(rounds: 3, never: []).of("b") == ["b", "c", "d"])
        #expect(try prompts(rounds: 3, never: ["c"]).of("b") == ["b", "d", "a"])
        #expect(try prompts(rounds: 3, never: ["c", "d", "a"]).of("b") == ["b"])
    }

    @Test func `a prompt comes by its number, and what follows passes over`() throws {
        #expect(try prompts(rounds: 1, never: ["c"]).from(3) == ["c"])
        #expect(try prompts(rounds: 3, never: ["c", "d"]).from(3) == ["c", "a", "b"])
        #expect(throws: CommandFailure.self) { try prompts(rounds: 1, never: []).from(5) }
    }
}
