package import CivilTime
package import Household
import Recurrence

/// Where an occurrence stands.
package enum Standing: String, Hashable, Sendable, CaseIterable {
    /// Has not begun.
    case ahead
    /// Has begun and not ended.
    case now
    /// Has ended, and nobody has said how it went.
    case open
    case done
    case skipped
    /// Was moved and has not begun at its new time.
    case moved
    /// The next one has begun, all that was put off was asked, and nobody had said how it went.
    case missed
    /// A bigger ritual took its place.
    case absorbed
}

/// A stage that is still to be decided, and when it is due.
package struct StageAhead: Hashable, Sendable {
    package var key: StageKey
    package var due: Instant
}

extension Planner {
    /// How long after its end something that comes once may still be answered.
    private static let answerable = Duration.seconds(30 * 86_400)

    /// Where an occurrence stands at `now`.
    package func standing(of key: OccurrenceKey, at now: Instant) -> Standing {
        guard let index = indexes[key.ritual] else {
            return .missed
        }
        let track = tracks[index]
        let said = book[key]
        let closings = track.builder.partners.map {
            said.closing(for: $0.id, needs: track.ritual.needs)
        }
        if let last = closings.last, closings.allSatisfy({ $0 != nil }) {
            return last?.kind == .skipped ? .skipped : .done
        }
        guard let occurrence = track.occurrence(key, book: book) else {
            return .missed
        }
        if absorber(of: occurrence, track.ritual) != nil {
            return .absorbed
        }
        if now < occurrence.start {
            return said.contains(where: \.isMove) ? .moved : .ahead
        }
        if now < occurrence.end {
            return .now
        }
        let ritual = track.ritual
        let next = track.next(after: occurrence.start, book)?.instant
        let flex = ritual.flex.map { occurrence.end + $0.atMost } ?? occurrence.end
        let closes = max(next ?? occurrence.end + Self.answerable, flex)
        return now < max(closes, asked(of: occurrence, index, after: closes)) ? .open : .missed
    }

    /// Until when an answer to what is asked only after `closes` is waited for; `closes` where nothing is.
    private func asked(
        of occurrence: OpenOccurrence,
        _ index: Int,
        after closes: Instant
    ) -> Instant {
        let partners = tracks[index].builder.partners
        return occurrence.items.filter { item in
            [.snooze, .followUp].contains(item.stage.kind) && item.due >= closes
                && closing(of: occurrence, for: partners[item.partner].id, index) == nil
        }.map(\.expires).max() ?? closes
    }

    /// The partners who have yet to say `done`, where a ritual needs both and one has.
    package func waiting(for key: OccurrenceKey) -> [String] {
        guard let index = indexes[key.ritual], tracks[index].ritual.needs == .both else {
            return []
        }
        let said = book[key]
        let partners = tracks[index].builder.partners.map(\.id)
        let waiting = partners.filter { said.closing(for: $0, needs: .both) == nil }
        return waiting.count < partners.count ? waiting : []
    }

    /// An occurrence as it is shown, or `nil` where its ritual is not kept or has no such one.
    package func shown(_ key: OccurrenceKey) -> UpcomingOccurrence? {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, book: book)
        else {
            return nil
        }
        return UpcomingOccurrence(occurrence, tracks[index])
    }

    /// The occurrences that start on a local date of the household, in order, whatever became of them.
    ///
    /// But for those that were over before they were kept. Where there are more than `limit`, those that
    /// start nearest to `now`.
    package func occurrences(
        on date: CivilDate,
        nearest now: Instant,
        limit: Int
    ) -> [UpcomingOccurrence] {
        let start = household.zone.instant(of: CivilDateTime(date, ClockTime(secondOfDay: 0)))
        let end = household.zone.instant(
            of: CivilDateTime(date.adding(days: 1), ClockTime(secondOfDay: 0))
        )
        let distance = { (found: UpcomingOccurrence) in
            abs(found.start.instant.secondsSinceEpoch - now.secondsSinceEpoch)
        }
        var found: [UpcomingOccurrence] = []
        for track in tracks where !Task.isCancelled {
            found += track.occurrences(from: start, until: end, book: book)
                .filter { $0.start >= start && $0.start < end && !isBeforeKeeping($0) }
                .map { UpcomingOccurrence($0, track) }
            if found.count > limit {
                found.sort { (distance($0), $0.key) < (distance($1), $1.key) }
                found.removeLast(found.count - limit)
            }
        }
        return found.sorted { ($0.start.instant, $0.key) < ($1.start.instant, $1.key) }
    }

    /// The names of the occurrences of a ritual that are scheduled on a local date.
    package func occurrences(of ritual: Ritual, on date: CivilDate) -> [OccurrenceKey] {
        let midnight = CivilDateTime(date, ClockTime(secondOfDay: 0))
        // A day that begins in a gap is sought from a little before.
        let before = ritual.zone.instant(of: midnight) - .seconds(2 * 86_400)
        var keys: [OccurrenceKey] = []
        let track = indexes[ritual.id].map { tracks[$0] }
        var next = track?.next(after: before, book)
        while let found = next, found.local.date <= date {
            if found.local.date == date {
                keys.append(ritual.key(of: found))
            }
            next = track?.next(after: found.instant, book)
        }
        let begun = book.occurrences(of: ritual.id).filter { $0.start.date == date }
        return Set(keys).union(begun).sorted()
    }

    /// The date of the latest occurrence that has started, else of the next one, else today.
    package func lastDate(of ritual: Ritual, at now: Instant) -> CivilDate {
        guard let index = indexes[ritual.id] else {
            return ritual.zone.local(at: now).date
        }
        let last = tracks[index].recent(at: now, book: book).last { !isBeforeKeeping($0) }
        let key = (last ?? tracks[index].next(after: now, book: book))?.key
        return key?.start.date ?? ritual.zone.local(at: now).date
    }

    /// The stages of an occurrence that are still to be decided.
    package func ahead(of key: OccurrenceKey, decided: Set<StageKey>) -> [StageAhead] {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, book: book)
        else {
            return []
        }
        let builder = tracks[index].builder
        return occurrence.items
            .map { StageAhead(key: builder.key(of: $0, in: key), due: $0.due) }
            .filter { $0.due > through && !decided.contains($0.key) }
    }
}

extension UpcomingOccurrence {
    init(_ occurrence: OpenOccurrence, _ track: Track) {
        self.init(
            key: occurrence.key,
            title: track.ritual.title,
            start: ZonedTime(instant: occurrence.start, zone: track.ritual.zone),
            end: ZonedTime(instant: occurrence.end, zone: track.ritual.zone),
            partners: track.builder.partners.map(\.id)
        )
    }
}
