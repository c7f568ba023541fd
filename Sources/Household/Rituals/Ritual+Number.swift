package import CivilTime
import Recurrence

extension Ritual {
    /// The number of an occurrence, counted from the ritual's start; that of the first is 0.
    ///
    /// The start is the date that the schedule counts from or, where it names none, Monday 1
    /// January 2024. An occurrence that a signal began, or that lies before the start, has the
    /// number of its day. The number depends on the ritual and the key alone, so it is the same on
    /// every machine.
    package func number(of key: OccurrenceKey) -> Int {
        guard let schedule else {
            return key.start.date.epochDay
        }
        if case .elapsed(let step) = schedule {
            let seconds = (instant(of: key) - step.anchor).components.seconds
            return Int(seconds / max(1, step.step.components.seconds))
        }
        if case .every(let step) = schedule, step.unit == .days, step.weekdays.isEmpty,
            step.snap == nil
        {
            let days = key.start.date.epochDay - (step.anchor ?? Self.earliestStart).epochDay
            let place = step.times.firstIndex { $0 >= key.start.time } ?? 0
            return (days / step.count - step.firstStep) * step.times.count + place
        }
        let end = instant(of: key)
        let start = zone.instant(of: CivilDateTime(start ?? Self.earliestStart, .midnight))
        var count = 0
        for occurrence in schedule.occurrences(in: zone, after: start - .seconds(1)) {
            guard occurrence.instant < end, count < Self.mostCounted else {
                break
            }
            count += 1
        }
        return end < start || count == Self.mostCounted ? key.start.date.epochDay : count
    }

    /// The date that the schedule counts from; `nil` where it names none.
    package var start: CivilDate? {
        schedule.flatMap(Self.start)
    }

    private static func start(of schedule: Schedule) -> CivilDate? {
        switch schedule {
        case .every(let step): step.anchor
        case .rule(let set): set.start.date.epochDay == 0 ? nil : set.start.date
        case .calendar(_, let notBefore): notBefore?.date
        case .varying(let step): step.from
        case .dates(let dates): dates.min()?.date
        case .together(let shared): start(of: shared.base)
        case .excepting(let excepted): start(of: excepted.base)
        case .elapsed: nil
        }
    }

    private static let earliestStart = CivilDate(epochDay: 19_723)
    /// The most occurrences that are counted one by one: three a day for thirty years.
    private static let mostCounted = 33_000
}
