package import CivilTime
package import Household

/// What a planner needs to go on where the last one stopped.
package struct PlannerMemory: Hashable, Sendable {
    /// Up to where everything has been decided; `nil` in a new ledger.
    ///
    /// It lies after now where the clock was ahead.
    package var through: Instant?
    /// Up to where all had been decided before the clock leapt ahead; `nil` where it did not.
    ///
    /// It is as far as what was written shows it; now, where nothing does.
    package var beforeLeap: Instant?
    /// Stages that are decided although they were due after `through`, or after `beforeLeap` where the
    /// clock was ahead, with their verdicts.
    package var decidedAhead: [StageKey: Verdict]
    /// Stages that are decided and were due in the `remembered` time before that.
    ///
    /// A change of quiet hours, of a duration or of a zone's law can give them a new time after
    /// `through`; they are decided all the same.
    package var decided: Set<StageKey>
    /// Those of `decided` that were made silent before their time, by a word that can be taken back.
    package var early: Set<StageKey>
    /// Everything said about occurrences whose nudges may still be open, with each *later* and move
    /// that was taken back, and the last *done* or *skipped* of every ritual, in the order in which it was said.
    package var outcomes: [Outcome]
    /// The holds that ended in the `remembered` time or later, in the order they were said.
    package var holds: [Hold]
    /// The good moments of the `remembered` time, in the order in which they were kept.
    package var moments: [Moment]
    /// All that was said of prompts, with what was taken back, in the order in which it was said.
    package var marks: [PromptMark]
    /// Since when each ritual is kept that ever was.
    package var kept: [String: Instant]
    /// The titles of those, as they were last.
    package var titles: [String: String]
    /// The occurrences whose record was erased and that a change of config could bring up again.
    package var forgotten: Set<OccurrenceKey>

    /// How far back decisions and outcomes are remembered: longer than a year's ladder, its
    /// follow-up and its nags.
    package static let remembered = Duration.seconds(400 * 86_400)

    package init(
        through: Instant? = nil,
        beforeLeap: Instant? = nil,
        decidedAhead: [StageKey: Verdict] = [:],
        decided: Set<StageKey> = [],
        early: Set<StageKey> = [],
        outcomes: [Outcome] = [],
        holds: [Hold] = [],
        moments: [Moment] = [],
        marks: [PromptMark] = [],
        kept: [String: Instant] = [:],
        titles: [String: String] = [:],
        forgotten: Set<OccurrenceKey> = []
    ) {
        self.through = through
        self.beforeLeap = beforeLeap
        self.decidedAhead = decidedAhead
        self.decided = decided
        self.early = early
        self.outcomes = outcomes
        self.holds = holds
        self.moments = moments
        self.marks = marks
        self.kept = kept
        self.titles = titles
        self.forgotten = forgotten
    }
}
