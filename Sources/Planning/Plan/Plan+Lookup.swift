package import CivilTime
package import Household
import Recurrence

/// A stage of a ladder, and when it is due.
package struct StageAhead: Hashable, Sendable {
    package var key: StageKey
    package var due: Instant
}

// Which occurrences there are, and which stages they have.

extension Plan {
    /// The occurrence of that name with the place of its track, or `nil` where its ritual is not kept or has
    /// no such one.
    func located(_ key: OccurrenceKey) -> (index: Int, occurrence: OpenOccurrence)? {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, outcomes: outcomes)
        else {
            return nil
        }
        return (index, occurrence)
    }

    /// The given steps of an occurrence, or all of them.
    func stages(
        of occurrence: OpenOccurrence,
        _ index: Int,
        _ steps: ArraySlice<LadderStep>? = nil
    ) -> [DueStage] {
        let builder = tracks[index].builder
        return (steps ?? occurrence.steps[...]).map {
            DueStage(track: index, builder: builder, occurrence: occurrence, step: $0)
        }
    }

    /// The stages of an occurrence as its words have them now, whatever was decided of it.
    func laidOut(_ key: OccurrenceKey) -> [DueStage] {
        located(key).map { stages(of: $0.occurrence, $0.index) } ?? []
    }

    /// The stages of an occurrence that are still to be decided.
    func undecided(of key: OccurrenceKey) -> [DueStage] {
        laidOut(key).filter { $0.due > through && !settled.contains($0.key) }
    }

    /// Every stage of an occurrence and when it is due, whatever was decided of it.
    ///
    /// Empty where its ritual is not kept, or has no such occurrence.
    package func ladder(of key: OccurrenceKey) -> [StageAhead] {
        laidOut(key).map { StageAhead(key: $0.key, due: $0.due) }
    }

    /// An occurrence as it is shown, or `nil` where its ritual is not kept or has no such one.
    package func shown(_ key: OccurrenceKey) -> UpcomingOccurrence? {
        located(key).map { UpcomingOccurrence($0.occurrence, tracks[$0.index]) }
    }

    /// The occurrences that take place on a local date of the household, at least in part, in order, whatever
    /// became of them.
    ///
    /// But for those that were over before they were kept. Where there are more than `limit`, those that
    /// start nearest to `now`.
    package func occurrences(
        on date: CivilDate,
        nearest now: Instant,
        limit: Int
    ) -> [UpcomingOccurrence] {
        let start = household.zone.instant(of: CivilDateTime(date, .midnight))
        let end = household.zone.instant(of: CivilDateTime(date.adding(days: 1), .midnight))
        let distance = { (found: UpcomingOccurrence) in
            abs(found.start.instant.secondsSinceEpoch - now.secondsSinceEpoch)
        }
        var found: [UpcomingOccurrence] = []
        for track in tracks where !Task.isCancelled {
            found += track.occurrences(from: start, until: end, outcomes: outcomes)
                .filter { $0.start < end && !isBeforeKeeping($0) }
                .map { UpcomingOccurrence($0, track) }
            if found.count > limit {
                found.sort { (distance($0), $0.key) < (distance($1), $1.key) }
                found.removeLast(found.count - limit)
            }
        }
        return found.sorted { ($0.start.instant, $0.key) < ($1.start.instant, $1.key) }
    }

    /// The names of the occurrences of a ritual that are scheduled on a local date, or were moved to it.
    package func occurrences(of ritual: Ritual, on date: CivilDate) -> [OccurrenceKey] {
        let midnight = CivilDateTime(date, .midnight)
        // A day that begins in a gap is sought from a little before.
        let before = ritual.zone.instant(of: midnight) - .seconds(2 * 86_400)
        var keys: [OccurrenceKey] = []
        let track = indexes[ritual.id].map { tracks[$0] }
        var next = track?.next(after: before, outcomes)
        while let found = next, found.local.date <= date {
            if found.local.date == date {
                keys.append(ritual.key(of: found))
            }
            next = track?.next(after: found.instant, outcomes)
        }
        let begun = outcomes.occurrences(of: ritual.id).filter { key in
            key.start.date == date || outcomes[key].compactMap(\.target).last?.date == date
        }
        return Set(keys).union(begun).sorted()
    }

    /// The date of the latest occurrence that has started, else of the next one, else today.
    package func lastDate(of ritual: Ritual, at now: Instant) -> CivilDate {
        guard let index = indexes[ritual.id] else {
            return ritual.zone.local(at: now).date
        }
        let last = tracks[index].recent(at: now, outcomes: outcomes).last { !isBeforeKeeping($0) }
        let key = (last ?? tracks[index].next(after: now, outcomes: outcomes))?.key
        return key?.start.date ?? ritual.zone.local(at: now).date
    }
}
