package import CivilTime

extension Schedule {
    /// Whether something of it falls on a date by the wall time that it names.
    package func falls(on date: CivilDate, in zone: Zone) -> Bool {
        // What a gap moves over midnight comes before what the date itself has.
        let midnight = zone.instant(of: CivilDateTime(date, .midnight))
        return occurrences(in: zone, after: midnight - .seconds(1))
            .first { $0.local.date >= date }?.local.date == date
    }
}
