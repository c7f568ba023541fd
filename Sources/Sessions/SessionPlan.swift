package import CivilTime
package import Household

/// A session script laid out for the people who take part: one turn after the other.
package struct SessionPlan: Hashable, Sendable {
    /// What is led, such as `Check-in`.
    package var title: String
    /// The names of those who take part, in the order in which they speak.
    package var people: [String]
    /// Whether only the time is shown while it lasts.
    package var isSilent: Bool
    package var rounds: Int
    package let turns: [Turn]

    /// The time of one person, or of all of them.
    package struct Turn: Hashable, Sendable {
        /// Which round it is of; the first is 1.
        package var round: Int
        /// Who speaks, as a place in `people`; `nil` for all of them.
        package var speaker: Int?
        package var length: Duration
        package var topic: String
        /// What whoever does not speak does meanwhile.
        package var listener: String?
        /// The questions of its round.
        package var prompts: [String]
    }

    /// Lays a script out; `nil` where it has no turn, or nobody takes part.
    ///
    /// - Parameters:
    ///   - script: how the session goes.
    ///   - title: what is led.
    ///   - people: who takes part.
    ///   - prompts: what to talk about: one a round where there are several rounds and prompts, else all.
    ///   - length: that of every turn, in place of the script's.
    package init?(
        _ script: SessionScript,
        title: String,
        people: [String],
        prompts: [String] = [],
        length: Span? = nil
    ) {
        guard !people.isEmpty, !script.turns.isEmpty, script.rounds > 0 else {
            return nil
        }
        self.title = title
        self.people = people
        isSilent = script.isSilent
        rounds = script.rounds
        turns = (1...script.rounds).flatMap { round in
            script.turns.flatMap { turn in
                let speakers = turn.speaks == .each ? people.indices.map(Int?.init) : [nil]
                return speakers.map { speaker in
                    Turn(
                        round: round,
                        speaker: speaker,
                        length: .seconds((length ?? turn.length).seconds),
                        topic: turn.topic,
                        listener: speaker == nil ? nil : turn.listener,
                        prompts: Self.prompts(prompts, ofRound: round, of: script.rounds)
                    )
                }
            }
        }
    }

    /// How long it takes without a pause.
    package var length: Duration { turns.reduce(.zero) { $0 + $1.length } }

    private static func prompts(_ all: [String], ofRound round: Int, of rounds: Int) -> [String] {
        guard rounds > 1, all.count > 1 else {
            return all
        }
        return [all[(round - 1) % all.count]]
    }
}
