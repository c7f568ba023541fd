package import CivilTime
package import Household

/// A pause that was called, and the return from it.
package struct CalledPause: Hashable, Sendable {
    /// The word that called it.
    package var word: Outcome
    /// The return.
    package var occurrence: UpcomingOccurrence
    /// The ids of the partners in whose quiet hours the return lies.
    package var disturbed: [String]
}

extension Plan {
    /// The pause of a ritual that is open at `now`: its return is still to come, and nobody has closed it.
    package func openPause(of ritual: String, at now: Instant) -> CalledPause? {
        outcomes.occurrences(of: ritual).compactMap { pause($0) }
            .filter { pause in
                now < pause.occurrence.start.instant
                    && state(of: pause.word.occurrence, at: now).isAnswerable
            }
            .max { $0.word.occurrence < $1.word.occurrence }
    }

    /// Every pause that is open at `now`, in the order of the rituals.
    package func openPauses(at now: Instant) -> [CalledPause] {
        tracks.filter { $0.ritual.pause != nil }
            .compactMap { openPause(of: $0.ritual.id, at: now) }
    }

    /// The pause of that name, or `nil` where it was taken back, or is no pause.
    package func pause(_ key: OccurrenceKey) -> CalledPause? {
        guard let word = outcomes[key].last(where: \.isPause), let shown = shown(key),
            let index = indexes[key.ritual]
        else {
            return nil
        }
        return CalledPause(
            word: word,
            occurrence: shown,
            disturbed: ReturnTime.disturbed(
                at: shown.start.instant,
                among: tracks[index].builder.partners
            )
        )
    }

    /// Whether one more pause may be called now.
    ///
    /// What was taken back does not count for `at_most`; so that a script cannot fill the ledger, it counts
    /// for the most that any signal begins in a day.
    package func hasRoom(forPauseOf ritual: Ritual, at now: Instant) -> Bool {
        guard case .signal(let trigger) = ritual.occasion else {
            return false
        }
        let date = ritual.zone.local(at: now).date
        let today = outcomes.occurrences(of: ritual.id).filter { $0.start.date == date }
        let standing = today.count { key in outcomes[key].contains { $0.isPause } }
        return today.count < Trigger.mostPerDay
            && standing < trigger.atMostPerDay ?? Trigger.mostPerDay
    }

    /// The word that calls a pause now; `nil` where one is open, the day's limit is reached, or none is kept.
    ///
    /// Its occurrence is named by when it was called, and starts when everyone comes back.
    func call(_ id: String, by partner: String?, wait: Duration?) -> Outcome? {
        guard let index = indexes[id], let terms = tracks[index].ritual.pause,
            openPause(of: id, at: through) == nil,
            hasRoom(forPauseOf: tracks[index].ritual, at: through)
        else {
            return nil
        }
        let back = ReturnTime(
            after: wait ?? terms.returnsAfter,
            from: through,
            for: tracks[index].builder.partners
        )
        return Outcome(
            occurrence: freeKey(of: tracks[index].ritual),
            kind: .paused(until: back.instant),
            partner: partner,
            said: through
        )
    }

    /// The name of what begins now: one that was taken within this second, and taken back, is passed over.
    private func freeKey(of ritual: Ritual) -> OccurrenceKey {
        var instant = through
        while true {
            let local = ritual.zone.local(at: instant)
            let key = OccurrenceKey(
                ritual: ritual.id,
                start: local,
                isSecondOfFold: instant > ritual.zone.instant(of: local)
            )
            guard !outcomes.history(of: key).isEmpty || settled.knows(key) else {
                return key
            }
            instant = instant + .seconds(1)
        }
    }
}
