import CivilTime

extension RecurrenceRule: CustomStringConvertible {
    /// The rule in canonical form: the order of RFC 5545's grammar, values sorted, defaults left out.
    ///
    /// ```swift
    /// let rule = try RecurrenceRule(parsing: "rrule:wkst=mo;byday=fr,mo;freq=weekly")
    /// rule.description == "FREQ=WEEKLY;BYDAY=MO,FR"
    /// ```
    public var description: String {
        var parts: [String] = []
        if namesCalendar { parts.append("RSCALE=GREGORIAN") }
        parts.append("FREQ=\(frequency.rawValue)")
        if let until { parts.append("UNTIL=\(CalendarText.text(until))") }
        if let count { parts.append("COUNT=\(count)") }
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        append("BYSECOND", bySecond, to: &parts)
        append("BYMINUTE", byMinute, to: &parts)
        append("BYHOUR", byHour, to: &parts)
        append("BYDAY", byDay, to: &parts)
        append("BYMONTHDAY", byMonthDay, to: &parts)
        append("BYYEARDAY", byYearDay, to: &parts)
        append("BYWEEKNO", byWeekNumber, to: &parts)
        append("BYMONTH", byMonth, to: &parts)
        append("BYSETPOS", bySetPosition, to: &parts)
        if weekStart != .monday { parts.append("WKST=\(weekStart.code)") }
        if skip != .omit { parts.append("SKIP=\(skip.rawValue)") }
        return parts.joined(separator: ";")
    }

    private func append(
        _ name: String,
        _ values: [some CustomStringConvertible],
        to parts: inout [String]
    ) {
        guard !values.isEmpty else { return }
        parts.append("\(name)=\(values.map(\.description).joined(separator: ","))")
    }
}

extension RecurrenceRule.WeekdayPlace: CustomStringConvertible {
    /// The place as `BYDAY` writes it, `-1FR`.
    ///
    /// ```swift
    /// RecurrenceRule.WeekdayPlace(.friday, ordinal: -1).description == "-1FR"
    /// RecurrenceRule.WeekdayPlace(.friday).description == "FR"
    /// ```
    public var description: String { (ordinal == 0 ? "" : "\(ordinal)") + weekday.code }
}

extension Weekday {
    /// The two letters that iCalendar has for the day.
    var code: String { String(name.prefix(2)).uppercased() }
}
