package import CivilTime
package import Household

/// Other times of an occurrence that its partners are asked about.
package struct ProposedTimes: Hashable, Sendable {
    package var occurrence: OccurrenceKey
    /// The starts, three at most, as the ritual's clock shows them.
    package var starts: [CivilDateTime]
    /// Who proposes them, and is not asked; `nil` asks everyone.
    package var by: String?
    /// Who is busy at the time as it stands, by their ids.
    package var busy: [String]

    package init(
        occurrence: OccurrenceKey,
        starts: [CivilDateTime],
        by: String? = nil,
        busy: [String] = []
    ) {
        self.occurrence = occurrence
        self.starts = Array(starts.prefix(NudgeAction.choices.count))
        self.by = by
        self.busy = busy
    }
}

extension ChangeNotices {
    /// Asks the partners of an occurrence which of some times it is to be.
    mutating func propose(_ times: ProposedTimes) {
        guard let (index, occurrence) = after.located(times.occurrence) else {
            return
        }
        let ritual = after.tracks[index].ritual
        let starts = times.starts.map { (local: $0, instant: ritual.zone.instant(of: $0)) }
            .filter { $0.instant > after.through }
        guard let last = starts.map(\.instant).max() else {
            return
        }
        let change = Change(track: index, before: occurrence, after: occurrence, until: last)
        for partner in after.tracks[index].builder.partners where partner.id != times.by {
            let shown = hears(partner, of: index, at: after.through)
            guard shown < last else {
                continue
            }
            let choices = starts.map { start in
                NudgeChoice(
                    start: start.local,
                    label: Phrase.moment(partner.zone.local(at: start.instant))
                )
            }
            let text = Wording(ritual: ritual, partner: partner, now: shown).proposed(
                choices.map(\.label),
                by: times.by.map { after.household.partner($0)?.name ?? $0 },
                instead: occurrence.start,
                busy: times.busy.map { id in
                    id == partner.id ? "you" : after.household.partner(id)?.name ?? id
                }
            )
            add(change, to: partner, text, shown: shown, sensitivity: ritual.sensitivity) { nudge in
                nudge.choices = choices
                nudge.actions = Array(NudgeAction.choices.prefix(starts.count))
            }
        }
    }
}
