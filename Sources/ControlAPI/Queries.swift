// What each GET route can be asked for.

/// `GET /v1/upcoming`: what is coming, in order.
package struct UpcomingQuery: Hashable, Sendable {
    package static let names = ["count", "days", "ritual", "partner"]
    package static let counts = 1...1000
    package static let days = 1...3660

    /// At most that many; the daemon's default where neither it nor `days` is given.
    package var count: Int?
    /// Only what starts within that many days.
    package var days: Int?
    package var ritual: String?
    package var partner: String?

    package init(
        count: Int? = nil,
        days: Int? = nil,
        ritual: String? = nil,
        partner: String? = nil
    ) {
        self.count = count
        self.days = days
        self.ritual = ritual
        self.partner = partner
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: UpcomingQuery.names)
        count = try query.number("count", in: UpcomingQuery.counts)
        days = try query.number("days", in: UpcomingQuery.days)
        ritual = query.text("ritual")
        partner = query.text("partner")
    }

    package var items: QueryItems {
        QueryItems(pairs: [
            ("count", count.map(String.init)), ("days", days.map(String.init)),
            ("ritual", ritual), ("partner", partner),
        ])
    }
}

/// `GET /v1/why`: every decision about the occurrences of a ritual on a date.
package struct WhyQuery: Hashable, Sendable {
    package static let names = ["ritual", "date"]

    package var ritual: String
    /// A local date, `2026-01-09`; `nil` for the most recent occurrence about which there is
    /// something to say.
    package var date: String?

    package init(ritual: String, date: String? = nil) {
        self.ritual = ritual
        self.date = date
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: WhyQuery.names)
        ritual = try query.required("ritual")
        date = query.text("date")
    }

    package var items: QueryItems {
        QueryItems(pairs: [("ritual", ritual), ("date", date)])
    }
}

/// `GET /v1/outbox`: deliveries, newest first.
package struct OutboxQuery: Hashable, Sendable {
    package static let names = ["state", "count"]
    package static let counts = 1...1000
    package static let states = [
        "pending", "sending", "delivered", "dead", "expired", "withdrawn",
    ]

    /// Only deliveries in one of these states, `state=pending,dead` on the wire; empty for all.
    package var states: [String]
    package var count: Int?

    package init(states: [String] = [], count: Int? = nil) {
        self.states = states
        self.count = count
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: OutboxQuery.names)
        states = (query.text("state") ?? "").split(separator: ",").map(String.init)
        for state in states where !OutboxQuery.states.contains(state) {
            throw Problem(
                .badRequest,
                detail: "state '\(state)' is not one of "
                    + OutboxQuery.states.joined(separator: ", ")
            )
        }
        count = try query.number("count", in: OutboxQuery.counts)
    }

    package var items: QueryItems {
        QueryItems(pairs: [
            ("state", states.isEmpty ? nil : states.joined(separator: ",")),
            ("count", count.map(String.init)),
        ])
    }
}
