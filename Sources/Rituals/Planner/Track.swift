import CivilTime
import Recurrence

/// One ritual as time passes: its open occurrences and the next ones of its schedule.
struct Track: Sendable {
    let builder: OccurrenceBuilder
    /// Occurrences whose ladder has begun and has stages left, in the order they were opened.
    private(set) var open: [OpenOccurrence] = []
    /// The next occurrences of the schedule, laid out: the first and all that could begin before it.
    private var upcoming: [OpenOccurrence] = []
    /// The first of the schedule that is not laid out; `nil` where none is left.
    private var cursor: Occurrence?
    /// Occurrences that were opened before the schedule came to them.
    private var openedAhead: Set<OccurrenceKey> = []

    var ritual: Ritual { builder.ritual }

    /// When the next stage falls due.
    private(set) var nextDue: Instant?

    /// A track at `through`.
    ///
    /// Stages due up to there are left alone, but for those that `carried` names for an occurrence.
    /// The schedule is read from `margin` before the reach of the ladder.
    init(
        _ builder: OccurrenceBuilder,
        through: Instant,
        margin: Duration,
        book: OutcomeBook,
        carried: (OccurrenceKey) -> Set<StageKey>
    ) {
        self.builder = builder
        let ritual = builder.ritual
        cursor = ritual.schedule?.next(in: ritual.zone, after: through - builder.reach - margin)
        for key in book.occurrences(of: ritual.id) {
            if let occurrence = occurrence(key, book: book) {
                passOver(occurrence)
                open(occurrence, through: through, carried: carried)
            }
        }
        layOut(book)
        while let next = begin(by: through, book) {
            open(next, through: through, carried: carried)
        }
        rest(book)
    }

    /// Notes when it falls due next, and keeps nothing laid out that can wait until then.
    ///
    /// Most rituals of a household have nothing open: they need no more than the place where their
    /// schedule goes on.
    private mutating func rest(_ book: OutcomeBook) {
        let begun = open.lazy.compactMap(\.nextDue).min()
        let next = upcoming.lazy.compactMap(\.nextDue).min()
        nextDue = [begun, next].compactMap(\.self).min()
        // What was opened ahead is passed over once, so it must not be laid out a second time.
        if open.isEmpty, let first = upcoming.first, book.occurrences(of: ritual.id).isEmpty {
            cursor = Occurrence(local: first.key.start, instant: first.scheduled)
            upcoming = []
        }
    }

    /// Lays out again what `rest` let go.
    private mutating func wake(_ book: OutcomeBook) {
        if upcoming.isEmpty {
            layOut(book)
        }
    }

    /// Takes what is due up to `now`, opening the occurrences it reaches.
    mutating func takeDue(
        through now: Instant,
        book: OutcomeBook
    ) -> [(occurrence: OpenOccurrence, items: ArraySlice<Item>)] {
        defer { rest(book) }
        wake(book)
        while let next = begin(by: now, book) {
            open.append(next)
        }
        var taken: [(occurrence: OpenOccurrence, items: ArraySlice<Item>)] = []
        for index in open.indices {
            let due = open[index].items.prefix { $0.due <= now }
            if !due.isEmpty {
                taken.append((open[index], due))
                open[index].items.removeFirst(due.count)
            }
        }
        open.removeAll { $0.items.isEmpty }
        return taken
    }

    /// Lays an occurrence out anew after something was said about it.
    ///
    /// Its stages due up to `through` are left alone. `nil` where the ritual has no such occurrence.
    mutating func reopen(
        _ key: OccurrenceKey,
        book: OutcomeBook,
        through: Instant
    ) -> OpenOccurrence? {
        guard let occurrence = occurrence(key, book: book) else {
            return nil
        }
        defer { rest(book) }
        wake(book)
        open.removeAll { $0.key == key }
        upcoming.removeAll { $0.key == key }
        passOver(occurrence)
        layOut(book)
        open(occurrence, through: through) { _ in [] }
        return occurrence
    }

    /// Forgets the stages of an open occurrence for which `isClosed` holds.
    mutating func close(
        _ key: OccurrenceKey,
        book: OutcomeBook,
        where isClosed: (Item) -> Bool
    ) {
        guard let index = open.firstIndex(where: { $0.key == key }) else {
            return
        }
        open[index].items.removeAll(where: isClosed)
        if open[index].items.isEmpty {
            open.remove(at: index)
        }
        rest(book)
    }

    /// The occurrence of that name, whole, or `nil` where the ritual has none.
    func occurrence(_ key: OccurrenceKey, book: OutcomeBook) -> OpenOccurrence? {
        guard let schedule = ritual.schedule else {
            guard book[key].contains(where: { $0.kind == .begun }) else {
                return nil
            }
            let start = ritual.instant(of: key)
            return builder.occurrence(key, at: start, period: nil, said: book.words(of: key))
        }
        guard let found = ritual.occurrence(key) else {
            return nil
        }
        let following = schedule.next(in: ritual.zone, after: found.instant)
        let period = following.map { $0.instant - found.instant }
        return builder.occurrence(
            key,
            at: found.instant,
            period: period,
            said: book.words(of: key)
        )
    }

    /// The occurrences that lie between two instants at least in part, moved ones included.
    func occurrences(
        from start: Instant,
        until end: Instant,
        book: OutcomeBook
    ) -> [OpenOccurrence] {
        guard let schedule = ritual.schedule else {
            return []
        }
        var found: [OpenOccurrence] = []
        let earliest = start - ritual.duration.atMost - .seconds(1)
        var next = schedule.next(in: ritual.zone, after: earliest)
        while let scheduled = next, scheduled.instant < end {
            let key = ritual.key(of: scheduled)
            found.append(
                builder.occurrence(
                    key,
                    at: scheduled.instant,
                    period: nil,
                    said: book.words(of: key)
                )
            )
            next = schedule.next(in: ritual.zone, after: scheduled.instant)
        }
        let keys = Set(found.map(\.key))
        for key in book.occurrences(of: ritual.id) where !keys.contains(key) {
            let isMoved = book[key].contains { if case .moved = $0.kind { true } else { false } }
            if isMoved, let occurrence = occurrence(key, book: book) {
                found.append(occurrence)
            }
        }
        return found.filter { $0.end > start && $0.start < end || $0.start == start }
    }

    private mutating func open(
        _ occurrence: OpenOccurrence,
        through: Instant,
        carried: (OccurrenceKey) -> Set<StageKey>
    ) {
        var rest = occurrence
        let past = rest.items.prefix { $0.due <= through }
        if !past.isEmpty {
            let carried = carried(occurrence.key)
            rest.items.removeAll { item in
                item.due <= through && !carried.contains(builder.key(of: item, in: occurrence.key))
            }
        }
        if !rest.items.isEmpty {
            open.append(rest)
        }
    }

    /// Notes that the schedule need not open an occurrence that it has yet to come to.
    private mutating func passOver(_ occurrence: OpenOccurrence) {
        if let cursor, cursor.instant <= occurrence.scheduled {
            openedAhead.insert(occurrence.key)
        }
    }

    /// Takes an occurrence whose ladder begins by `now` from those laid out.
    private mutating func begin(by now: Instant, _ book: OutcomeBook) -> OpenOccurrence? {
        let index = upcoming.firstIndex { next in next.nextDue.map { $0 <= now } ?? false }
        guard let index else {
            return nil
        }
        let next = upcoming.remove(at: index)
        layOut(book)
        return next
    }

    /// Lays out the first of the schedule, and those after it whose ladder could begin before.
    private mutating func layOut(_ book: OutcomeBook) {
        guard let schedule = ritual.schedule else {
            return
        }
        while let found = cursor, upcoming.first.map({ isNear(found, $0) }) ?? true {
            cursor = schedule.next(in: ritual.zone, after: found.instant)
            let key = ritual.key(of: found)
            if openedAhead.remove(key) == nil {
                upcoming.append(
                    builder.occurrence(
                        key,
                        at: found.instant,
                        period: cursor.map { $0.instant - found.instant },
                        said: book.words(of: key)
                    )
                )
            }
        }
    }

    private func isNear(_ occurrence: Occurrence, _ first: OpenOccurrence) -> Bool {
        occurrence.instant <= first.scheduled + builder.disorder
    }
}
