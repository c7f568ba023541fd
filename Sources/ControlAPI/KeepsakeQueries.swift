package import CivilTime

// What decks, the jar and a digest can be asked for.

/// `GET /v1/deck`: which deck.
package struct DeckQuery: ControlQuery {
    package static let names = ["name"]

    /// The deck, or a ritual that asks from it.
    package var name: String

    package init(name: String) {
        self.name = name
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        name = try query.required("name")
    }

    package var items: QueryItems { QueryItems(["name": name]) }
}

/// `GET /v1/moments`: those of which dates.
package struct MomentsQuery: ControlQuery {
    package static let names = ["from", "until"]

    /// The first local date; the beginning where it is not given.
    package var from: CivilDate?
    /// The last local date; today where it is not given.
    package var until: CivilDate?

    package init(from: CivilDate? = nil, until: CivilDate? = nil) {
        self.from = from
        self.until = until
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        from = try query.date("from")
        until = try query.date("until")
    }

    package var items: QueryItems { QueryItems(["from": from, "until": until]) }
}

/// `GET /v1/digest`: so many days back, and as many ahead.
package struct DigestQuery: ControlQuery {
    package static let names = ["days"]
    package static let days = 1...366
    package static let defaultDays = 7

    package var days: Int?

    package init(days: Int? = nil) {
        self.days = days
    }

    package init(_ query: QueryItems) throws(Problem) {
        try query.check(known: Self.names)
        days = try query.number("days", in: Self.days)
    }

    package var items: QueryItems { QueryItems(["days": days]) }
}
