import ControlAPI
import Delivery
import Testing

struct QueryTests {
    static func items(_ pairs: KeyValuePairs<String, String>) -> QueryItems {
        QueryItems(pairs.map { QueryItems.Item(name: $0.key, value: $0.value) })
    }

    @Test func `a query is read by name, in any order`() throws {
        let query = try UpcomingQuery(
            Self.items(["partner": "sam", "count": "5", "ritual": "check-in", "days": "7"])
        )
        #expect(query == UpcomingQuery(count: 5, days: 7, ritual: "check-in", partner: "sam"))
        #expect(query.items.encoded == "?count=5&days=7&ritual=check-in&partner=sam")
    }

    @Test(arguments: [
        (
            items(["cuont": "5"]),
            "unknown query 'cuont'; allowed: count, days, ritual, partner, once"
        ),
        (items(["count": "5", "count": "6"]), "query 'count' is given twice"),
        (
            items(["count": "0"]),
            "query 'count' is '0', not a whole number between 1 and 1000"
        ),
        (
            items(["days": "soon"]),
            "query 'days' is 'soon', not a whole number between 1 and 3660"
        ),
        (items(["once": "yes"]), "query 'once' is 'yes', not true or false"),
    ])
    func `what cannot be read is a bad request that says what is allowed`(
        items: QueryItems,
        detail: String
    ) {
        let problem = #expect(throws: Problem.self) { try UpcomingQuery(items) }
        #expect(problem == Problem(.badRequest, detail: detail))
        #expect(problem?.status == 400)
    }

    @Test func `why needs a ritual`() {
        let problem = #expect(throws: Problem.self) { try WhyQuery(Self.items(["date": ""])) }
        #expect(problem?.detail == "query 'ritual' is missing")
    }

    @Test func `a date is one that the calendar has`() throws {
        let query = try WhyQuery(Self.items(["ritual": "walk", "date": "2026-01-09"]))
        #expect(query.items.encoded == "?ritual=walk&date=2026-01-09")
        let problem = #expect(throws: Problem.self) {
            try HistoryQuery(Self.items(["from": "2026-02-30"]))
        }
        #expect(problem?.detail == "query 'from': day 30 is not between 1 and 28")
    }

    @Test func `the outbox takes several states, and none it does not know`() throws {
        let query = try OutboxQuery(Self.items(["state": "pending,dead"]))
        #expect(query.states == [.pending, .dead])
        #expect(query.items.encoded == "?state=pending%2Cdead")
        let problem = #expect(throws: Problem.self) {
            try OutboxQuery(Self.items(["state": "lost"]))
        }
        #expect(
            problem?.detail
                == "state 'lost' is not one of pending, sending, delivered, dead, expired, withdrawn"
        )
    }

    @Test func `everything but letters, digits and four marks is percent-encoded`() {
        #expect(
            Self.items(["ritual": "a b&c=ü/~._-"]).encoded == "?ritual=a%20b%26c%3D%C3%BC%2F~._-"
        )
        #expect(QueryItems().encoded == "")
    }
}
