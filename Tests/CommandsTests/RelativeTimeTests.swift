import CivilTime
import Delivery
import Household
import SystemZones
import Testing

struct RelativeTimeTests {
    static let denver = Result { try SystemZoneDatabase().zone(named: "America/Denver") }

    /// Seen from Wed 7 January 2026, 18:16:20 in Denver.
    static func relative(_ now: String = "2026-01-07T18:16:20-07:00") throws -> RelativeTime {
        RelativeTime(now: try Instant(parsing: now), zone: try denver.get())
    }

    @Test(arguments: [
        ("2026-01-07T18:16:20-07:00", "today 18:16 (now)"),
        ("2026-01-07T18:16:50-07:00", "today 18:16 (in 30 s)"),
        ("2026-01-07T18:15:50-07:00", "today 18:15 (30 s ago)"),
        ("2026-01-07T18:17:20-07:00", "today 18:17 (in 1 min)"),
        ("2026-01-07T18:31:00-07:00", "today 18:31 (in 15 min)"),
        ("2026-01-07T20:30:00-07:00", "today 20:30 (in 2 h 14 min)"),
        ("2026-01-07T21:16:00-07:00", "today 21:16 (in 3 h)"),
        ("2026-01-07T09:00:00-07:00", "today 09:00 (9 h 16 min ago)"),
        ("2026-01-08T18:15:00-07:00", "tomorrow 18:15 (in 23 h 59 min)"),
        ("2026-01-08T20:30:00-07:00", "tomorrow 20:30 (in 1 day)"),
        ("2026-01-06T20:30:00-07:00", "yesterday 20:30 (21 h 46 min ago)"),
        ("2026-01-09T19:00:00-07:00", "Fri 9 Jan 19:00 (in 2 days)"),
        ("2026-01-20T19:00:00-07:00", "Tue 20 Jan 19:00 (in 13 days)"),
        ("2026-01-30T17:00:00-07:00", "Fri 30 Jan 17:00 (in 23 days)"),
        ("2026-03-06T17:00:00-07:00", "Fri 6 Mar 17:00 (in 8 weeks)"),
        ("2026-08-07T17:00:00-06:00", "Fri 7 Aug 17:00 (in 7 months)"),
        ("2027-01-09T19:00:00-07:00", "Sat 9 Jan 2027 19:00 (in 12 months)"),
        ("2029-01-09T19:00:00-07:00", "Tue 9 Jan 2029 19:00 (in 3 years)"),
        ("2025-12-24T19:00:00-07:00", "Wed 24 Dec 2025 19:00 (14 days ago)"),
    ])
    func `a moment is said as a person would`(instant: String, phrase: String) throws {
        #expect(try Self.relative().phrase(Instant(parsing: instant)) == phrase)
    }

    @Test(arguments: [
        ("2026-02-08T14:00:00-07:00", "2026-02-28T09:00:00-07:00", "in 20 days"),
        ("2026-01-07T18:00:00-07:00", "2026-03-05T18:00:00-07:00", "in 8 weeks"),
        ("2026-01-07T00:30:00-07:00", "2026-01-08T23:30:00-07:00", "in 2 days"),
        ("2026-01-07T20:00:00-07:00", "2026-01-09T07:00:00-07:00", "in 1 day 11 h"),
        ("2026-01-07T18:00:00-07:00", "2026-07-07T18:00:00-06:00", "in 6 months"),
        ("2026-01-07T18:00:00-07:00", "2028-07-07T18:00:00-06:00", "in 2 years 6 months"),
    ])
    func `a distance is near to what it is`(now: String, then: String, text: String) throws {
        #expect(try Self.relative(now).distance(to: Instant(parsing: then)) == text)
    }

    @Test func `over three years no distance is off by more than a tenth, or a minute`() throws {
        let relative = try Self.relative()
        let units: [(String, Double)] = [
            ("year", 365.2425 * 86_400), ("month", 30.436875 * 86_400), ("week", 7 * 86_400),
            ("day", 86_400), ("min", 60), ("h", 3_600), ("s", 1),
        ]
        var wrong: [String] = []
        for seconds in stride(from: Int64(1), to: 3 * 366 * 86_400, by: 1_193) {
            let text = relative.distance(to: relative.now + .seconds(seconds))
            let words = text.split(separator: " ").dropFirst().map(String.init)
            let said = stride(from: 0, to: words.count - 1, by: 2).reduce(0.0) { sum, index in
                let unit = units.first { words[index + 1].hasPrefix($0.0) }?.1 ?? 0
                return sum + (Double(words[index]) ?? 0) * unit
            }
            let off = (said - Double(seconds)).magnitude
            if off > max(0.1 * Double(seconds), 60) {
                wrong.append("\(seconds) s: \(text)")
            }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        ("2026-01-07", "today"), ("2026-01-09", "in 2 days"), ("2026-01-05", "2 days ago"),
        ("2026-02-27", "in 7 weeks"),
    ])
    func `a date is as far away as the calendar has it`(date: String, text: String) throws {
        #expect(try Self.relative().distance(to: CivilDate(parsing: date)) == text)
    }

    @Test func `a night with a clock change is as long as it is`() throws {
        let relative = try Self.relative("2026-03-07T22:00:00-07:00")
        let morning = try Instant(parsing: "2026-03-08T08:00:00-06:00")
        #expect(relative.phrase(morning) == "tomorrow 08:00 (in 9 h)")
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"),
        (8100, "2 h 15 min"),
        (86_400, "1 day"), (90_000, "1 day 1 h"), (172_800, "2 days"), (-5, "0 s"),
    ])
    func `a length is said in its one or two biggest units`(seconds: Int, text: String) {
        #expect(RelativeTime.length(of: .seconds(seconds)) == text)
    }

    @Test(arguments: [
        (9, 2, "9 rituals for two partners"), (1, 3, "1 ritual for three partners"),
        (0, 12, "0 rituals for 12 partners"),
    ])
    func `a household is summed up in one line`(rituals: Int, partners: Int, text: String) {
        #expect(CountPhrase.household(rituals: rituals, partners: partners) == text)
    }
}
