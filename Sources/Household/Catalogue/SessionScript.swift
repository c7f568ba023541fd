package import CivilTime

/// How a guided session goes: its turns in order, all of them as often as there are rounds.
package struct SessionScript: Hashable, Sendable {
    package var rounds: Int
    /// Whether only the time is shown while it lasts.
    package var isSilent: Bool
    package var turns: [Turn]

    package init(rounds: Int = 1, isSilent: Bool = false, turns: [Turn]) {
        self.rounds = rounds
        self.isSilent = isSilent
        self.turns = turns
    }

    /// One part of a round.
    package struct Turn: Hashable, Sendable {
        package var speaks: Speaker
        /// How long it is; for `each`, how long it is for each of them.
        package var length: Span
        /// What this turn is for.
        package var topic: String
        /// What whoever does not speak does meanwhile.
        package var listener: String?

        package init(speaks: Speaker, length: Span, topic: String, listener: String? = nil) {
            self.speaks = speaks
            self.length = length
            self.topic = topic
            self.listener = listener
        }
    }

    package enum Speaker: String, Hashable, Sendable, CaseIterable {
        /// One after the other, each for the turn's length.
        case each
        /// All of them, as they like.
        case together
    }

    /// How long it takes so many people, in seconds.
    package func seconds(for people: Int) -> Int64 {
        let round = turns.map { $0.length.seconds * ($0.speaks == .each ? Int64(people) : 1) }
        return round.reduce(0, +) * Int64(rounds)
    }
}
