import CivilTime
import Planning

/// Somebody who remembers decisions when the ledger does not: the journal.
protocol DecisionLogReading: Sendable {
    /// What was decided and told at `instant` or later.
    func recoveredDecisions(since instant: Instant) throws -> RecoveredDecisions
}

/// What a decisionLog remembers.
struct RecoveredDecisions: Hashable, Sendable {
    /// A nudge that reached a channel.
    struct Arrival: Hashable, Sendable {
        var nudge: String
        var channel: String
    }

    /// The decisions that need not be made again: those that told nothing, and those whose nudge
    /// reached somebody.
    var decisions: [Decision] = []
    /// The same of secret rituals.
    var sealed: [SealedDecision] = []
    var arrivals: Set<Arrival> = []
}

/// Remembers nothing.
struct NoDecisionLog: DecisionLogReading {
    func recoveredDecisions(since instant: Instant) throws -> RecoveredDecisions {
        throw JournalError.absent
    }
}
