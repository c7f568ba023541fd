package import CivilTime
package import Household
import Recurrence

/// Why a word about a ritual cannot be taken.
package enum UnclearOccurrence: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownRitual(String, known: [String])
    case unknownOccurrence(OccurrenceKey, nearest: [CivilDateTime])
    case notKeptYet(OccurrenceKey, since: CivilDateTime)
    case nothingOpen(ritual: String, next: CivilDateTime?)

    package var description: String {
        switch self {
        case .unknownRitual(let id, let known):
            "no ritual '\(id)' is kept here; known are \(known.joined(separator: ", "))"
        case .unknownOccurrence(let key, let nearest):
            "'\(key.ritual)' does not fall on \(key.start.short)"
                + (nearest.isEmpty
                    ? ""
                    : "; near it \(nearest.count == 1 ? "is" : "are") "
                        + nearest.map(\.short).joined(separator: " and "))
        case .notKeptYet(let key, let since):
            "'\(key.ritual)' was not kept yet at \(key.start.short); it is kept since \(since.short)"
        case .nothingOpen(let ritual, let next):
            "nothing of '\(ritual)' is open now"
                + (next.map { "; the next is \($0.short), name it with --occurrence" } ?? "")
        }
    }
}

extension Planner {
    /// What was told so long ago is still on one's mind.
    private static let fresh = Duration.seconds(3 * 3_600)

    /// The occurrence that is meant when a partner says `kind` of `ritual` at `now`.
    ///
    /// Named by its scheduled local start, it must be one the schedule yields. Not named, it is the
    /// one that runs now, else the latest that has started and was not answered, or the next one where
    /// its ladder has begun, it lies within the ritual's `flex`, or it is on the same date. Where both
    /// are there, *done* means the one in whose `flex` it is said, else the nearer, but never one that
    /// nobody was told of yet, since that would silence it; *skip*, *later* and *move* mean the one that
    /// was told within three hours, else the one of today, else the one that was told last.
    ///
    /// What was over before the ritual was first kept is never meant.
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
        let begun = track.recent(at: now, book: book)
            .filter { isOpen($0.key, track) && !isBeforeKeeping($0) }
        if let running = begun.last(where: { now < $0.end }) {
            return running.key
        }
        let coming = track.next(after: now, book: book)
        let next = coming.flatMap { isNear($0, track, at: now) && isOpen($0.key, track) ? $0 : nil }
        switch (begun.last, next) {
        case (let last?, let next?):
            let isNext =
                kind == .done
                ? isRatherDone(next, than: last, track.ritual, at: now)
                : isRatherPutOff(next, than: last, track, saying: kind, at: now)
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

    /// Whether the next one is meant to be put off, and not the last, which is over.
    ///
    /// The question how it went is no reason to move it.
    private func isRatherPutOff(
        _ next: OpenOccurrence,
        than last: OpenOccurrence,
        _ track: Track,
        saying kind: Outcome.Kind,
        at now: Instant
    ) -> Bool {
        let isMove = if case .moved = kind { true } else { false }
        let lastTold = last.lastTold(by: now, withQuestions: !isMove) ?? last.start
        let nextTold = next.lastTold(by: now)
        let isNextFresher = nextTold.map { $0 > lastTold } ?? false
        if now - max(lastTold, nextTold ?? lastTold) > Self.fresh,
            isOnDate(of: next, track, now), !isOnDate(of: last, track, now)
        {
            return true
        }
        return isNextFresher
    }

    private func named(
        _ start: CivilDateTime,
        _ track: Track
    ) throws(UnclearOccurrence) -> OccurrenceKey {
        let ritual = track.ritual
        let key = OccurrenceKey(ritual: ritual.id, start: start)
        guard let occurrence = track.occurrence(key, book: book) else {
            throw .unknownOccurrence(key, nearest: nearest(to: key, track))
        }
        if let since = keptSince(ritual.id), isBeforeKeeping(occurrence) {
            throw .notKeptYet(key, since: ritual.zone.local(at: since))
        }
        return key
    }

    /// The occurrences before and after a name that none has, the nearest first.
    private func nearest(to key: OccurrenceKey, _ track: Track) -> [CivilDateTime] {
        let instant = track.ritual.instant(of: key)
        let scheduled = [track.last(before: instant, book), track.next(after: instant, book)]
            .compactMap(\.self).map { (local: $0.local, instant: $0.instant) }
        let begun = book.occurrences(of: key.ritual).filter { _ in track.ritual.schedule == nil }
            .map { (local: $0.start, instant: track.ritual.instant(of: $0)) }
        return (scheduled + begun)
            .filter { !isBeforeKeeping(OccurrenceKey(ritual: key.ritual, start: $0.local)) }
            .sorted { abs($0.instant, instant) < abs($1.instant, instant) }
            .prefix(2).map(\.local)
    }

    private func abs(_ one: Instant, _ other: Instant) -> Duration {
        max(one, other) - min(one, other)
    }

    private func isOpen(_ key: OccurrenceKey, _ track: Track) -> Bool {
        let said = book[key]
        return !track.builder.partners.allSatisfy {
            said.closing(for: $0.id, needs: track.ritual.needs) != nil
        }
    }
}

extension OpenOccurrence {
    /// When its latest stage up to `now` was due, the question how it went among them or not.
    fileprivate func lastTold(by now: Instant, withQuestions: Bool = true) -> Instant? {
        items.last { item in
            item.due <= now && (withQuestions || ![.followUp, .nag].contains(item.stage.kind))
        }?.due
    }
}

extension Track {
    /// The latest occurrence of the schedule that has started by `now`, with the moved ones that
    /// have, in the order in which they started.
    func recent(at now: Instant, book: OutcomeBook) -> [OpenOccurrence] {
        var found = moved(book)
        if let course = course(book) {
            let previous = Self.recentDays.lazy.compactMap { days in
                latest(of: course, from: now - .seconds(days * 86_400), by: now, book)
            }.first
            found += [previous.flatMap { occurrence(ritual.key(of: $0), book: book) }]
                .compactMap(\.self)
        } else {
            found += book.occurrences(of: ritual.id).filter { !isMoved($0, book) }
                .compactMap { occurrence($0, book: book) }
        }
        return found.filter { $0.start <= now }.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
    }

    /// The last occurrence of the schedule before an instant, some ten years back at most.
    func last(before instant: Instant, _ book: OutcomeBook) -> Occurrence? {
        guard let course = course(book) else {
            return nil
        }
        for days in [1, 8, 40, 400, 4_000] as [Int64] {
            var last: Occurrence?
            var next = course.next(after: instant - .seconds(days * 86_400))
            while let found = next, found.instant < instant {
                last = found
                next = course.next(after: found.instant)
            }
            if let last {
                return last
            }
        }
        return nil
    }

    /// Where the latest that has started is sought, the nearest days first: a ritual that comes every
    /// minute has half a million in the last of these spans, and one that comes yearly has none before.
    private static let recentDays: [Int64] = [1, 20, 400]

    private func latest(
        of course: Course,
        from start: Instant,
        by now: Instant,
        _ book: OutcomeBook
    ) -> Occurrence? {
        var latest: Occurrence?
        var next = course.next(after: start)
        while let found = next, found.instant <= now {
            if !isMoved(ritual.key(of: found), book) {
                latest = found
            }
            next = course.next(after: found.instant)
        }
        return latest
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
