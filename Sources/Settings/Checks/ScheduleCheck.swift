import CivilTime
import Recurrence
import Household

/// Looks at when the rituals of a sound config fall, and warns of what nobody can have meant.
///
/// It looks at a few occurrences of each ritual only, so that a config of many stays quick to read.
struct ScheduleCheck {
    let household: Household
    /// Who sits at this machine.
    let sitting: Located<String>?
    let findings: Findings

    /// From when occurrences are looked at, where there are any later; otherwise from the first.
    private static let reference = Instant(secondsSinceEpoch: 1_767_225_600)
    private static let sample = 24
    /// The least time between two occurrences of one ritual.
    private static let leastPause: Int64 = 60

    func check(_ drafts: [RitualDraft]) {
        checkOthersHere()
        let hasMilestone = household.rituals.contains { $0.isEnabled && $0.kind == .milestone }
        for draft in drafts {
            if hasMilestone {
                checkKind(of: draft)
            }
            let ritual = draft.ritual
            if let schedule = ritual.schedule {
                check(schedule, of: draft)
            } else if ritual.ladder.rungs.contains(where: { !$0.before.isZero }) {
                findings.warning(
                    "a signal comes unannounced, so nothing is told before it",
                    at: draft.place,
                    key: "\(draft.path).remind"
                )
            }
            if ritual.isEnabled {
                checkReach(of: draft)
                checkDeck(of: draft)
            }
        }
    }

    private func check(_ schedule: Schedule, of draft: RitualDraft) {
        let starts = starts(of: schedule, in: draft.ritual.zone)
        guard !starts.isEmpty else {
            let why = schedule.contradiction(in: draft.ritual.zone).map { ": its \($0)" } ?? ""
            findings.warning("this ritual never happens\(why)", at: draft.schedule)
            return
        }
        let pauses = zip(starts, starts.dropFirst()).map {
            $1.secondsSinceEpoch - $0.secondsSinceEpoch
        }
        ExceptionCheck(schedule: schedule, zone: draft.ritual.zone, findings: findings)
            .check(draft.exceptions)
        if let least = pauses.min() {
            if least < Self.leastPause {
                findings.error("happens more often than once a minute", at: draft.schedule)
            }
            if let flex = draft.ritual.flex, let place = draft.flexPlace,
                flex.nominalSeconds > least
            {
                findings.warning(
                    "a flex of \(flex) is longer than the time from one to the next",
                    at: place,
                    key: "\(draft.path).flex"
                )
            }
        }
        if draft.ritual.isEnabled, !draft.ritual.isUrgent {
            checkQuietHours(of: draft, starts)
        }
    }

    /// A ritual that is called a date and is none to the planner is told apart from a milestone.
    private func checkKind(of draft: RitualDraft) {
        let ritual = draft.ritual
        guard ritual.isEnabled, !draft.isKindGiven, ritual.id.split(separator: "-").contains("date")
        else {
            return
        }
        findings.warning(
            "not given, so a milestone on its day is told by itself; 'kind = \"date\"' has them "
                + "told together",
            at: draft.place,
            key: "\(draft.path).kind"
        )
    }

    /// A deck that deepens is to begin with its first prompt.
    private func checkDeck(of draft: RitualDraft) {
        guard let deck = draft.ritual.deck, deck.isDeepening, draft.ritual.start == nil else {
            return
        }
        findings.warning(
            "the deck '\(deck.name)' goes deeper from prompt to prompt; "
                + "'schedule = { from = 2026-01-09 }' says when it begins with its first",
            at: draft.place,
            key: "\(draft.path).schedule"
        )
    }

    private func starts(of schedule: Schedule, in zone: Zone) -> [Instant] {
        let later = schedule.occurrences(in: zone, after: Self.reference).prefix(Self.sample)
        let starts = later.map(\.instant)
        guard starts.isEmpty else {
            return starts
        }
        return schedule.occurrences(in: zone, after: .distantPast).prefix(Self.sample)
            .map(\.instant)
    }

    /// That nothing here reaches who sits elsewhere may well be meant, so it is said once.
    private func checkOthersHere() {
        guard let sitting else {
            return
        }
        for partner in household.partners where isElsewhere(partner) {
            findings.warning(
                "no channel of this machine reaches '\(partner.id)'",
                at: sitting
            )
        }
    }

    private func isElsewhere(_ partner: Partner) -> Bool {
        sitting != nil && partner.id != sitting?.value
            && household.channels(for: partner).isEmpty
    }

    private func checkReach(of draft: RitualDraft) {
        guard draft.ritual.channels != [], draft.ritual.partners != [] else {
            return
        }
        for partner in household.partners(of: draft.ritual)
        where household.channels(of: draft.ritual, for: partner).isEmpty && !isElsewhere(partner) {
            findings.warning(
                "no channel carries this ritual to '\(partner.id)'",
                at: draft.place,
                key: draft.path
            )
        }
    }

    private func checkQuietHours(of draft: RitualDraft, _ starts: [Instant]) {
        let rungs = draft.ritual.ladder.rungs
        guard !rungs.isEmpty else {
            return
        }
        for partner in household.partners(of: draft.ritual) {
            guard let quiet = partner.quietHours else {
                continue
            }
            let isAlwaysQuiet = starts.allSatisfy { start in
                rungs.allSatisfy { rung in
                    let local = draft.ritual.zone.local(at: start).adding(rung.before.negated)
                    let due = draft.ritual.zone.instant(of: local)
                    return quiet.window.contains(partner.zone.local(at: due).time)
                }
            }
            if isAlwaysQuiet {
                findings.warning(
                    "every nudge falls into the quiet hours of '\(partner.id)' (\(quiet)) and "
                        + "waits until they end",
                    at: draft.schedule
                )
            }
        }
    }
}
