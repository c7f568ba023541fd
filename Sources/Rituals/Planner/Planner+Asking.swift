package import CivilTime
import Recurrence

/// Why a word about a ritual cannot be taken.
package enum UnclearOccurrence: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownRitual(String, known: [String])
    case unknownOccurrence(OccurrenceKey, nearest: [CivilDateTime])
    case nothingOpen(ritual: String, next: CivilDateTime?)

    package var description: String {
        switch self {
        case .unknownRitual(let id, let known):
            "no ritual '\(id)' is kept here; known are \(known.joined(separator: ", "))"
        case .unknownOccurrence(let key, let nearest):
            "'\(key.ritual)' does not fall on \(key.start.short)"
                + (nearest.isEmpty
                    ? "" : "; near it are \(nearest.map(\.short).joined(separator: " and "))")
        case .nothingOpen(let ritual, let next):
            "nothing of '\(ritual)' is open now"
                + (next.map { "; the next is \($0.short), name it with --occurrence" } ?? "")
        }
    }
}

extension Planner {
    /// The occurrence that is meant when a partner says `kind` of `ritual` at `now`.
    ///
    /// Named by its scheduled local start, it must be one the schedule yields. Not named, it is the
    /// latest that has started and was not answered, or the next one where its ladder has begun, it
    /// lies within the ritual's `flex`, or it is on the same date. Where both are there, *done*
    /// means the one in whose `flex` it is said, else the nearer, but never one that nobody was told of
    /// yet, since that would silence it; *skip*, *later* and *move* mean the one that was told last, or the one of today.
    package func occurrence(
        of ritual: String,
        named start: CivilDateTime?,
        saying kind: Outcome.Kind = .done,
        at now: Instant
    ) throws(UnclearOccurrence) -> OccurrenceKey {
        guard let index = indexes[ritual] else {
            throw .unknownRitual(ritual, known: tracks.map(\.ritual.id))
        }
        let track = tracks[index]
        if let start {
            return try named(start, track)
        }
        let last = track.recent(at: now, book: book).last { isOpen($0.key, track) }
        let coming = track.next(after: now, book: book)
        let next = coming.flatMap { isNear($0, track, at: now) && isOpen($0.key, track) ? $0 : nil }
        switch (last, next) {
        case (let last?, let next?):
            let isNext =
                kind == .done
                ? isRatherDone(next, than: last, track.ritual, at: now)
                : isRatherPutOff(next, than: last, track, at: now)
            return isNext ? next.key : last.key
        case (let only?, nil), (nil, let only?):
            return only.key
        case (nil, nil):
            throw .nothingOpen(ritual: ritual, next: coming?.key.start)
        }
    }

    private func isNear(_ next: OpenOccurrence, _ track: Track, at now: Instant) -> Bool {
        let flex = track.ritual.flex.map { next.start - $0.atMost <= now } ?? false
        return flex || isOnDate(of: next, track, now) || next.lastTold(by: now) != nil
    }

    private func isOnDate(of occurrence: OpenOccurrence, _ track: Track, _ now: Instant) -> Bool {
        let zone = track.ritual.zone
        return zone.local(at: occurrence.start).date == zone.local(at: now).date
    }

    /// Whether it counts now: between the start and the end with the ritual's `flex` on both sides.
    private func isInFlex(_ occurrence: OpenOccurrence, _ ritual: Ritual, at now: Instant) -> Bool {
        guard let flex = ritual.flex?.atMost else {
            return false
        }
        return occurrence.start - flex <= now && now <= occurrence.end + flex
    }

    private func isRatherDone(
        _ next: OpenOccurrence,
        than last: OpenOccurrence,
        _ ritual: Ritual,
        at now: Instant
    ) -> Bool {
        if isInFlex(next, ritual, at: now), !isInFlex(last, ritual, at: now) {
            return true
        }
        return next.lastTold(by: now) != nil && next.start - now < now - last.end
    }

    private func isRatherPutOff(
        _ next: OpenOccurrence,
        than last: OpenOccurrence,
        _ track: Track,
        at now: Instant
    ) -> Bool {
        if isOnDate(of: next, track, now), !isOnDate(of: last, track, now) {
            return true
        }
        guard let told = next.lastTold(by: now) else {
            return false
        }
        return told > last.lastTold(by: now) ?? last.start
    }

    private func named(
        _ start: CivilDateTime,
        _ track: Track
    ) throws(UnclearOccurrence) -> OccurrenceKey {
        let ritual = track.ritual
        let key = OccurrenceKey(ritual: ritual.id, start: start)
        if track.occurrence(key, book: book) != nil {
            return key
        }
        let after = track.next(after: ritual.zone.instant(of: start), book)
        throw .unknownOccurrence(key, nearest: after.map { [$0.local] } ?? [])
    }

    private func isOpen(_ key: OccurrenceKey, _ track: Track) -> Bool {
        let said = book[key]
        return !track.builder.partners.allSatisfy {
            said.closing(for: $0.id, needs: track.ritual.needs) != nil
        }
    }
}

extension OpenOccurrence {
    /// When its latest stage up to `now` was due.
    fileprivate func lastTold(by now: Instant) -> Instant? {
        items.last { $0.due <= now }?.due
    }
}

extension Track {
    /// The latest occurrence of the schedule that has started by `now`, with the moved ones that
    /// have, in the order in which they started.
    func recent(at now: Instant, book: OutcomeBook) -> [OpenOccurrence] {
        var found = moved(book)
        if let course = course(book) {
            var next = course.next(after: now - .seconds(400 * 86_400))
            var previous: Occurrence?
            while let found = next, found.instant <= now {
                if !isMoved(ritual.key(of: found), book) {
                    previous = found
                }
                next = course.next(after: found.instant)
            }
            found += [previous.flatMap { occurrence(ritual.key(of: $0), book: book) }]
                .compactMap(\.self)
        } else {
            found += book.occurrences(of: ritual.id).filter { !isMoved($0, book) }
                .compactMap { occurrence($0, book: book) }
        }
        return found.filter { $0.start <= now }.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    /// The first occurrence after `now`, whole; moved ones count at their new time.
    func next(after now: Instant, book: OutcomeBook) -> OpenOccurrence? {
        var next = self.next(after: now, book)
        while let found = next, isMoved(ritual.key(of: found), book) {
            next = self.next(after: found.instant, book)
        }
        let scheduled = next.flatMap { occurrence(ritual.key(of: $0), book: book) }
        let moved = moved(book).filter { $0.start > now }
        return (moved + [scheduled].compactMap(\.self))
            .min { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    private func isMoved(_ key: OccurrenceKey, _ book: OutcomeBook) -> Bool {
        book[key].contains(where: \.isMove)
    }

    private func moved(_ book: OutcomeBook) -> [OpenOccurrence] {
        book.occurrences(of: ritual.id).filter { isMoved($0, book) }
            .compactMap { occurrence($0, book: book) }
    }
}
