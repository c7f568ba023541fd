package import CivilTime
import Recurrence
package import Household

/// When each stage of a household's rituals is due, reckoned the slow and plain way.
package struct ExpectedLadders {
    private let household: Household

    package init(_ household: Household) {
        self.household = household
    }

    /// The ladder stages due after `start` of the occurrences that are over by `end`.
    package func stages(from start: Instant, until end: Instant) -> [StageKey: Instant] {
        var stages: [StageKey: Instant] = [:]
        for ritual in household.rituals {
            guard let schedule = ritual.schedule else { continue }
            for occurrence in schedule.occurrences(
                in: ritual.zone,
                after: start - .seconds(40 * 86_400)
            ) {
                if occurrence.instant > end - .seconds(10 * 86_400) { break }
                for partner in household.partners(of: ritual) {
                    for (stage, due) in nominal(ritual, occurrence, partner) {
                        let due = ritual.isUrgent ? due : awake(due, partner)
                        if due > start {
                            let key = StageKey(
                                occurrence: ritual.key(of: occurrence),
                                stage: stage,
                                partner: partner.id
                            )
                            stages[key] = ritual.rests ? rested(due, ritual, partner) : due
                        }
                    }
                }
            }
        }
        return stages
    }

    private func nominal(
        _ ritual: Ritual,
        _ occurrence: Occurrence,
        _ partner: Partner
    ) -> [(Stage, Instant)] {
        let zone = ritual.zone
        let rungs =
            ritual.ladder.rungs + announcement(ritual, partner.tone).map { Rung(before: $0) }
        let noon = ClockTime(secondOfDay: 43_200)
        var stages: [(Stage, Instant)] = (rungs + askedAgain(rungs, partner.tone)).map { rung in
            let span = rung.before
            if span.months == 0, span.days == 0 {
                return (rung.stage, occurrence.instant - .seconds(span.seconds))
            }
            let day = occurrence.local.date.adding(months: -span.months).adding(days: -span.days)
            let isPrepared = rung.name != nil && span.seconds == 0
            let time = rung.at ?? (isPrepared ? noon : occurrence.local.time)
            return (rung.stage, zone.instant(of: CivilDateTime(day, time)))
        }
        guard let followUp = ritual.ladder.followUp else { return stages }
        let asked = later(later(occurrence.instant, ritual.duration, zone), followUp, zone)
        stages.append((.followUp, asked))
        guard let nag = ritual.ladder.nag, partner.tone != .spacious else { return stages }
        for number in 1...nag.atMost {
            let span = Span(
                days: nag.interval.days * number,
                seconds: nag.interval.seconds * Int64(number)
            )
            stages.append((.nag(number), later(asked, span, zone)))
        }
        return stages
    }

    /// Each week after a step, up to eight, until the day before the next step or the start; not where a rung is.
    private func askedAgain(_ rungs: [Rung], _ tone: Tone) -> [Rung] {
        let days = { (rung: Rung) in rung.before.months * 30 + rung.before.days }
        let steps = rungs.filter { $0.name != nil }
        guard tone != .spacious else { return [] }
        var again: [Rung] = []
        for (step, next) in zip(steps, steps.dropFirst().map(days) + [1])
        where step.before.seconds == 0 {
            for before in stride(from: days(step) - 7, to: next, by: -7).prefix(8) {
                let isThere = rungs.contains { days($0) == before }
                if isThere { break }
                again.append(
                    Rung(before: Span(days: before), at: step.at ?? ClockTime(secondOfDay: 43_200))
                )
            }
        }
        return again
    }

    /// The nudge that a tone has beside the ladder: none for what takes no time, has no start or comes so
    /// often that it would be nearer to the last one.
    private func announcement(_ ritual: Ritual, _ tone: Tone) -> [Span] {
        let first = ritual.schedule?.occurrences(
            in: ritual.zone,
            after: Instant(secondsSinceEpoch: 0)
        ).prefix(3).map(\.instant.secondsSinceEpoch)
        guard let first, !ritual.duration.isZero,
            ritual.ladder.rungs.contains(where: \.before.isZero)
        else { return [] }
        let period = zip(first, first.dropFirst()).map { $1 - $0 }.min() ?? 7 * 86_400
        let isDaily = period <= 36 * 3_600
        let span: Span =
            switch tone {
            case .plain: .zero
            case .reassuring: isDaily ? Span(seconds: 3_600) : Span(days: 1)
            case .spacious: isDaily ? Span(seconds: 7_200) : Span(days: 2)
            case .literal: Span(seconds: 600)
            }
        let seconds = { (span: Span) in
            Int64(span.months * 30 + span.days) * 86_400 + span.seconds
        }
        if tone != .literal, seconds(ritual.duration) < 600 { return [] }
        let isThere = ritual.ladder.rungs.map(\.before).contains { before in
            seconds(before) == seconds(span)
                || (tone == .spacious && seconds(before) > seconds(span))
        }
        return span.isZero || isThere || 2 * seconds(span) > period ? [] : [span]
    }

    private func later(_ instant: Instant, _ span: Span, _ zone: Zone) -> Instant {
        if span.days == 0 { return instant + .seconds(span.seconds) }
        let local = zone.local(at: instant)
        return zone.instant(of: CivilDateTime(local.date.adding(days: span.days), local.time))
            + .seconds(span.seconds)
    }

    /// The latest that a stage can be told: the first instant from `due` on, in steps of five minutes, that lies
    /// in no rest nor quiet hour.
    private func rested(_ due: Instant, _ ritual: Ritual, _ partner: Partner) -> Instant {
        guard household.rests.rest(at: due) != nil else { return due }
        var instant = due
        while household.rests.rest(at: instant) != nil {
            instant = instant + .seconds(300)
            instant = ritual.isUrgent ? instant : awake(instant, partner)
        }
        return instant
    }

    /// The first instant from `due` on, in steps of five minutes, at which the partner's clock shows no quiet hour.
    private func awake(_ due: Instant, _ partner: Partner) -> Instant {
        guard let quiet = partner.quietHours else { return due }
        var instant = due
        while quiet.window.contains(partner.zone.local(at: instant).time) {
            instant = instant + .seconds(300)
        }
        return instant
    }
}
