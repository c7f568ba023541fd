import CivilTime
import Household

/// The stages of one occurrence by its times, for each partner, without regard to what was said.
struct LadderLayout {
    /// When an occurrence is.
    struct Times {
        var start: Instant
        var localStart: CivilDateTime
        var end: Instant
    }

    let ritual: Ritual
    let partners: [Partner]
    /// The steps up to the start of each partner, as their tones like them.
    let rungs: [[Rung]]
    /// The times of rest that touch the ritual.
    let rests: Rests
    /// How long they can keep a stage back.
    let restWait: Duration
    /// The time to the next occurrence; `nil` where there is none.
    let period: Duration?

    func times(_ local: CivilDateTime, _ start: Instant) -> Times {
        let end = ritual.zone.instant(ritual.duration, after: start)
        return Times(start: start, localStart: local, end: end)
    }

    /// The stages of all partners.
    func steps(_ times: Times) -> [LadderStep] {
        partners.indices.flatMap { ladder(for: $0, times) }
    }

    private func ladder(for partner: Int, _ times: Times) -> [LadderStep] {
        var steps: [LadderStep] = []
        let asksAgain = ritual.schedule != nil && partners[partner].tone != .spacious
        for laid in PartnerRung.all(of: rungs[partner], asksAgain: asksAgain) {
            let nominal = ritual.instant(of: laid.rung, before: times.start, times.localStart)
            var step = step(laid.rung.stage, partner, nominal, times)
            if laid.rung.task != nil || laid.stepsDue != nil {
                step.preparing = Preparing(task: laid.rung.task, stepsDue: laid.stepsDue)
            }
            steps.append(step)
        }
        if ritual.ladder.tellsEnd, !ritual.duration.isZero {
            steps.append(step(.end, partner, times.end, times))
        }
        guard let followUp = ritual.ladder.followUp else {
            return steps
        }
        let asked = ritual.zone.instant(followUp, after: times.end)
        steps.append(step(.followUp, partner, asked, times))
        if let nag = ritual.ladder.nag, nag.atMost > 0, partners[partner].tone != .spacious {
            // Each counts from the question itself, so that a changed clock shifts one of them only.
            for number in 1...nag.atMost {
                let again = ritual.zone.instant(nag.interval.times(number), after: asked)
                steps.append(step(.nag(number), partner, again, times))
            }
        }
        return steps
    }

    /// A stage that would be due at `nominal` without quiet hours.
    func step(
        _ stage: Stage,
        _ partner: Int,
        _ nominal: Instant,
        _ times: Times
    ) -> LadderStep {
        let person = partners[partner]
        var due = nominal
        if let quiet = person.quietHours, !ritual.isUrgent(at: stage) {
            due = quiet.deferring(nominal, in: person.zone)
        }
        var expires = Lateness.expiry(of: due, ritual: ritual, period: period, partner: person)
        if stage.kind == .lead {
            expires = min(expires, times.start)
        }
        // What is told within the grace is in time, however short `late_within` is.
        expires = max(expires, due + Lateness.grace)
        if !rests.isEmpty {
            due = rested(due, person, stage, by: min(expires, due + restWait), times)
        }
        return LadderStep(
            stage: stage,
            partner: partner,
            nominal: nominal,
            due: due,
            expires: expires
        )
    }
}

extension LadderLayout {
    /// When a stage is told that is due in a rest: after its end, where that is by `last`.
    ///
    /// Else it keeps its time, at which it is not told; so does all of an occurrence that falls into a rest.
    private func rested(
        _ due: Instant,
        _ partner: Partner,
        _ stage: Stage,
        by last: Instant,
        _ times: Times
    ) -> Instant {
        let told = partner.wakes(at: due, isUrgent: ritual.isUrgent(at: stage), rests)
        guard told > due, told <= last else {
            return due
        }
        let takesPlace = ritual.isMilestone || rests.rest(at: times.start) == nil
        return takesPlace || stage.kind == .snooze ? told : due
    }
}

extension Ritual {
    /// The instant of a rung before the start; calendar days are reckoned from the wall time.
    func instant(of rung: Rung, before start: Instant, _ localStart: CivilDateTime) -> Instant {
        let span = rung.before
        if let time = rung.time {
            let date = localStart.date.adding(months: -span.months).adding(days: -span.days)
            return zone.instant(of: CivilDateTime(date, time))
        }
        guard span.months != 0 || span.days != 0 else {
            return start + .seconds(-span.seconds)
        }
        return zone.instant(span, before: localStart)
    }
}

extension Span {
    /// The span so many times over.
    fileprivate func times(_ count: Int) -> Span {
        Span(months: months * count, days: days * count, seconds: seconds * Int64(count))
    }
}
