package import CivilTime
package import Household
import Recurrence

/// Makes the search for other times of an occurrence of a plan.
package struct FreeTimes: Sendable {
    private let plan: Plan

    /// How long a search without `flex` goes on, and how long before the start it begins at the earliest.
    private static let (fortnight, week) = (
        Duration.seconds(14 * 86_400), Duration.seconds(7 * 86_400)
    )
    /// Nobody is asked to be ready sooner.
    private static let notice = Duration.seconds(3_600)
    /// What is shorter stands in nobody's way.
    private static let brief = Duration.seconds(15 * 60)

    package init(_ plan: Plan) {
        self.plan = plan
    }

    /// A search for other times of an occurrence, from `now` on.
    ///
    /// `nil` where its ritual is not kept, or has no such occurrence.
    package func search(
        for key: OccurrenceKey,
        busy: [String: BusyTimes],
        at now: Instant
    ) -> FreeTimeSearch? {
        guard let (index, occurrence) = plan.located(key) else {
            return nil
        }
        let ritual = plan.tracks[index].ritual
        var search = FreeTimeSearch(
            people: plan.household.partners(of: ritual).map { partner in
                FreeTimeSearch.Person(
                    name: partner.name,
                    zone: partner.zone,
                    quietHours: partner.quietHours,
                    busy: busy[partner.id] ?? BusyTimes([]),
                    buffer: partner.buffer.atMost
                )
            },
            zone: ritual.zone,
            usual: key.start.time,
            length: occurrence.end - occurrence.start,
            window: window(of: occurrence, ritual, plan.tracks[index], at: now)
        )
        search.rests = plan.household.rests(of: ritual)
        search.current = occurrence.start
        search.taken = taken(beside: ritual, for: search)
        return search
    }

    /// The starts that are possible: within `flex`, else two weeks, and before the next occurrence.
    private func window(
        of occurrence: OpenOccurrence,
        _ ritual: Ritual,
        _ track: Track,
        at now: Instant
    ) -> Range<Instant> {
        let scheduled = ritual.instant(of: occurrence.key)
        let soonest = now + Self.notice
        var (first, last) = (max(soonest, scheduled - Self.week), scheduled)
        if let flex = ritual.flex {
            first = max(soonest, scheduled - flex.atMost)
            last = scheduled + flex.atMost + .seconds(1)
        } else {
            last = first + Self.fortnight
        }
        if let next = track.next(after: max(scheduled, now), plan.outcomes) {
            last = min(last, next.instant)
        }
        return first..<max(first, last)
    }

    /// The holds, and what others have planned at that time for one of the partners.
    private func taken(beside ritual: Ritual, for search: FreeTimeSearch) -> [FreeTimeSearch.Taken]
    {
        let (first, last) = (search.window.lowerBound, search.window.upperBound + search.length)
        var taken = plan.holds.all.filter { $0.ritual == nil || $0.ritual == ritual.id }
            .filter { $0.from < min($0.end, last) }
            .map { FreeTimeSearch.Taken(title: "a pause", time: $0.from..<$0.end) }
        let partners = Set(plan.household.partners(of: ritual).map(\.id))
        var coming = Agenda(plan).coming(after: first, until: last, underWay: true)
        while let other = coming.next() {
            let time = other.start.instant..<max(other.start.instant, other.end.instant)
            guard other.key.ritual != ritual.id, time.upperBound - time.lowerBound >= Self.brief,
                !partners.isDisjoint(with: other.partners),
                plan.household.ritual(other.key.ritual)?.absorbedBy.contains(ritual.id) != true
            else {
                continue
            }
            taken.append(FreeTimeSearch.Taken(title: other.title, time: time))
        }
        return taken
    }
}
