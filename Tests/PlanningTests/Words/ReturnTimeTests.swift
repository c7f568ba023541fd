import CivilTime
import Household
import TestKit
import Testing

@testable import Planning

/// When everyone comes back from a pause.
@Suite struct ReturnTimeTests {
    struct Person: Sendable {
        var zone: Zone
        var quiet: String?

        func partner(_ number: Int) throws -> Partner {
            Partner(
                id: "p\(number)",
                name: "P\(number)",
                zone: zone,
                quietHours: try quiet.map { try QuietHours.of($0) }
            )
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var called: Instant
        var hours = 24
        var people: [(String, String?)]
        var back: Instant
        var disturbed: [String] = []

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "without quiet hours it is 24 hours later, to the next whole minute",
            called: "2026-01-09T19:13:27Z",
            people: [("UTC", nil)],
            back: "2026-01-10T19:14:00Z"
        ),
        Case(
            name: "a night is waited out",
            called: "2026-01-09T23:00:00Z",
            people: [("UTC", nil), ("UTC", "22:30-07:00")],
            back: "2026-01-11T07:00:00Z"
        ),
        Case(
            name: "24 hours elapse, whatever the clock does",
            called: "2026-03-08T00:00:00Z",
            people: [("America/New_York", nil)],
            back: "2026-03-09T00:00:00Z"
        ),
        Case(
            name: "an end of quiet hours that the clock jumps over",
            called: "2026-03-27T23:00:00Z",
            people: [("Europe/Berlin", "22:00-02:30")],
            back: "2026-03-29T01:00:00Z"
        ),
        Case(
            name: "an end that the clock shows twice, the first time",
            called: "2026-10-31T03:00:00Z",
            people: [("America/New_York", "22:00-01:30")],
            back: "2026-11-01T05:30:00Z"
        ),
        Case(
            name: "an end that the clock shows twice, the second time",
            called: "2026-10-31T03:00:00Z",
            hours: 27,
            people: [("America/New_York", "22:00-01:30")],
            back: "2026-11-01T06:30:00Z"
        ),
        Case(
            name: "zones thirteen hours apart leave an evening and a morning",
            called: "2026-01-09T10:00:00Z",
            people: [("UTC", "22:00-08:00"), ("Pacific/Auckland", "22:00-08:00")],
            back: "2026-01-10T19:00:00Z"
        ),
        Case(
            name: "one minute of the day is enough",
            called: "2026-01-09T12:00:00Z",
            people: [("UTC", "00:00-23:59")],
            back: "2026-01-10T23:59:00Z"
        ),
        Case(
            name: "what is left of the time is quiet: the last minute before the wished one",
            called: "2026-01-09T12:00:00Z",
            hours: 46,
            people: [("UTC", "09:00-20:00")],
            back: "2026-01-11T08:59:00Z"
        ),
        Case(
            name: "never after 48 hours, to the whole minute before",
            called: "2026-01-09T12:00:30Z",
            hours: 48,
            people: [("UTC", nil)],
            back: "2026-01-11T12:00:00Z"
        ),
        Case(
            name: "quiet hours that cover all: the wished time, in those of one",
            called: "2026-01-09T12:00:00Z",
            people: [("UTC", "06:00-18:00"), ("UTC", "18:00-06:00")],
            back: "2026-01-10T12:00:00Z",
            disturbed: ["p1"]
        ),
        Case(
            name: "three of whom always some are quiet: the first time in those of one",
            called: "2026-01-09T11:00:00Z",
            people: [("UTC", "06:00-18:00"), ("UTC", "18:00-06:00"), ("UTC", "10:00-14:00")],
            back: "2026-01-10T14:00:00Z",
            disturbed: ["p1"]
        ),
        Case(
            name: "three in three zones",
            called: "2026-01-09T20:00:00Z",
            people: [
                ("America/New_York", "22:00-07:00"), ("Europe/Berlin", "22:00-07:00"),
                ("Asia/Kolkata", "22:00-07:00"),
            ],
            back: "2026-01-11T12:00:00Z"
        ),
    ]

    private static func zone(_ name: String) throws -> Zone {
        try SettledZone(rawValue: name).map { try $0.zone } ?? .utc
    }

    @Test(arguments: cases) func `the return`(row: Case) throws {
        let partners = try row.people.enumerated().map { index, person in
            try Person(zone: Self.zone(person.0), quiet: person.1).partner(index + 1)
        }
        let back = ReturnTime(
            after: .seconds(row.hours * 3_600),
            from: row.called,
            for: partners
        )
        #expect(back.instant == row.back)
        #expect(back.disturbed == row.disturbed)
    }

    // MARK: - Against every minute

    /// Walks every minute from 24 to 48 hours and looks at each clock by itself.
    private static func everyMinute(
        _ called: Instant,
        _ wait: Int64,
        _ partners: [Partner]
    ) -> (back: Int64, disturbed: Int) {
        var best: (rank: [Int64], back: Int64)?
        let start = called.secondsSinceEpoch
        var second = start + 24 * 3_600
        while second <= start + 48 * 3_600 {
            defer { second += 1 }
            guard second % 60 == 0 else {
                continue
            }
            let quiet = partners.filter { partner in
                guard let window = partner.quietHours?.window else {
                    return false
                }
                let clock = partner.zone.local(at: Instant(secondsSinceEpoch: second)).time
                    .secondOfDay
                let (from, to) = (window.start.secondOfDay, window.end.secondOfDay)
                return from <= to ? from <= clock && clock < to : clock >= from || clock < to
            }
            let isBefore = second < start + wait
            let rank = [
                Int64(quiet.count), isBefore ? 1 : 0, abs(second - (start + wait)),
            ]
            if best.map({ rank.lexicographicallyPrecedes($0.rank) }) ?? true {
                best = (rank, second)
            }
        }
        return (best?.back ?? 0, Int(best?.rank[0] ?? 0))
    }

    private static func window(_ dice: inout Dice) -> String {
        let start = dice.roll(0...1_439)
        let end = (start + dice.roll(30...1_410)) % 1_440
        return [start, end].map { minutes in
            let (hour, minute) = (minutes / 60, minutes % 60)
            return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        }.joined(separator: "-")
    }

    /// An instant so near before a change of a zone's clocks that the return can fall on it; or any.
    private static func called(_ dice: inout Dice, _ zone: Zone) -> Instant {
        let january: Instant = "2026-01-01T00:00:00Z"
        let any = january + .seconds(dice.roll(0...364 * 86_400))
        guard dice.chance(70), let change = zone.nextTransition(after: any) else {
            return any
        }
        return change - .seconds(dice.roll(20 * 3_600...50 * 3_600))
    }

    @Test func `two hundred pairs of zones and quiet hours come back when every minute says so`()
        throws
    {
        var dice = Dice(seed: 12)
        var (possible, impossible) = (0, 0)
        for number in 1...200 {
            let zones = try (1...2).map { _ in try dice.pick(SettledZone.allCases).zone }
            let partners = try zones.enumerated().map { index, zone in
                try Person(zone: zone, quiet: dice.chance(90) ? Self.window(&dice) : nil)
                    .partner(index + 1)
            }
            let called = Self.called(&dice, dice.pick(zones))
            let wait = Int64(dice.chance(60) ? 24 * 3_600 : dice.roll(24 * 60...48 * 60) * 60)
            let back = ReturnTime(after: .seconds(wait), from: called, for: partners)
            let expected = Self.everyMinute(called, wait, partners)
            let place = "\(number): \(called), \(partners)"
            #expect(back.instant.secondsSinceEpoch == expected.back, "\(place)")
            #expect(back.disturbed.count == expected.disturbed, "\(place)")
            #expect(back.instant >= called + .seconds(24 * 3_600), "\(place)")
            #expect(back.instant <= called + .seconds(48 * 3_600), "\(place)")
            if expected.disturbed == 0 {
                possible += 1
                // What quiet hours say themselves of the instant that they defer.
                for partner in partners {
                    let quiet = partner.quietHours
                    #expect(
                        quiet?.deferring(back.instant, in: partner.zone) ?? back.instant
                            == back.instant,
                        "\(place)"
                    )
                }
            } else {
                impossible += 1
            }
        }
        #expect(possible > 100 && impossible > 10, "\(possible) and \(impossible)")
    }
}
