import CivilTime
import Household
import Recurrence

/// Looks for rests that never come or never end, and for rituals that fall on nothing but rest days.
struct RestCheck {
    let household: Household
    let findings: Findings

    /// From when rituals are looked at, and how many of their starts.
    private static let reference = Instant(secondsSinceEpoch: 1_767_225_600)
    private static let sample = 24
    private static let year = Duration.seconds(366 * 86_400)

    func check(_ rests: [RestDraft], _ rituals: [RitualDraft]) {
        for draft in rests {
            check(draft)
        }
        guard !rests.isEmpty else {
            return
        }
        for draft in rituals where draft.ritual.isEnabled {
            check(draft)
        }
    }

    private func check(_ draft: RestDraft) {
        switch draft.rest.time {
        case .rule(let schedule):
            if schedule.next(in: draft.rest.zone, after: .distantPast) == nil {
                findings.warning("this rest never comes", at: draft.place)
            }
        case .dates, .spans: break
        }
        let end = Rests([draft.rest]).deferring(Self.reference)
        if end - Self.reference > Self.year {
            findings.warning("rests on every day, so nothing is ever told", at: draft.place)
        }
    }

    private func check(_ draft: RitualDraft) {
        let ritual = draft.ritual
        let rests = household.rests(of: ritual)
        guard let schedule = ritual.schedule, !rests.isEmpty, ritual.kind != .milestone else {
            return
        }
        let starts = schedule.occurrences(in: ritual.zone, after: Self.reference)
            .prefix(Self.sample).map(\.instant)
        guard let first = starts.first, let rest = rests.rest(at: first),
            starts.allSatisfy({ rests.rest(at: $0) != nil })
        else {
            return
        }
        findings.warning(
            "always falls on a rest day (\(quoted(rest.label))), so nothing is told; "
                + "'rests = false' has it told",
            at: draft.schedule
        )
    }
}
