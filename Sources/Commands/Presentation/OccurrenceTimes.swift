import CivilTime
import ControlAPI
import Household

/// Start and end of an occurrence, ready to be worded.
struct OccurrenceTimes {
    let start: ExtendedTime
    let end: ExtendedTime
    private let relative: RelativeTime

    init(start: ExtendedTime, end: ExtendedTime, in context: CommandContext) {
        self.start = start
        self.end = end
        relative = context.relativeTime(in: start.zone)
    }

    init(_ occurrence: OccurrenceMessage, in context: CommandContext) {
        self.init(start: occurrence.start, end: occurrence.end, in: context)
    }

    /// `today`, `tomorrow`, `Fri 9 Jan`.
    var day: String { relative.day(start.local.date) }

    /// `19:00`.
    var time: String { start.local.time.toTheMinute }

    /// `in 2 h 14 min`.
    var distance: String { relative.distance(to: start.instant) }

    /// Until when it lasts, with the day where that is another one: `until Sun 19:00`.
    var until: String {
        let local = end.local
        let days = local.date.epochDay - relative.zone.local(at: relative.now).date.epochDay
        let day =
            switch days {
            case 0: ""
            case -6...6: "\(local.date.weekday.abbreviation) "
            default: "\(relative.day(local.date)) "
            }
        return "until \(day)\(local.time.toTheMinute)"
    }

    var isUnderWay: Bool { start.instant <= relative.now && relative.now < end.instant }

    /// How far away its day is, by the calendar: `in 2 days`.
    var dayDistance: String { relative.distance(to: start.local.date) }

    /// `today 20:30 (in 2 h 14 min)`.
    var phrase: String { "\(day) \(time) (\(distance))" }

    /// How long it lasts, empty where it only begins: `10 min`, `3 h`, `2 days`.
    ///
    /// From a day on the wall clock counts, so that a weekend with a clock change is two days too.
    var length: String {
        let wall = end.local.localSeconds - start.local.localSeconds
        let elapsed = end.instant.secondsSinceEpoch - start.instant.secondsSinceEpoch
        let seconds = wall >= 86_400 ? wall : elapsed
        return seconds <= 0 ? "" : RelativeTime.length(of: .seconds(seconds))
    }
}

extension RelativeTime {
    /// The day and the time of day that a time itself names: `Fri 9 Jan 19:00`.
    func moment(of time: ExtendedTime) -> String {
        "\(day(time.local.date)) \(time.local.time.toTheMinute)"
    }
}
