package import CivilTime
package import Household

/// An occurrence as a calendar shows it.
package struct CalendarEntry: Hashable, Sendable {
    package enum Standing: Hashable, Sendable {
        case planned, done, skipped, absorbed
        /// It falls on a day of rest.
        case resting
    }

    package let key: OccurrenceKey
    /// When the schedule has it.
    package let scheduled: Instant
    package let start: Instant
    package let end: Instant
    package let standing: Standing
    /// How often it was moved, skipped, or either of them taken back.
    package let changes: Int
    /// When something was last said about it, or taken back.
    package let said: Instant?

    /// Whether it takes place, as far as is known.
    package var takesPlace: Bool { standing == .planned || standing == .done }
}

// What calendars are made of.

extension Plan {
    /// The occurrences of a ritual that start in a stretch, or would by its schedule, in order of their starts.
    ///
    /// There are `limit` at most, and none that was over before the ritual was kept.
    package func calendar(
        of ritual: String,
        from: Instant,
        until: Instant,
        limit: Int
    ) -> [CalendarEntry] {
        guard let index = indexes[ritual], !Task.isCancelled else { return [] }
        let track = tracks[index]
        let found = track.occurrences(
            from: from,
            until: until,
            outcomes: outcomes,
            limit: limit
        )
        // What was moved out of the stretch is not among those that lie in it.
        var away = outcomes.occurrences(of: ritual).filter { key in
            outcomes[key].contains(where: \.setsStart)
        }
        if !away.isEmpty {
            let keys = Set(found.map(\.key))
            away.removeAll(where: keys.contains)
        }
        let moved = away.compactMap { track.occurrence($0, outcomes: outcomes) }
        let stretch = from..<until
        return (found + moved).filter { occurrence in
            (stretch.contains(occurrence.start) || stretch.contains(occurrence.scheduled))
                && !isBeforeKeeping(occurrence)
        }
        .map { entry($0, track) }
        .sorted { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    private func entry(_ occurrence: OpenOccurrence, _ track: Track) -> CalendarEntry {
        let history = outcomes.history(of: occurrence.key)
        var changes = 0
        for word in history where word.setsStart || word.kind == .skipped {
            changes += word.undone == nil ? 1 : 2
        }
        return CalendarEntry(
            key: occurrence.key,
            scheduled: occurrence.scheduled,
            start: occurrence.start,
            end: occurrence.end,
            standing: standing(of: occurrence, track),
            changes: changes,
            said: history.lazy.map { $0.undone ?? $0.said }.max()
        )
    }

    private func standing(_ words: [Outcome], _ track: Track) -> CalendarEntry.Standing? {
        guard !words.isEmpty else { return nil }
        let closings = track.builder.partners.map {
            words.closing(for: $0.id, needs: track.ritual.needs)
        }
        guard let last = closings.last, closings.allSatisfy({ $0 != nil }) else { return nil }
        return last?.kind == .skipped ? .skipped : .done
    }

    private func standing(of occurrence: OpenOccurrence, _ track: Track) -> CalendarEntry.Standing {
        if let said = standing(outcomes[occurrence.key], track) { return said }
        guard track.builder.rest(over: occurrence) == nil else { return .resting }
        return absorber(of: occurrence, track.ritual) == nil ? .planned : .absorbed
    }
}
