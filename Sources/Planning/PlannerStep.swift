package import CivilTime
package import Household

/// What the planner answers to one event; the ledger writes it whole or not at all.
package struct PlannerStep: Hashable, Sendable {
    /// The planner has decided everything that was due up to here.
    package var through: Instant
    /// Up to where it had been decided before.
    package let began: Instant
    package var decisions: [Decision] = []
    /// What was said, where the event was that.
    package var outcomes: [Outcome] = []
    /// Words said before, with the note that they have now.
    package var noted: [Outcome] = []
    /// Words taken back, with `undone`; the ledger marks their rows.
    package var undone: [Outcome] = []
    /// Holds that end before their time; they are written before the new ones.
    package var releases: [Release] = []
    /// Holds that were said.
    package var holds: [Hold] = []
    /// Holds that were taken back: their rows are erased.
    package var unsaid: [Hold] = []
    /// Holds that stand again, because what had ended them was taken back.
    package var resumed: [Hold] = []
    /// Good moments that were kept.
    package var moments: [Moment] = []
    /// Good moments that were taken back: their rows are erased.
    package var removedMoments: [Moment] = []
    /// What was said of prompts that is taken back, with `undone`; it is written before the new ones.
    package var undoneMarks: [PromptMark] = []
    /// What was said of prompts.
    package var marks: [PromptMark] = []
    /// Nudges that are moot: their pending deliveries end as `withdrawn`, those that were shown are taken back
    /// by the channels of `recalling`.
    package var withdrawals: [Withdrawal] = []
    /// Rituals that are kept no longer, or are held from now on: the same for all their nudges.
    package var withdrawnRituals: [String] = []
    /// The channels that can take back what they have shown.
    package var recalling: [String] = []
    /// Silent verdicts that are taken back before their time came: those that a clock far ahead had
    /// given, and those that followed from a word taken back.
    package var annulled: [StageKey] = []
    /// Rituals of which it is new since when they are kept.
    package var kept: [String: Instant] = [:]
    /// The titles of rituals that are kept, where they are new.
    package var titles: [String: String] = [:]
    /// What a long absence let pass, a span for each ritual.
    package var expiredSpans: [ExpiredSpan] = []
    /// The token of the phone's answer that the event was.
    package var spent: SpentToken?
    /// Whether `through` lies before what the ledger has, because the clock was ahead: then it must
    /// be written even where nothing else is.
    package var turnsBack = false

    package init(through: Instant) {
        self.through = through
        began = through
    }

    /// Whether there is anything to write but the time reached.
    package var isEmpty: Bool {
        decisions.isEmpty && outcomes.isEmpty && noted.isEmpty && undone.isEmpty
            && releases.isEmpty && holds.isEmpty && unsaid.isEmpty && resumed.isEmpty
            && titles.isEmpty && withdrawals.isEmpty && withdrawnRituals.isEmpty
            && annulled.isEmpty && kept.isEmpty && expiredSpans.isEmpty
            && moments.isEmpty && removedMoments.isEmpty && undoneMarks.isEmpty && marks.isEmpty
            && spent == nil && !turnsBack
    }
}

/// A token that answers once, by what tells it from every other one.
package struct SpentToken: Hashable, Sendable {
    package var digest: String
    /// When it counts no longer anyway.
    package var expires: Instant

    package init(digest: String, expires: Instant) {
        self.digest = digest
        self.expires = expires
    }
}
