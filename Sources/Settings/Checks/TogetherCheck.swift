import CivilTime
import Household
import Recurrence

/// Looks for dates on which a ritual finds no time at which everybody is awake.
struct TogetherCheck {
    let household: Household
    let findings: Findings

    /// From when dates are looked at, and how many: two years of every day, in which each distance between two
    /// zones comes.
    private static let reference = Instant(secondsSinceEpoch: 1_767_225_600)
    private static let sample = 731
    private static let span = Duration.seconds(731 * 86_400)

    func check(_ drafts: [RitualDraft]) {
        for draft in drafts where draft.ritual.isEnabled {
            guard let schedule = draft.ritual.schedule, let shared = draft.ritual.sharedTime else {
                continue
            }
            guard !shared.quiet.isEmpty else {
                findings.warning(
                    "nobody whom it is for has quiet hours, so it is always at the time of 'near'",
                    at: draft.schedule
                )
                continue
            }
            check(schedule, shared, draft)
        }
    }

    private func check(_ schedule: Schedule, _ shared: SharedTime, _ draft: RitualDraft) {
        let zone = draft.ritual.zone
        let all = Array(
            schedule.occurrences(in: zone, after: Self.reference).prefix(Self.sample)
                .prefix { $0.instant < Self.reference + Self.span }
        )
        let sleepy = all.filter { shared.disturbed(at: $0.instant) > 0 }
        guard let first = sleepy.first else {
            return
        }
        if sleepy.count == all.count {
            findings.error(
                "there is no time of day at which all whom it is for are awake "
                    + "(\(quietHours(of: draft.ritual)))",
                at: draft.schedule
            )
        } else {
            findings.warning(
                "on \(sleepy.count) of \(all.count) dates, such as \(first.local.date), there is no "
                    + "time at which all are awake; then it is at \(first.local.time), when the "
                    + "fewest sleep",
                at: draft.schedule
            )
        }
    }

    private func quietHours(of ritual: Ritual) -> String {
        Phrase.list(
            household.partners(of: ritual).compactMap { partner in
                partner.quietHours.map { "'\(partner.id)' \($0) \(partner.zone.identifier)" }
            }
        )
    }
}
