import CivilTime
import Household

/// The stages that are known to be decided, for as long as their occurrences may be laid out anew.
///
/// A change of quiet hours, of a duration or of a zone's law moves what is due. What was decided
/// before must not come up again under the new time, so it is known by name.
struct SettledStages: Sendable {
    private(set) var stages: Set<StageKey>
    /// Those that a word made silent before their time: taken back, they come up again.
    private(set) var early: Set<StageKey>
    /// The occurrences whose record was erased: all of their stages had their turn.
    let forgotten: Set<OccurrenceKey>
    /// How long after its scheduled start a stage is remembered.
    private var span = Duration.zero
    private var limit = 0

    init(_ stages: Set<StageKey>, early: Set<StageKey>, forgotten: Set<OccurrenceKey>) {
        self.stages = stages
        self.early = early
        self.forgotten = forgotten
    }

    /// Forgets what is too old to matter, now and from now on.
    ///
    /// - Parameters:
    ///   - span: how long after its scheduled start an occurrence may be laid out anew.
    ///   - through: up to when all is decided.
    ///   - outcomes: what was said.
    mutating func remember(for span: Duration, through: Instant, _ outcomes: OutcomeLog) {
        self.span = span
        forget(before: through, outcomes)
    }

    func contains(_ key: StageKey) -> Bool {
        stages.contains(key) || isForgotten(key)
    }

    /// Whether anything of an occurrence was decided.
    func knows(_ occurrence: OccurrenceKey) -> Bool {
        stages.contains { $0.occurrence == occurrence }
    }

    /// What is said of such an occurrence later on has stages of its own.
    private func isForgotten(_ key: StageKey) -> Bool {
        guard !forgotten.isEmpty, forgotten.contains(key.occurrence) else {
            return false
        }
        return switch key.stage {
        case .snooze, .again, .notice: false
        case .lead, .start, .end, .followUp, .nag, .digest: true
        }
    }

    func isEarly(_ key: StageKey) -> Bool {
        early.contains(key)
    }

    /// Adds what was decided by `through`, and forgets what is too old to matter.
    mutating func add(
        _ decisions: [Decision],
        through: Instant,
        _ outcomes: OutcomeLog
    ) {
        // By index: a copy of a decision is a copy of all that its nudge says.
        for index in decisions.indices {
            stages.insert(decisions[index].key)
            if decisions[index].decided < decisions[index].due, decisions[index].isSilent {
                early.insert(decisions[index].key)
            }
        }
        if stages.count > limit {
            forget(before: through, outcomes)
        }
    }

    /// Forgets verdicts that were taken back.
    mutating func remove(_ keys: some Sequence<StageKey>) {
        stages.subtract(keys)
        early.subtract(keys)
    }

    /// What somebody spoke of may have been moved far from its scheduled start, and is not forgotten.
    private mutating func forget(before through: Instant, _ outcomes: OutcomeLog) {
        // Wall times are near enough: two days make up for the widest offset.
        let earliest = CivilDateTime(
            localSeconds: (through - span - .seconds(2 * 86_400)).secondsSinceEpoch
        )
        let isKept = { (key: StageKey) in
            key.occurrence.start >= earliest || !outcomes.history(of: key.occurrence).isEmpty
        }
        stages = stages.filter(isKept)
        early = early.filter(isKept)
        limit = max(512, 2 * stages.count)
    }

    /// The occurrences of each ritual of which more than a lead was decided, by its id.
    ///
    /// Of a ladder that ends before the start its last step counts. What was made silent before its time does
    /// not: a word did it, or a clock that was ahead.
    func begun(of rituals: [Ritual]) -> [String: Set<OccurrenceKey>] {
        guard !stages.isEmpty else {
            return [:]
        }
        let last = Dictionary(
            rituals.map { ($0.id, $0.ladder.rungs.last?.stage) },
            uniquingKeysWith: { first, _ in first }
        )
        var begun: [String: Set<OccurrenceKey>] = [:]
        for key in stages where !isEarly(key) {
            switch key.stage.kind {
            case .start, .end, .snooze, .followUp, .nag: break
            case .lead where last[key.occurrence.ritual] == key.stage.first: break
            case .lead, .notice, .digest: continue
            }
            begun[key.occurrence.ritual, default: []].insert(key.occurrence)
        }
        return begun
    }
}
