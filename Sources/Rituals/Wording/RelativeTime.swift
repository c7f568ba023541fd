package import CivilTime

/// Says when something is as a person would, seen from `now` in a zone.
///
/// `today 20:30 (in 2 h 14 min)`, `Fri 9 Jan 19:00 (in 3 days)`, `yesterday 20:30 (22 h ago)`.
package struct RelativeTime: Hashable, Sendable {
    package var now: Instant
    package var zone: Zone

    package init(now: Instant, zone: Zone) {
        self.now = now
        self.zone = zone
    }

    /// The day, the time of day and how far away it is.
    package func phrase(_ instant: Instant) -> String {
        "\(moment(instant)) (\(distance(to: instant)))"
    }

    /// The day and the time of day: `today 20:30`.
    package func moment(_ instant: Instant) -> String {
        let local = zone.local(at: instant)
        return "\(day(local.date)) \(local.time.toTheMinute)"
    }

    /// The day: `today`, `tomorrow`, `yesterday`, else `Fri 9 Jan`, with the year where it is
    /// another one.
    package func day(_ date: CivilDate) -> String {
        let today = zone.local(at: now).date
        return switch date.epochDay - today.epochDay {
        case 0: "today"
        case 1: "tomorrow"
        case -1: "yesterday"
        default: date.worded(year: date.year != today.year)
        }
    }

    /// How far away an instant is: `in 2 h 14 min`, `in 3 weeks`, `5 min ago`, `now`.
    ///
    /// Up to a day it is what two clocks that show whole minutes differ by, so that 20:30 is
    /// `in 15 min` from 20:15 on; beyond, whole days of the calendar, then weeks, months and years.
    package func distance(to instant: Instant) -> String {
        let seconds = instant.secondsSinceEpoch - now.secondsSinceEpoch
        if seconds == 0 {
            return "now"
        }
        let length = length(to: instant, seconds: seconds)
        return seconds > 0 ? "in \(length)" : "\(length) ago"
    }

    private func length(to instant: Instant, seconds: Int64) -> String {
        if abs(seconds) < 60 {
            return "\(abs(seconds)) s"
        }
        let minutes =
            CivilDateTime.minutes(instant.secondsSinceEpoch)
            - CivilDateTime.minutes(now.secondsSinceEpoch)
        if abs(minutes) < 24 * 60 {
            return RelativeTime.length(of: .seconds(60 * abs(minutes)))
        }
        let from = zone.local(at: min(now, instant)).date
        let to = zone.local(at: max(now, instant)).date
        return RelativeTime.length(from: from, to: to)
    }

    /// A distance of dates: days up to two weeks, weeks up to eight, then whole months and years.
    private static func length(from: CivilDate, to: CivilDate) -> String {
        let days = max(1, to.epochDay - from.epochDay)
        switch days {
        case ..<14: return counted(days, "day")
        case ..<57: return counted(days / 7, "week")
        default:
            var months = 12 * (to.year - from.year) + to.month - from.month
            if from.adding(months: months) > to {
                months -= 1
            }
            return months < 24 ? counted(months, "month") : counted(months / 12, "year")
        }
    }

    /// A length of time in its one or two biggest units: `40 s`, `2 h 14 min`, `3 days`.
    package static func length(of duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(minutes) min"
        case ..<86400: return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min"
        default:
            let whole = counted(Int(days), "day")
            return hours == 0 ? whole : "\(whole) \(hours) h"
        }
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        CountPhrase.counted(count, noun)
    }
}

extension CivilDate {
    /// `Fri 9 Jan`, or `Fri 9 Jan 2026`.
    package func worded(year showsYear: Bool) -> String {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let text = "\(weekday.abbreviation) \(day) \(months[month - 1])"
        return showsYear ? "\(text) \(year)" : text
    }
}

extension ClockTime {
    /// `19:00`, seconds left out.
    package var toTheMinute: String { "\(ClockTime(secondOfDay: secondOfDay / 60 * 60))" }
}

extension CivilDateTime {
    /// Whole minutes, rounded down on both sides of the epoch.
    fileprivate static func minutes(_ seconds: Int64) -> Int64 {
        (seconds - (seconds % 60 + 60) % 60) / 60
    }
}
