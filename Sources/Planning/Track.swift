import CivilTime
import Household
import Recurrence

/// One ritual as time passes: its open occurrences and the next ones of its schedule.
struct Track: Sendable {
    let builder: OccurrenceBuilder
    /// What it has from before its schedule was changed; mostly nothing.
    let former: FormerOccurrences?
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

    func isDue(by now: Instant) -> Bool { nextDue.map { $0 <= now } ?? false }

    /// A track at `through`.
    ///
    /// Stages due up to there are left alone, but for those that `carried` names for an occurrence.
    /// The schedule is read from `margin` before the reach of the ladder.
    init(
        _ builder: OccurrenceBuilder,
        former: FormerOccurrences?,
        through: Instant,
        margin: Duration,
        book: OutcomeBook,
        carried: (OccurrenceKey) -> Set<StageKey>
    ) {
        self.builder = builder
        self.former = former
        let ritual = builder.ritual
        cursor = course(book)?.next(after: through - builder.reach - margin)
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
    ///
    /// After a long absence all undecided up to `lapsed` has expired without being taken.
    mutating func takeDue(
        through now: Instant,
        book: OutcomeBook
    ) -> (due: [(occurrence: OpenOccurrence, items: ArraySlice<Item>)], lapsed: Instant?) {
        defer { rest(book) }
        wake(book)
        let lapsed = lapse(by: now, book)
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
        return (taken, lapsed)
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

    /// So many occurrences are given up one by one.
    private static let patience = 64

    /// Passes over what a long absence let lapse, where that is much.
    ///
    /// - Returns: the instant up to which everything undecided has expired; `nil` where all is to be
    ///   decided one by one.
    private mutating func lapse(by now: Instant, _ book: OutcomeBook) -> Instant? {
        let expired = now - builder.latest
        let last = expired - builder.reach
        guard let course = course(book), let first = cursor, first.instant < last else {
            return nil
        }
        var next: Occurrence? = first
        for _ in 1...Self.patience {
            next = next.flatMap { course.next(after: $0.instant) }
            guard let next, next.instant <= last else {
                return nil
            }
        }
        cursor = course.next(after: last)
        return expired
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
        guard let course = course(book) else {
            return
        }
        while let found = cursor, upcoming.first.map({ isNear(found, $0) }) ?? true {
            cursor = course.next(after: found.instant)
            let key = ritual.key(of: found)
            if openedAhead.remove(key) == nil {
                upcoming.append(
                    builder.occurrence(
                        key,
                        at: found.instant,
                        period: cursor.map { $0.instant - found.instant },
                        book: book
                    )
                )
            }
        }
    }

    private func isNear(_ occurrence: Occurrence, _ first: OpenOccurrence) -> Bool {
        occurrence.instant <= first.scheduled + builder.disorder
    }
}
