import CivilTime
import Recurrence

/// Lays out the ladder of one occurrence: what is due when, for whom.
struct OccurrenceBuilder: Sendable {
    var ritual: Ritual
    var partners: [Partner]

    /// No stage of an occurrence is due later after its start than this.
    ///
    /// What was snoozed or moved may be, and is found by its name instead.
    var reach: Duration {
        let waits = partners.contains { $0.quietHours != nil } && !ritual.isUrgent
        let quiet = waits ? Duration.seconds(25 * 3_600) : .zero
        guard let followUp = ritual.ladder.followUp else {
            return quiet
        }
        let nags = ritual.ladder.nag.map { $0.interval.atMost * $0.atMost } ?? .zero
        return quiet + ritual.duration.atMost + followUp.atMost + nags
    }

    /// The occurrence of that name with every stage of its ladder, whatever was decided of it.
    ///
    /// - Parameters:
    ///   - key: its name.
    ///   - instant: its scheduled start.
    ///   - period: the time to the next occurrence; `nil` where there is none.
    ///   - said: what was said about it, in order.
    /// - Returns: the occurrence, its stages in the order in which they fall due.
    func occurrence(
        _ key: OccurrenceKey,
        at instant: Instant,
        period: Duration?,
        said: [Outcome]
    ) -> OpenOccurrence {
        var start = (local: key.start, instant: instant)
        for case .moved(let target) in said.map(\.kind) {
            start = (target, ritual.zone.instant(of: target))
        }
        let end = ritual.zone.instant(ritual.duration, after: start.instant)
        let times = Times(start: start.instant, localStart: start.local, end: end, period: period)
        var items = partners.indices.flatMap { ladder(for: $0, times) }
        items += repeats(said, times)
        items.sort { ($0.due, $0.nominal, $0.partner) < ($1.due, $1.nominal, $1.partner) }
        return OpenOccurrence(
            key: key,
            localStart: start.local,
            scheduled: instant,
            start: start.instant,
            end: end,
            items: items
        )
    }

    /// The name of a stage of the occurrence with the given key.
    func key(of item: Item, in occurrence: OccurrenceKey) -> StageKey {
        StageKey(
            occurrence: occurrence,
            stage: item.stage,
            partner: partners[item.partner].id
        )
    }

    private struct Times {
        var start: Instant
        var localStart: CivilDateTime
        var end: Instant
        var period: Duration?
    }

    private func ladder(for partner: Int, _ times: Times) -> [Item] {
        var items: [Item] = []
        for rung in ritual.ladder.rungs {
            let nominal =
                rung.before.isZero
                ? times.start : ritual.instant(rung.before, before: times.start, times.localStart)
            items.append(item(rung.stage, partner, nominal, times, task: rung.task))
        }
        guard let followUp = ritual.ladder.followUp else {
            return items
        }
        var asked = ritual.zone.instant(followUp, after: times.end)
        items.append(item(.followUp, partner, asked, times))
        if let nag = ritual.ladder.nag, partners[partner].tone != .spacious {
            for number in 1...max(1, nag.atMost) {
                asked = ritual.zone.instant(nag.interval, after: asked)
                items.append(item(.nag(number), partner, asked, times))
            }
        }
        return items
    }

    /// The nudges that partners asked to see again, and the start of a moved occurrence.
    private func repeats(_ said: [Outcome], _ times: Times) -> [Item] {
        var items: [Item] = []
        var number = 0
        for outcome in said {
            let due: Instant
            switch outcome.kind {
            case .snoozed(let until): due = until
            case .moved where outcome.said >= times.start: due = times.start
            default: continue
            }
            number += 1
            for index in partners.indices
            where outcome.partner == nil || outcome.partner == partners[index].id {
                items.append(item(.snooze(number), index, due, times))
            }
        }
        return items
    }

    private func item(
        _ stage: Stage,
        _ partner: Int,
        _ nominal: Instant,
        _ times: Times,
        task: String? = nil
    ) -> Item {
        let person = partners[partner]
        var due = nominal
        if let quiet = person.quietHours, !ritual.isUrgent {
            due = quiet.deferring(nominal, in: person.zone)
        }
        var expires = Lateness.expiry(
            of: due,
            ritual: ritual,
            period: times.period,
            partner: person
        )
        if case .lead = stage {
            expires = max(due, min(expires, times.start))
        }
        return Item(
            stage: stage,
            partner: partner,
            nominal: nominal,
            due: due,
            expires: expires,
            task: task
        )
    }
}

extension Ritual {
    /// The instant `span` before the start; calendar days are reckoned from the wall time.
    fileprivate func instant(
        _ span: Span,
        before start: Instant,
        _ localStart: CivilDateTime
    ) -> Instant {
        guard span.months != 0 || span.days != 0 else {
            return start + .seconds(-span.seconds)
        }
        return zone.instant(span, before: localStart)
    }
}

extension Span {
    /// No shorter than the span ever is: months of 31 days, days of 25 hours.
    var atMost: Duration {
        .seconds(Int64(months) * 31 * 90_000 + Int64(days) * 90_000 + Int64(seconds))
    }
}
