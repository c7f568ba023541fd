/// A change of a zone's clocks that comes once a year for ever, on a weekday of a month.
package struct YearlyChange: Hashable, Sendable {
    /// 1 to 12.
    package let month: Int
    /// 1 to 4, or 5 for the last of the month.
    package let week: Int
    /// The weekday that the rule counts; the change may lie some days beside it.
    package let weekday: Weekday
    /// The seconds from that day's midnight, which may be negative or more than a day's.
    package let secondOfDay: Int
    package let offsetBefore: UTCOffset
    package let offsetAfter: UTCOffset
    private let date: PosixDate

    fileprivate init?(_ date: PosixDate, before: Int32, after: Int32) {
        guard case .weekdayOfMonth(let month, let week, let weekday) = date.day else { return nil }
        self.month = month
        self.week = week
        self.weekday = Weekday(index: (weekday + 6) % 7)
        secondOfDay = date.time
        offsetBefore = UTCOffset(seconds: Int(before))
        offsetAfter = UTCOffset(seconds: Int(after))
        self.date = date
    }

    /// The instant of the change in a year.
    package func instant(in year: Int) -> Instant {
        Instant(secondsSinceEpoch: date.localSeconds(in: year) - Int64(offsetBefore.seconds))
    }
}

extension Zone {
    /// The two changes of each year that hold after the table's last one, where there are any.
    package var yearlyChanges: [YearlyChange] {
        guard let footer = rules.footer, let daylight = footer.daylight else { return [] }
        let (standard, summer) = (footer.standard.offset, daylight.kind.offset)
        guard standard != summer,
            let begin = YearlyChange(daylight.start, before: standard, after: summer),
            let end = YearlyChange(daylight.end, before: summer, after: standard)
        else { return [] }
        return [begin, end]
    }

    /// A zone that keeps one offset for ever.
    package init(identifier: String, fixed offset: UTCOffset) {
        let kind = LocalTimeKind(
            offset: Int32(clamping: offset.seconds),
            isDaylight: false,
            abbreviation: identifier
        )
        self.init(
            rules: ZoneRules(
                identifier: identifier,
                transitions: [],
                kindIndices: [0],
                kinds: [kind],
                footer: nil
            )
        )
    }
}
