import CivilTime
import Household
import TestKit
import Testing

@testable import Planning

/// The search for times at which everyone is free and awake.
@Suite struct FreeTimeSearchTests {
    @Test(arguments: 0..<20)
    func `what is proposed is what a search of every start finds`(_ part: Int) throws {
        var dice = Dice(seed: UInt64(part) &+ 77)
        for _ in 0..<500 {
            let search = try EveryStart.random(&dice)
            let found = search.proposals()
            let starts = found.map(\.start.instant)
            let expected = EveryStart(search).starts(atMost: 3)
            #expect(starts == expected, "\(search.zone.identifier) \(search.usual)")
            #expect(starts == starts.sorted() && Set(starts).count == starts.count)
        }
    }

    @Test func `the usual time is proposed where nothing stands against it`() throws {
        let search = try Self.week(busy: [])
        let found = search.proposals()
        #expect(
            found.map(\.start.local.short) == [
                "2026-06-01T19:00", "2026-06-02T19:00", "2026-06-03T19:00",
            ]
        )
        #expect(found.map(\.reason) == Array(repeating: "the usual time", count: 3))
    }

    @Test func `a buffer lies before and after what somebody does`() throws {
        let busy = ["2026-06-01T17:00/2026-06-01T19:00", "2026-06-02T21:15/2026-06-02T23:00"]
        let found = try Self.week(busy: busy).proposals(atMost: 2)
        #expect(found.map(\.start.local.short) == ["2026-06-01T19:30", "2026-06-02T18:45"])
        #expect(
            found.map(\.reason) == [
                "30 min later than usual: Sam is busy at the usual time",
                "15 min earlier than usual: Sam is busy at the usual time",
            ]
        )
    }

    @Test func `a date without a free hour is passed over`() throws {
        let found = try Self.week(busy: ["2026-06-01T00:00/2026-06-03T00:00"]).proposals(atMost: 1)
        #expect(found.map(\.start.local.short) == ["2026-06-03T19:00"])
    }

    @Test func `what is longer than half a day needs only its start in the day`() throws {
        var search = try Self.week(busy: [])
        search.length = .seconds(2 * 86_400)
        #expect(search.proposals(atMost: 1).first?.start.local.short == "2026-06-01T19:00")
        search.length = .seconds(8 * 3_600)
        #expect(search.proposals(atMost: 1).first?.start.local.short == "2026-06-01T14:00")
    }

    @Test func `the time at which it stands is no proposal, and another ritual's is named`() throws
    {
        var search = try Self.week(busy: [])
        search.current = try search.zone.instant(of: CivilDateTime(parsing: "2026-06-01T19:00"))
        let date = try CivilDateTime(parsing: "2026-06-02T18:00")
        search.taken = [
            FreeTimeSearch.Taken(
                title: "Dinner",
                time: search.zone.instant(
                    of: date
                )..<search.zone.instant(of: date.adding(Span(seconds: 7_200)))
            )
        ]
        let found = search.proposals(atMost: 2)
        #expect(found.map(\.start.local.short) == ["2026-06-01T18:45", "2026-06-02T20:00"])
        #expect(
            found.map(\.reason) == [
                "15 min earlier than usual", "1 h later than usual: 'Dinner' is at the usual time",
            ]
        )
    }

    /// Two hours at 19:00 in the first week of June for Sam, who is asleep from 22:00 on.
    private static func week(busy: [String]) throws -> FreeTimeSearch {
        let zone = try SettledZone.berlin.zone
        let spans = try busy.map { text in
            let ends = try text.split(separator: "/").map { try CivilDateTime(parsing: $0) }
            return zone.instant(of: ends[0])..<zone.instant(of: ends[1])
        }
        let sam = FreeTimeSearch.Person(
            name: "Sam",
            zone: zone,
            quietHours: try QuietHours.of("22:00-07:00"),
            busy: BusyTimes(spans),
            buffer: .seconds(1_800)
        )
        let first = try zone.instant(of: CivilDateTime(parsing: "2026-06-01T08:00"))
        return FreeTimeSearch(
            people: [sam],
            zone: zone,
            usual: try ClockTime(parsing: "19:00"),
            length: .seconds(7_200),
            window: first..<(first + .seconds(7 * 86_400))
        )
    }
}
