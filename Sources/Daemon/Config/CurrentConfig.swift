import CivilTime
import Delivery
import Household
import Settings
import Synchronization

/// What is known about the config that is kept, and about the last one that was refused.
final class CurrentConfig: Sendable {
    struct State: Sendable {
        var path: String
        var loaded: Instant
        var rituals: Int
        var partners: Int
        var machine: Machine
        var warnings: [Diagnostic]
        var rejected: [Diagnostic] = []
    }

    private let state: Mutex<State>
    /// Whether standard output is the journal, where nobody sees a nudge.
    let isOutputJournal: Bool

    init(
        path: String,
        household: Household,
        machine: Machine = Machine(),
        diagnostics: [Diagnostic],
        isOutputJournal: Bool = false,
        at instant: Instant
    ) {
        self.isOutputJournal = isOutputJournal
        state = Mutex(Self.state(path, household, machine, diagnostics, instant))
    }

    var current: State { state.withLock { $0 } }

    /// `9 rituals for two partners`.
    var summary: String {
        let state = current
        return CountPhrase.household(rituals: state.rituals, partners: state.partners)
    }

    func keep(_ household: Household, of read: ReadConfig, at instant: Instant) {
        state.withLock {
            $0 = Self.state($0.path, household, read.machine, read.diagnostics, instant)
        }
    }

    func reject(_ diagnostics: [Diagnostic]) {
        state.withLock { $0.rejected = diagnostics }
    }

    private static func state(
        _ path: String,
        _ household: Household,
        _ machine: Machine,
        _ diagnostics: [Diagnostic],
        _ instant: Instant
    ) -> State {
        State(
            path: path,
            loaded: instant,
            rituals: household.rituals.count { $0.isEnabled },
            partners: household.partners.count,
            machine: machine,
            warnings: diagnostics
        )
    }
}
