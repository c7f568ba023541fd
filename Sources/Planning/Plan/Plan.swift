package import CivilTime
package import Household
import Recurrence

/// What stands: a household, its rituals as time passes, and all that was said and decided.
///
/// A plan is only read; each question is a function of it, and `Planner` makes the changes. Everything due up
/// to `through` is decided.
package struct Plan: Sendable {
    package let household: Household
    /// Everything due up to here is decided.
    package internal(set) var through: Instant
    var tracks: [Track]
    /// The place of each ritual's track, by its id.
    let indexes: [String: Int]
    package internal(set) var outcomes: OutcomeLog
    package internal(set) var holds: Holds
    package internal(set) var keepsakes: Keepsakes
    var settled: SettledStages
    /// The rituals that have others silent while they last, by the ids of those.
    let quieting: [String: [String]]
    /// The places of the rituals that wait for kept weeks, or did.
    let waiting: [Int]
    /// Since when each ritual is kept, those that are kept no longer too.
    var kept: [String: Instant]
    /// The title of each, as it was last.
    package internal(set) var titles: [String: String]

    /// How long after its start an occurrence is counted on to be laid out anew, at the least.
    private static let memorable = Duration.seconds(40 * 86_400)

    /// The plan of a household by what the ledger remembers.
    init(_ household: Household, memory: PlannerMemory, through: Instant) {
        let silent = memory.decidedAhead.filter { $0.value.isSilent }
        self.init(
            household,
            through: through,
            outcomes: OutcomeLog(memory.outcomes),
            holds: Holds(memory.holds),
            keepsakes: Keepsakes(moments: memory.moments, marks: memory.marks),
            settled: SettledStages(
                memory.decided.union(memory.decidedAhead.keys),
                early: memory.early.union(silent.keys),
                forgotten: memory.forgotten
            ),
            kept: memory.kept,
            titles: memory.titles
        )
    }

    /// The plan of a household that takes the place of another.
    ///
    /// What was waiting by the old one is carried over by name, be its time in the past now or not.
    init(_ household: Household, replacing old: Plan) {
        self.init(
            household,
            through: old.through,
            outcomes: old.outcomes,
            holds: old.holds,
            keepsakes: old.keepsakes,
            settled: old.settled,
            kept: old.kept,
            titles: old.titles,
            // What was waiting by the old config may lie before all that is due by the new one.
            margin: .seconds(2 * 86_400) + old.reach,
            begun: old.begun
        ) { key in Set(old.undecided(of: key).map(\.key)) }
    }

    private init(
        _ household: Household,
        through: Instant,
        outcomes: OutcomeLog,
        holds: Holds,
        keepsakes: Keepsakes,
        settled: SettledStages,
        kept: [String: Instant],
        titles: [String: String],
        margin: Duration = .zero,
        begun waiting: [String: Set<OccurrenceKey>] = [:],
        carried: (OccurrenceKey) -> Set<StageKey> = { _ in [] }
    ) {
        self.household = household
        self.through = through
        self.outcomes = outcomes
        self.holds = holds
        self.keepsakes = keepsakes
        self.kept = kept
        self.titles = titles
        self.settled = settled
        // By index: a copy of all rituals would be as large as the household.
        let rituals = household.rituals
        let places = rituals.indices.filter { rituals[$0].isEnabled }
        indexes = Dictionary(
            places.enumerated().map { (rituals[$1].id, $0) },
            uniquingKeysWith: { $1 }
        )
        self.waiting = places.indices.filter { rituals[places[$0]].afterKept != nil }
        quieting = Absorption.quieting(among: rituals)
        let dates = Self.dates(among: rituals)
        let begun = settled.begun(of: rituals).merging(waiting) { $0.union($1) }
        tracks = places.map { place in
            let ritual = rituals[place]
            return Track(
                OccurrenceBuilder(
                    place,
                    of: rituals,
                    partners: household.partners(of: ritual),
                    coalescesWith: ritual.isMilestone ? dates : [],
                    rests: household.rests(of: ritual)
                ),
                former: FormerOccurrences(
                    ritual,
                    begun: begun[ritual.id] ?? [],
                    outcomes,
                    through: through
                ),
                begins: KeptWeeksProgress.begin(
                    of: ritual,
                    outcomes,
                    kept: kept[ritual.id],
                    through
                ),
                through: through,
                margin: margin,
                outcomes: outcomes,
                carried: carried
            )
        }
        self.settled.remember(for: max(Self.memorable, reach), through: through, outcomes)
    }

    /// The dates that a milestone is told with, where there is a milestone.
    private static func dates(among rituals: [Ritual]) -> [Ritual] {
        guard rituals.contains(where: { $0.isEnabled && $0.isMilestone }) else {
            return []
        }
        return rituals.filter { $0.isEnabled && $0.isDate && !$0.isMilestone }
    }

    /// No stage of any occurrence is due later after its start than this.
    private var reach: Duration { tracks.lazy.map(\.builder.reach).max() ?? .zero }

    /// The occurrences that have begun and whose start waits for the end of quiet hours or of a rest, by the id of
    /// their ritual: the ledger does not know of them yet.
    private var begun: [String: Set<OccurrenceKey>] {
        var begun: [String: Set<OccurrenceKey>] = [:]
        for track in tracks where track.builder.canWait {
            let waiting = track.begun(by: through, outcomes).filter { occurrence in
                occurrence.steps.contains { step in
                    step.due > through && [.start, .snooze, .lead].contains(step.stage.kind)
                }
            }
            begun[track.ritual.id] = waiting.isEmpty ? nil : Set(waiting.map(\.key))
        }
        return begun
    }
}
