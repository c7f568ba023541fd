package import CivilTime
package import Delivery

/// The query of a GET route.
package protocol ControlQuery: Hashable, Sendable {
    /// The names of the items that the query may have.
    static var names: [String] { get }

    init(_ query: QueryItems) throws(Problem)

    var items: QueryItems { get }
}

/// The query of a route that takes none, such as `GET /v1/next`.
package struct NoQuery: ControlQuery {
    package static let names: [String] = []

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
    }

    package var items: QueryItems { QueryItems([:]) }
}

/// `GET /v1/upcoming`: what is coming, in order.
package struct UpcomingQuery: ControlQuery {
    package static let names = ["count", "days", "ritual", "partner", "once"]
    package static let counts = 1...1000
    package static let days = 1...3660

    /// The most occurrences; the daemon's default where neither `count` nor `days` is given.
    package var count: Int?
    /// How many days ahead an occurrence may start.
    package var days: Int?
    package var ritual: String?
    package var partner: String?
    /// Whether only the next of each ritual is wanted.
    package var once: Bool?

    package init(
        count: Int? = nil,
        days: Int? = nil,
        ritual: String? = nil,
        partner: String? = nil,
        once: Bool? = nil
    ) {
        self.count = count
        self.days = days
        self.ritual = ritual
        self.partner = partner
        self.once = once
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        count = try query.number("count", in: Self.counts)
        days = try query.number("days", in: Self.days)
        ritual = query.text("ritual")
        partner = query.text("partner")
        once = try query.truth("once")
    }

    package var items: QueryItems {
        QueryItems([
            "count": count, "days": days, "ritual": ritual, "partner": partner, "once": once,
        ])
    }
}

/// `GET /v1/why`: every decision about the occurrences of a ritual on a date.
package struct WhyQuery: ControlQuery {
    package static let names = ["ritual", "date"]

    package var ritual: String
    /// A local date; `nil` for the most recent occurrence about which there is something to say.
    package var date: CivilDate?

    package init(ritual: String, date: CivilDate? = nil) {
        self.ritual = ritual
        self.date = date
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        ritual = try query.required("ritual")
        date = try query.date("date")
    }

    package var items: QueryItems { QueryItems(["ritual": ritual, "date": date]) }
}

/// `GET /v1/history` and `GET /v1/days`: a span of dates, and a ritual or all.
package struct HistoryQuery: ControlQuery {
    package static let names = ["days", "from", "until", "ritual"]
    package static let days = 1...3660
    package static let defaultDays = 30

    /// How many dates the span has up to `until`, where `from` is not given.
    package var days: Int?
    /// The first local date.
    package var from: CivilDate?
    /// The last local date; today where it is not given.
    package var until: CivilDate?
    package var ritual: String?

    package init(
        days: Int? = nil,
        from: CivilDate? = nil,
        until: CivilDate? = nil,
        ritual: String? = nil
    ) {
        self.days = days
        self.from = from
        self.until = until
        self.ritual = ritual
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        days = try query.number("days", in: Self.days)
        from = try query.date("from")
        until = try query.date("until")
        ritual = query.text("ritual")
        guard days == nil || from == nil else {
            throw Problem(.badRequest, detail: "give 'days' or 'from', not both")
        }
    }

    package var items: QueryItems {
        QueryItems(["days": days, "from": from, "until": until, "ritual": ritual])
    }

    /// The first date of the span that ends with `until`.
    package func first(until: CivilDate) throws(Problem) -> CivilDate {
        let from = from ?? until.adding(days: 1 - (days ?? Self.defaultDays))
        guard from <= until else {
            throw Problem(.badRequest, detail: "from \(from) is after until \(until)")
        }
        let most = Self.days.upperBound
        guard until.epochDay - from.epochDay < most else {
            throw Problem(.badRequest, detail: "\(from) to \(until) is more than \(most) days")
        }
        return from
    }
}

/// `GET /v1/outbox`: deliveries, newest first.
package struct OutboxQuery: ControlQuery {
    package static let names = ["state", "count"]
    package static let counts = 1...1000

    /// Only deliveries in one of these states, `state=pending,dead` on the wire; empty for all.
    package var states: [Delivery.State]
    package var count: Int?

    package init(states: [Delivery.State] = [], count: Int? = nil) {
        self.states = states
        self.count = count
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        states = []
        for word in (query.text("state") ?? "").split(separator: ",") {
            states.append(try Self.state(word))
        }
        count = try query.number("count", in: Self.counts)
    }

    private static func state(_ word: Substring) throws(Problem) -> Delivery.State {
        guard let state = Delivery.State(rawValue: String(word)) else {
            let known = Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.badRequest, detail: "state '\(word)' is not one of \(known)")
        }
        return state
    }

    package var items: QueryItems {
        let words = states.map(\.rawValue).joined(separator: ",")
        return QueryItems(["state": words.isEmpty ? nil : words, "count": count])
    }
}

/// `GET /v1/outbox/show`: one delivery by its number.
package struct DeliveryQuery: ControlQuery {
    package static let names = ["id"]

    package var id: Int64

    package init(id: Int64) {
        self.id = id
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        let text = try query.required("id")
        guard let id = Int64(text), id > 0 else {
            throw Problem(.badRequest, detail: "query 'id' is '\(text)', not a delivery's number")
        }
        self.id = id
    }

    package var items: QueryItems { QueryItems(["id": id]) }
}

/// `GET /v1/suggest`: other times at which an occurrence could be.
package struct SuggestQuery: ControlQuery {
    package static let names = ["ritual", "occurrence"]

    package var ritual: String
    /// Its scheduled local start, or its date; `nil` for the next that can be moved.
    package var occurrence: DateOrTime?

    package init(ritual: String, occurrence: DateOrTime? = nil) {
        self.ritual = ritual
        self.occurrence = occurrence
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        ritual = try query.required("ritual")
        occurrence = try query.dateOrTime("occurrence")
    }

    package var items: QueryItems {
        QueryItems(["ritual": ritual, "occurrence": occurrence])
    }
}
