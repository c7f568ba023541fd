import CivilTime
import Household

// A pause is told to everyone, to whoever called it too: it is the agreed word that counts, not who said it.

extension ChangeNotices {
    /// Tells everyone at once that a pause was called, and when they come back.
    mutating func tell(ofPause key: OccurrenceKey) {
        guard let (index, occurrence) = after.located(key) else {
            return
        }
        for partner in after.tracks[index].builder.partners {
            tell(partner, of: occurrence, index) { $0.paused(occurrence) }
        }
    }

    /// Tells everyone but the speaker that it was taken back, and withdraws all that was told of it.
    ///
    /// Who has answered is not told: for them it was over.
    mutating func tell(ofPauseTakenBack key: OccurrenceKey, by speaker: String?) {
        withdrawals.append(Withdrawal(occurrence: key))
        guard let (index, occurrence) = before.located(key) else {
            return
        }
        for partner in before.tracks[index].builder.partners
        where partner.id != speaker
            && before.closing(of: occurrence, for: partner.id, index) == nil
        {
            tell(partner, of: occurrence, index) { $0.pauseTakenBack() }
        }
    }

    private mutating func tell(
        _ partner: Partner,
        of occurrence: OpenOccurrence,
        _ index: Int,
        text: (Wording) -> NudgeText
    ) {
        let change = Change(
            track: index,
            before: occurrence,
            after: occurrence,
            until: occurrence.start
        )
        let ritual = after.tracks[index].ritual
        let shown = ritual.isUrgent ? after.through : partner.wakes(at: after.through, Rests())
        guard shown < change.until else {
            return
        }
        let text = text(Wording(ritual: ritual, partner: partner, now: shown))
        add(change, to: partner, text, shown: shown, sensitivity: ritual.sensitivity) { nudge in
            nudge.isUrgent = ritual.isUrgent
            // The agreed word tells nothing to whom it was not agreed with.
            nudge.discreetTitle = nudge.discreetTitle.map { _ in text.title }
        }
    }
}
