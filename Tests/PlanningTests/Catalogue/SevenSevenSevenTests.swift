import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct SevenSevenSevenTests {
    private func dates(_ part: String, snap: Snap?, from: String = "2026-01-09", count: Int) throws
        -> [String]
    {
        let rituals = try builtInPlan("7-7-7", from: from, snap: snap)
        let ritual = try #require(rituals.first { $0.id == "7-7-7-\(part)" })
        let schedule = try #require(ritual.schedule)
        return schedule.occurrences(in: .utc, after: try instant("2025-01-01T00:00:00Z"))
            .prefix(count).map { $0.local.short }
    }

    @Test func `a date comes every seven days, the first on the anchor`() throws {
        #expect(
            try dates("date", snap: nil, count: 3) == [
                "2026-01-09T19:00", "2026-01-16T19:00", "2026-01-23T19:00",
            ]
        )
    }

    @Test func `the first getaway is seven weeks after the anchor`() throws {
        #expect(
            try dates("getaway", snap: nil, count: 3) == [
                "2026-02-27T19:00", "2026-04-17T19:00", "2026-06-05T19:00",
            ]
        )
    }

    @Test func `trips count seven months each from the anchor, clamped and without drift`() throws {
        #expect(
            try dates("trip", snap: nil, from: "2026-01-31", count: 5) == [
                "2026-08-31T19:00", "2027-03-31T19:00", "2027-10-31T19:00", "2028-05-31T19:00",
                "2028-12-31T19:00",
            ]
        )
        #expect(
            try dates("trip", snap: nil, from: "2025-07-31", count: 2) == [
                "2026-02-28T19:00", "2026-09-30T19:00",
            ]
        )
    }

    /// The first three dates and getaways and the first two trips, to be held against a paper calendar.
    @Test(arguments: [
        (
            "2026-01-09", "01-09 01-16 01-23", "2026-02-27 2026-04-17 2026-06-05",
            "2026-08-09 2027-03-09"
        ),
        (
            "2026-08-31", "08-31 09-07 09-14", "2026-10-19 2026-12-07 2027-01-25",
            "2027-03-31 2027-10-31"
        ),
        (
            "2028-02-29", "02-29 03-07 03-14", "2028-04-18 2028-06-06 2028-07-25",
            "2028-09-29 2029-04-29"
        ),
    ])
    func `all three count from the anchor, the last of a month and a leap day too`(
        _ anchor: String,
        _ expectedDates: String,
        _ getaways: String,
        _ trips: String
    ) throws {
        let found = try [("date", 3), ("getaway", 3), ("trip", 2)].map { part, count in
            try dates(part, snap: nil, from: anchor, count: count).map { $0.prefix(10) }
        }
        #expect(found[0].map { $0.dropFirst(5) }.joined(separator: " ") == expectedDates)
        #expect(found[1].joined(separator: " ") == getaways)
        #expect(found[2].joined(separator: " ") == trips)
    }

    @Test func `snap moves each to the nearest Friday and never the anchor`() throws {
        // Seven months from Friday 9 January 2026 are 9 August, a Sunday, then 9 March 2027, a Tuesday.
        #expect(
            try dates("trip", snap: .nearest(.friday), count: 4) == [
                "2026-08-07T19:00", "2027-03-12T19:00", "2027-10-08T19:00", "2028-05-12T19:00",
            ]
        )
    }

    @Test func `the trip absorbs the getaway and the date, the getaway the date`() throws {
        let rituals = try builtInPlan("7-7-7", from: "2026-01-09")
        #expect(rituals.map(\.id) == ["7-7-7-date", "7-7-7-getaway", "7-7-7-trip"])
        #expect(Set(rituals[0].absorbedBy) == ["7-7-7-getaway", "7-7-7-trip"])
        #expect(rituals[1].absorbedBy == ["7-7-7-trip"])
        #expect(rituals[2].absorbedBy == [])
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, rituals), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-09-01T00:00:00Z")
        #expect(keeper.decision("start", of: "7-7-7-date@2026-02-27T19:00")?.verdict == .absorbed)
        #expect(keeper.decision("start", of: "7-7-7-getaway@2026-02-27T19:00")?.verdict == .fired)
        // The trip of 9 August takes the date of the 14th.
        #expect(keeper.decision("start", of: "7-7-7-date@2026-08-14T19:00")?.verdict == .absorbed)
        #expect(keeper.decision("start", of: "7-7-7-date@2026-08-21T19:00")?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what is left out absorbs nothing`() throws {
        let rituals = try builtInPlan("7-7-7", from: "2026-01-09", leavingOut: ["getaway"])
        #expect(rituals.map(\.id) == ["7-7-7-date", "7-7-7-trip"])
        #expect(rituals[0].absorbedBy == ["7-7-7-trip"])
    }
}
