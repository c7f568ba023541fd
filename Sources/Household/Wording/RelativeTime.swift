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

    /// How far away an instant is: `in 2 h 14 min`, `in 8 weeks`, `5 min ago`, `now`.
    ///
    /// Up to a day it is what two clocks that show whole minutes differ by, so that 20:30 is
    /// `in 15 min` from 20:15 on. Beyond, it is rounded to whole units, by a tenth at most: where one
    /// unit cannot say it so closely, a second one stands beside it, `in 1 day 11 h`.
    package func distance(to instant: Instant) -> String {
        let seconds = instant.secondsSinceEpoch - now.secondsSinceEpoch
        if seconds == 0 {
            return "now"
        }
        return directed(length(to: instant, seconds: seconds), isAhead: seconds > 0)
    }

    /// How far away a date is, by the calendar: `in 2 days`, `3 weeks ago`, `today`.
    package func distance(to date: CivilDate) -> String {
        let days = date.epochDay - zone.local(at: now).date.epochDay
        if days == 0 {
            return "today"
        }
        return directed(RelativeTime.length(ofDays: abs(days)), isAhead: days > 0)
    }

    private func directed(_ length: String, isAhead: Bool) -> String {
        isAhead ? "in \(length)" : "\(length) ago"
    }

    private func length(to instant: Instant, seconds: Int64) -> String {
        if abs(seconds) < 60 {
            return "\(abs(seconds)) s"
        }
        let minutes = abs(
            CivilDateTime.minutes(instant.secondsSinceEpoch)
                - CivilDateTime.minutes(now.secondsSinceEpoch)
        )
        if minutes < 24 * 60 {
            return RelativeTime.length(of: .seconds(60 * minutes))
        }
        let hours = Int((minutes + 30) / 60)
        return hours < 5 * 24
            ? RelativeTime.rounded(hours, "h", by: 24) { RelativeTime.counted($0, "day") }
            : RelativeTime.length(ofDays: (hours + 12) / 24)
    }

    /// Days up to five weeks, weeks up to five months, then months and years.
    ///
    /// From there on each unit is large enough that rounding to it is off by a tenth at most.
    private static func length(ofDays days: Int) -> String {
        switch days {
        case ..<35: return counted(days, "day")
        case ..<152: return counted((days + 3) / 7, "week")
        default:
            // 400 years have 146,097 days and 4,800 months.
            let months = (days * 4_800 + 73_048) / 146_097
            return months < 24
                ? counted(months, "month")
                : rounded(months, "month", by: 12) { counted($0, "year") }
        }
    }

    /// A count of small units in the large unit of which `size` make one, with the small ones that are
    /// left where leaving them out would be off by a tenth or more.
    private static func rounded(
        _ count: Int,
        _ unit: String,
        by size: Int,
        large: (Int) -> String
    ) -> String {
        let nearest = (count + size / 2) / size
        // The count itself is rounded, so that a twelfth of it is a tenth of what it stands for.
        if abs(nearest * size - count) * 12 < count {
            return large(nearest)
        }
        let rest = count % size
        let small = unit == "h" ? "\(rest) h" : counted(rest, unit)
        return "\(large(count / size)) \(small)"
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
