import CivilTime
import Household
import Recurrence

/// How the occurrences of a ritual follow one another.
///
/// Most go by their schedule. Where the ritual says `repeat = "after done"`, each *done* or *skipped*
/// begins a new leg: the same steps, counted from the date on which it was said. What a leg has begun
/// by then stays; what it had still to come does not come.
struct OccurrenceCursor {
    private struct Leg {
        var schedule: Schedule
        /// Its occurrences come after this instant.
        var after: Instant
        /// And up to this one.
        var through = Instant.distantFuture
    }

    private let builder: OccurrenceBuilder
    private let former: FormerOccurrences?
    private var legs: [Leg]

    init(
        _ builder: OccurrenceBuilder,
        _ schedule: Schedule,
        former: FormerOccurrences?,
        begins: Instant?,
        outcomes: OutcomeLog
    ) {
        self.builder = builder
        self.former = former
        let after = begins.map { $0 - .seconds(1) } ?? .distantPast
        legs = [Leg(schedule: schedule, after: after)]
        guard builder.ritual.repeats == .afterDone else {
            return
        }
        let ritual = builder.ritual
        var last: OccurrenceKey?
        for (key, said, isDone) in Self.closings(of: ritual, builder.partners, outcomes)
        where last.map({ $0 < key }) ?? true {
            last = key
            let start = ritual.instant(of: key)
            let base = isDone ? said : max(said, start)
            guard let next = schedule.counted(from: base, in: ritual.zone) else {
                continue
            }
            legs[legs.count - 1].through = said
            legs.append(Leg(schedule: next, after: max(said, start)))
        }
    }

    /// The first occurrence after an instant: of the schedule, or from before it was changed.
    func next(after instant: Instant) -> Occurrence? {
        guard let former else {
            return scheduled(after: instant)
        }
        var next = scheduled(after: instant)
        while let found = next, former.replaces(builder.ritual.key(of: found)) {
            next = scheduled(after: found.instant)
        }
        guard let kept = former.next(after: instant) else {
            return next
        }
        return next.map { kept.instant <= $0.instant ? kept : $0 } ?? kept
    }

    private func scheduled(after instant: Instant) -> Occurrence? {
        for leg in legs where leg.through > instant {
            let found = leg.schedule.next(in: builder.ritual.zone, after: max(instant, leg.after))
            if let found, found.instant <= leg.through {
                return found
            }
        }
        return nil
    }

    /// When each answered occurrence was closed for everyone, in the order in which that was said.
    private static func closings(
        of ritual: Ritual,
        _ partners: [Partner],
        _ outcomes: OutcomeLog
    ) -> [(key: OccurrenceKey, said: Instant, isDone: Bool)] {
        outcomes.occurrences(of: ritual.id).compactMap { key in
            let said = outcomes[key]
            let words = partners.compactMap { said.closing(for: $0.id, needs: ritual.needs) }
            guard words.count == partners.count,
                let last = words.max(by: { $0.said < $1.said })
            else {
                return nil
            }
            return (key, last.said, last.kind == .done)
        }.sorted { ($0.said, $0.key) < ($1.said, $1.key) }
    }
}

extension Schedule {
    /// The same steps from an instant on, the first of them one step later; `nil` where the schedule
    /// does not count from anything.
    fileprivate func counted(from base: Instant, in zone: Zone) -> Schedule? {
        switch self {
        case .every(let step):
            let counted = try? AnchoredStep(
                every: step.count,
                step.unit,
                from: zone.local(at: base).date,
                on: step.weekdays,
                at: step.times,
                snap: step.snap,
                firstStep: 1
            )
            return counted.map { .every($0) }
        case .elapsed(let step):
            let counted = try? ElapsedStep(step: step.step, anchor: base + step.step)
            return counted.map { .elapsed($0) }
        case .excepting(let excepted):
            return excepted.base.counted(from: base, in: zone).map {
                .excepting(
                    ExceptedSchedule($0, without: excepted.exceptions, and: excepted.additions)
                )
            }
        case .rule, .calendar, .varying, .dates, .together:
            return nil
        }
    }
}
