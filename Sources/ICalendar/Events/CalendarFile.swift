package import CivilTime

/// A calendar as other programs write it: its events, and what of it could not be read.
///
/// One event that cannot be read does not hold up the others. A text that is no calendar at all, or
/// that ends in the middle, is an error.
package struct CalendarFile: Sendable {
    package let series: [EventSeries]
    /// The events that are left out, each with the line and the reason.
    package let refusals: [CalendarError]
    /// The calendar's title, `X-WR-CALNAME` or `NAME`.
    package let title: String?

    /// Reads a text.
    ///
    /// A zone of which only the rules are known is sought from `home` on, by its changes from a year
    /// before to four years after `around`.
    package init(
        reading text: [UInt8],
        zones: any ZoneProviding,
        home: Zone,
        around: Instant
    ) throws(CalendarError) {
        var order: [String] = []
        var events: [String: [Event]] = [:]
        var refusals: [CalendarError] = []
        let calendars = try Component.calendars(in: text)
        for calendar in calendars {
            let version = calendar.first("VERSION")
            if let version, version.value == "1.0" {
                throw version.error("2.0: a vCalendar of the nineties cannot be read")
            }
            let names = ZoneNames(calendar, zones, home: home, around: around)
            for component in calendar.components where component.name == "VEVENT" {
                do {
                    let event = try EventReader(component: component, zones: names).event()
                    if events[event.uid] == nil { order.append(event.uid) }
                    events[event.uid, default: []].append(event)
                } catch {
                    refusals.append(error)
                }
            }
        }
        series = order.map { EventSeries(uid: $0, events: events[$0] ?? []) }
        self.refusals = refusals
        title = calendars.lazy.compactMap { $0.text("X-WR-CALNAME") ?? $0.text("NAME") }.first
    }

    /// Returns the occurrences of all events that lie in a stretch, in order of their starts.
    package func occurrences(
        from: Instant,
        until: Instant,
        in home: Zone,
        limit: Int = 100_000
    ) -> [EventOccurrence] {
        var all: [EventOccurrence] = []
        for one in series where all.count < limit {
            all += one.occurrences(from: from, until: until, in: home, limit: limit - all.count)
        }
        return all.sorted { ($0.start, $0.original) < ($1.start, $1.original) }
    }
}
