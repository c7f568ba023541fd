package import CivilTime
package import Household

/// `GET /v1/calendar.ics`: the feed.
package struct CalendarQuery: ControlQuery {
    package static let names = ["partner", "ritual", "show", "alarms"]

    /// Only what is for this partner.
    package var partner: String?
    /// Only these rituals, by commas; all where it is empty.
    package var rituals: [String]
    package var show: Channel.Show
    /// Whether events ring; `alarms=1` is taken too, as calendars write it.
    package var alarms: Bool

    package init(
        partner: String? = nil,
        rituals: [String] = [],
        show: Channel.Show = .titles,
        alarms: Bool = false
    ) {
        self.partner = partner
        self.rituals = rituals
        self.show = show
        self.alarms = alarms
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        partner = query.text("partner")
        rituals = query.list("ritual")
        show = try query.show("show")
        switch query.text("alarms") {
        case "1": alarms = true
        case "0": alarms = false
        default: alarms = try query.truth("alarms") ?? false
        }
    }

    package var choice: CalendarChoice {
        CalendarChoice(partner: partner, rituals: rituals, show: show, alarms: alarms)
    }

    package var items: QueryItems {
        QueryItems([
            "partner": partner, "ritual": rituals.isEmpty ? nil : rituals.joined(separator: ","),
            "show": show == .titles ? nil : show.rawValue, "alarms": alarms ? alarms : nil,
        ])
    }
}

/// `GET /v1/export.ics`: a calendar to import.
package struct ExportQuery: ControlQuery {
    package static let names = ["partner", "ritual", "show", "from", "until"]

    package var partner: String?
    package var rituals: [String]
    package var show: Channel.Show
    /// The first date of the household; today where it is not given.
    package var from: CivilDate?
    /// The last date that dates are given for; two years on where it is not given.
    package var until: CivilDate?

    package init(
        partner: String? = nil,
        rituals: [String] = [],
        show: Channel.Show = .titles,
        from: CivilDate? = nil,
        until: CivilDate? = nil
    ) {
        self.partner = partner
        self.rituals = rituals
        self.show = show
        self.from = from
        self.until = until
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        partner = query.text("partner")
        rituals = query.list("ritual")
        show = try query.show("show")
        from = try query.date("from")
        until = try query.date("until")
    }

    package var choice: CalendarChoice {
        CalendarChoice(partner: partner, rituals: rituals, show: show, alarms: true)
    }

    package var items: QueryItems {
        QueryItems([
            "partner": partner, "ritual": rituals.isEmpty ? nil : rituals.joined(separator: ","),
            "show": show == .titles ? nil : show.rawValue, "from": from, "until": until,
        ])
    }
}

extension QueryItems {
    fileprivate func list(_ name: String) -> [String] {
        (text(name) ?? "").split(separator: ",").map(String.init)
    }

    fileprivate func show(_ name: String) throws(Problem) -> Channel.Show {
        guard let word = text(name) else { return .titles }
        guard let show = Channel.Show(rawValue: word) else {
            let known = Channel.Show.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.badRequest, detail: "query '\(name)' is '\(word)', not one of \(known)")
        }
        return show
    }
}
