import CivilTime
import Rituals

/// Somebody who remembers decisions when the ledger does not: the journal.
protocol DecisionWitness: Sendable {
    /// The decisions made after `instant` that need not be made again: those that told nothing, and
    /// those whose nudge reached somebody.
    func decisions(since instant: Instant) throws -> [Decision]
}

/// Remembers nothing.
struct NoWitness: DecisionWitness {
    func decisions(since instant: Instant) throws -> [Decision] {
        throw WitnessError.absent
    }
}

/// Why the journal cannot be asked.
enum WitnessError: Error, CustomStringConvertible {
    case absent
    case unreadable(String)

    var description: String {
        switch self {
        case .absent: "there is no journal"
        case .unreadable(let reason): "the journal cannot be read: \(reason)"
        }
    }
}
