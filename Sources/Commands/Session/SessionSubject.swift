import ControlAPI
import Household

/// What is led, for whom, and what it is recorded as.
struct SessionSubject {
    /// What becomes of it at its end.
    enum Record {
        /// It is done.
        case done(OutcomeRequest)
        /// The daemon would not count it, and says why.
        case refused(ritual: String, reason: String)
        /// No daemon answers.
        case noDaemon(ritual: String)
        /// No ritual of the household is of this practice.
        case noRitual(practice: String)
    }

    var title: String
    var script: SessionScript
    /// The names of those who take part.
    var people: [String]
    /// What to talk about.
    var prompts: [String] = []
    var sensitivity: Sensitivity
    var record: Record

    /// What a person types for it: the id of the ritual, or the name of the practice.
    var name: String {
        switch record {
        case .done(let request): request.ritual
        case .refused(let ritual, _), .noDaemon(let ritual): ritual
        case .noRitual(let practice): practice
        }
    }
}

/// The questions of a session, one a round.
struct SessionPrompts {
    let ritual: Ritual
    let rounds: Int
    /// What is passed over, unless it is asked for by its number.
    var never: Set<String> = []

    /// All that the ritual may ask, in order.
    private var all: [String] { ritual.deck?.prompts.map(\.text) ?? ritual.prompts }

    /// Those of an occurrence, whose prompt is one a line, and those behind them where there are more rounds.
    func of(_ prompt: String?) -> [String] {
        let asked = prompt.map { $0.split(separator: "\n").map(String.init) } ?? []
        guard let last = asked.last, let place = all.firstIndex(of: last), asked.count < rounds
        else {
            return asked
        }
        let behind = all[(place + 1)...] + all[...place]
        return asked
            + behind.filter { !asked.contains($0) && !never.contains($0) }
            .prefix(rounds - asked.count)
    }

    /// Those that begin at the one with that number; the first is 1.
    func from(_ number: Int) throws -> [String] {
        guard !all.isEmpty else {
            throw CommandFailure(.failed, "--prompt: '\(ritual.id)' asks nothing")
        }
        guard all.indices.contains(number - 1) else {
            throw CommandFailure(
                .failed,
                "--prompt: \(number) is not between 1 and \(all.count)"
            )
        }
        let count = max(rounds, ritual.deck?.each ?? 1)
        let behind = (all[number...] + all[..<(number - 1)]).filter { !never.contains($0) }
        return [all[number - 1]] + behind.prefix(count - 1)
    }
}
