/// The machine that a daemon runs on: two may keep one household, each with its own desktop.
package struct Machine: Hashable, Sendable {
    /// The id of the partner who sits there; `nil` where that may be anybody.
    package var partner: String?
    /// The calendar that is written there; `nil` where none is.
    package var calendar: CalendarTarget?

    package init(partner: String? = nil, calendar: CalendarTarget? = nil) {
        self.partner = partner
        self.calendar = calendar
    }
}

/// A file that a calendar of the rituals is written to, and what the calendar has.
package struct CalendarTarget: Hashable, Sendable {
    /// An absolute path.
    package var file: String
    /// Only what is for this partner; everything where it is `nil`.
    package var partner: String?
    package var show = Channel.Show.titles
    /// Whether events ring.
    package var alarms = false

    package init(file: String) {
        self.file = file
    }
}
