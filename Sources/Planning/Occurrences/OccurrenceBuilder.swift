import CivilTime
import Household
import Recurrence

/// Lays out the ladder of one occurrence: what is due when, for whom.
///
/// One is shared by all copies of its track.
final class OccurrenceBuilder: Sendable {
    /// The household's own rituals, and which of them it is: a copy of each would double their size.
    private let rituals: [Ritual]
    private let place: Int
    let partners: [Partner]
    /// The dates that a milestone is told with where it falls on the day of one.
    private let coalescesWith: [Ritual]
    /// The times of rest that touch it.
    let rests: Rests
    /// How long a rest can keep a stage back; what would have to wait longer is not told.
    let restWait: Duration
    /// Whether it comes daily or oftener, at least at times.
    let isDaily: Bool
    /// The steps up to the start of each partner, as their tones like them.
    private let rungs: [[Rung]]

    var ritual: Ritual {
        _read { yield rituals[place] }
    }

    /// - Parameters:
    ///   - place: the index of the ritual in `rituals`.
    ///   - rituals: those of the household.
    ///   - partners: whom it is for.
    ///   - coalescesWith: the dates that a milestone is told with.
    ///   - rests: the times of rest that touch it.
    init(
        _ place: Int,
        of rituals: [Ritual],
        partners: [Partner],
        coalescesWith: [Ritual],
        rests: Rests = Rests()
    ) {
        let ritual = rituals[place]
        self.rests = rests
        self.rituals = rituals
        self.place = place
        self.partners = partners
        self.coalescesWith = coalescesWith
        let period = Self.shortestPeriod(of: ritual)
        let isDaily = period <= Lateness.daily
        self.isDaily = isDaily
        let wait = ritual.lateWithin?.atMost ?? (isDaily ? Lateness.daily : Lateness.longest)
        restWait = rests.isEmpty ? .zero : wait
        rungs = partners.map { partner in
            guard ritual.schedule != nil else {
                return ritual.ladder.rungs
            }
            return ritual.ladder.rungs(
                for: partner.tone,
                length: ritual.duration,
                period: period.components.seconds,
                isDaily: isDaily
            )
        }
    }

    /// The shorter of its first two periods.
    private static func shortestPeriod(of ritual: Ritual) -> Duration {
        guard let schedule = ritual.schedule else {
            return Lateness.longest
        }
        let first = schedule.occurrences(
            in: ritual.zone,
            after: Instant(secondsSinceEpoch: 0)
        ).prefix(3)
        return zip(first, first.dropFirst()).map { $1.instant - $0.instant }.min()
            ?? Lateness.longest
    }

    /// Nothing of an occurrence is told later after its time than this.
    var latest: Duration {
        // Until quiet hours begin is two days at most.
        max(ritual.lateWithin?.atMost ?? Lateness.longest, .seconds(2 * 86_400)) + .seconds(86_400)
    }

    /// No stage of an occurrence is due later after its start than this.
    ///
    /// What was snoozed or moved may be, and is found by its name instead.
    var reach: Duration {
        let waits =
            partners.contains { $0.quietHours != nil } && !ritual.isUrgent(at: .followUp)
        let later =
            (waits ? .seconds(25 * 3_600) : .zero) + shift
            + (ritual.ladder.tellsEnd ? ritual.duration.atMost : .zero) + restWait
        guard let followUp = ritual.ladder.followUp else {
            return later
        }
        let nags = ritual.ladder.nag.map { $0.interval.atMost * $0.atMost } ?? .zero
        return later + ritual.duration.atMost + followUp.atMost + nags
    }

    /// How much later than another an occurrence can be whose ladder begins before the other's.
    ///
    /// A month before the 31st can be the 28th, as it is a month before the 28th, whatever the time of
    /// day; and days are counted back into a night that the clocks jump over.
    var disorder: Duration {
        let spans =
            rungs.joined().map(\.before) + (coalescesWith.isEmpty ? [] : [Span(days: 1)])
        if spans.contains(where: { $0.months != 0 }) {
            return .seconds(5 * 86_400) + restWait
        }
        return (spans.contains { $0.days != 0 } ? .seconds(26 * 3_600) : .zero) + restWait
    }

    /// The occurrence of that name with every stage of its ladder, whatever was decided of it.
    ///
    /// - Parameters:
    ///   - key: its name.
    ///   - instant: its scheduled start.
    ///   - period: the time to the next occurrence; `nil` where there is none.
    ///   - outcomes: what was said about it, and about the dates that a milestone is told with.
    /// - Returns: the occurrence, its stages in the order in which they fall due.
    func occurrence(
        _ key: OccurrenceKey,
        at instant: Instant,
        period: Duration?,
        outcomes: OutcomeLog
    ) -> OpenOccurrence {
        let layout = LadderLayout(
            ritual: ritual,
            partners: partners,
            rungs: rungs,
            rests: rests,
            restWait: restWait,
            period: period
        )
        var times = scheduled(key.start, instant, layout, outcomes)
        var shift = LadderShift()
        for outcome in outcomes.history(of: key) {
            let stands = outcome.undone == nil
            switch outcome.kind {
            case .snoozed(let until):
                shift.snooze(
                    until,
                    for: partners.indices.filter { stands && outcome.concerns(partners[$0]) }
                )
            case .moved(let target):
                let isUnderWay = outcome.said >= times.start
                guard stands else {
                    shift.passOver(isUnderWay: isUnderWay)
                    continue
                }
                let moved = layout.times(target, layout.ritual.zone.instant(of: target))
                shift.move(
                    from: layout.steps(times),
                    to: layout.steps(moved),
                    at: outcome.said,
                    isUnderWay: isUnderWay,
                    partners.indices
                )
                times = moved
            case .paused(let until):
                if stands {
                    times = layout.times(layout.ritual.zone.local(at: until), until)
                }
            case .done, .step, .skipped, .begun: break
            }
        }
        var steps =
            shift.isEmpty ? layout.steps(times) : layout.steps(times).compactMap(shift.current)
        for (partner, stage, due) in shift.wanted {
            steps.append(layout.step(stage, partner, due ?? times.start, times))
        }
        steps.sort { $0.precedes($1) }
        StepAsking(layout.ritual, partners, words: outcomes.history(of: key))?
            .fill(&steps, start: times.start)
        return OpenOccurrence(
            key: key,
            localStart: times.localStart,
            scheduled: instant,
            start: times.start,
            end: times.end,
            period: period,
            steps: steps
        )
    }

    /// Whether quiet hours do not hold a stage back.
    func isUrgent(at stage: Stage) -> Bool {
        // Most rituals are not: that is seen without a copy of the ritual.
        ritual.isUrgent && ritual.isUrgent(at: stage)
    }

    /// Whether a stage may have to wait for the end of quiet hours or of a rest.
    var canWait: Bool { !rests.isEmpty || partners.contains { $0.quietHours != nil } }

    /// The rest into which an occurrence falls, so that it does not take place; `nil` where it does.
    ///
    /// A milestone takes place whatever the day: what is to be told of it then is told when the rest ends.
    func rest(over occurrence: OpenOccurrence) -> Rest? {
        rests.isEmpty || ritual.isMilestone ? nil : rests.rest(at: occurrence.start)
    }

    /// The name of a stage of the occurrence with the given key.
    func key(of step: LadderStep, in occurrence: OccurrenceKey) -> StageKey {
        StageKey(
            occurrence: occurrence,
            stage: step.stage,
            partner: partners[step.partner].id
        )
    }

    /// The times by the schedule: a milestone waits for the date of its day, or comes with it earlier.
    ///
    /// A date that was moved to the day counts at its new time.
    private func scheduled(
        _ local: CivilDateTime,
        _ start: Instant,
        _ layout: LadderLayout,
        _ outcomes: OutcomeLog
    ) -> LadderLayout.Times {
        let dates = coalescesWith.lazy.filter { date in
            self.partners.allSatisfy { date.concerns($0.id) }
        }
        guard let date = dates.compactMap({ $0.start(on: local.date, outcomes) }).first else {
            return layout.times(local, start)
        }
        return layout.times(layout.ritual.zone.local(at: date), date)
    }

    /// How far from its scheduled start a milestone can be.
    var shift: Duration { coalescesWith.isEmpty ? .zero : .seconds(25 * 3_600) }

    /// Whether it is a milestone that is told with the dates of another ritual.
    func coalesces(with ritual: String) -> Bool {
        coalescesWith.contains { $0.id == ritual }
    }
}

extension Span {
    /// No shorter than the span ever is: months of 31 days, days of 25 hours.
    var atMost: Duration {
        .seconds(Int64(months) * 31 * 90_000 + Int64(days) * 90_000 + Int64(seconds))
    }
}
