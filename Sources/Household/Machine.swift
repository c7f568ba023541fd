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

/// Where a calendar of the rituals is kept, and what the calendar has.
package struct CalendarTarget: Hashable, Sendable {
    /// The absolute path of a file; `nil` where none is written.
    package var file: String?
    /// The address that it is put at; `nil` where there is none.
    package var upload: CalendarUpload?
    /// Only what is for this partner; everything where it is `nil`.
    package var partner: String?
    package var show = Channel.Show.titles
    /// Whether events ring.
    package var alarms = false

    package init(file: String? = nil, upload: CalendarUpload? = nil) {
        self.file = file
        self.upload = upload
    }
}

/// An address that a calendar is put at.
package struct CalendarUpload: Hashable, Sendable {
    package var url: Secret
    package var user: String?
    package var password: SecretReference?
    /// A file of certificates to trust instead of the system's.
    package var caFile: String?

    package init(
        url: Secret,
        user: String? = nil,
        password: SecretReference? = nil,
        caFile: String? = nil
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.caFile = caFile
    }
}
