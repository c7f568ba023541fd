import CivilTime
import Recurrence
import Testing

/// RFC 7529: what becomes of dates that do not exist.
///
/// libical and lib-recur differ on many rules with SKIP, each with errors of its own: libical
/// filters a day again by BYMONTH after it was moved and can repeat it, lib-recur moves days that
/// exist. So the rules on which they differ are compared with an expander that is written down here
/// step by step: the months of BYMONTH, the days in them, then the move of a day that does not
/// exist, then no duplicates. A day counted back beyond the month's first is moved into the month
/// before only where BYMONTH names it or is not there, as all engines have it where they agree.
@Suite struct SkipTests {
    @Test(arguments: ["skip-consensus", "skip-contested"])
    func `days that do not exist are moved as the steps of RFC 7529 say`(_ name: String) throws {
        var compared = 0
        for row in try Fixture.rows("\(name).tsv") {
            let start = try Fixture.local(row[1])
            let rule = try RecurrenceRule(parsing: row[2])
            let schedule = Schedule.rule(RecurrenceSet(start: start, rule: rule))
            let horizon = try CivilDateTime(parsing: "2200-01-01T00:00")
            let found = Expansion.locals(of: schedule, limit: 30, before: horizon)
            let wanted = try NaiveSkip(rule, start).instances(30, before: horizon)
            #expect(found == wanted, "\(row[0]) \(start) \(rule)")
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test(
        arguments: [
            ("OMIT", ["2024-02-29", "2028-02-29", "2032-02-29"]),
            ("BACKWARD", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
            ("FORWARD", ["2024-02-29", "2025-03-01", "2026-03-01", "2027-03-01", "2028-02-29"]),
        ]
    )
    func `a birthday on 29 February`(_ skip: String, _ dates: [String]) throws {
        let schedule = try Expansion.rule(
            "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=\(skip)",
            from: "2024-02-29T09:00"
        )
        let found = Expansion.locals(of: schedule, limit: dates.count)
        #expect(found.map(\.date.description) == dates)
    }

    @Test func `a day moved forward onto one that is there counts once`() throws {
        let schedule = try Expansion.rule(
            "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=6",
            from: "2026-04-01T09:00"
        )
        let found = Expansion.locals(of: schedule, limit: 30).map(\.date.description)
        #expect(
            found == [
                "2026-04-01", "2026-05-01", "2026-05-31", "2026-06-01", "2026-07-01", "2026-07-31",
            ]
        )
    }

    @Test(
        arguments: [
            // 31 April and 1 May are one day: April ends with its evening, May begins with its morning.
            (
                "FREQ=MONTHLY;BYMONTHDAY=1,31;BYHOUR=9,18;BYSETPOS=1,-1;SKIP=FORWARD",
                [
                    "2026-03-31T18:00", "2026-04-01T09:00", "2026-05-01T09:00",
                    "2026-05-01T18:00", "2026-05-31T18:00",
                ]
            ),
            // The 31st day from the end of April is 31 March.
            (
                "FREQ=MONTHLY;BYMONTHDAY=-31,-1;BYHOUR=9,18;BYSETPOS=1,-1;SKIP=BACKWARD",
                ["2026-03-31T09:00", "2026-03-31T18:00", "2026-04-30T18:00", "2026-05-01T09:00"]
            ),
            // The positions count what the move has left: 30 and 31 February are one day.
            (
                "FREQ=MONTHLY;BYMONTH=2,3;BYMONTHDAY=29,30,31;BYSETPOS=2;SKIP=BACKWARD",
                ["2027-03-30T09:00", "2028-03-30T09:00", "2029-03-30T09:00"]
            ),
            (
                "FREQ=YEARLY;BYYEARDAY=1,366;BYHOUR=9,18;BYSETPOS=1,-1;SKIP=FORWARD",
                ["2027-01-01T09:00", "2027-01-01T18:00", "2028-01-01T09:00", "2028-01-01T18:00"]
            ),
        ]
    )
    func `BYSETPOS chooses among days that were moved, also of a day that two periods share`(
        _ rule: String,
        _ wanted: [String]
    ) throws {
        let schedule = try Expansion.rule("RSCALE=GREGORIAN;" + rule, from: "2026-03-31T09:00")
        let found = Expansion.locals(of: schedule, limit: wanted.count).map(\.short)
        #expect(found == wanted)
    }

    @Test func `rules with SKIP and BYSETPOS are as the steps of RFC 7529 say`() throws {
        var random = SeededGenerator(seed: 7529)
        let horizon = try CivilDateTime(parsing: "2080-01-01T00:00")
        for _ in 0..<3000 {
            let rule = try RecurrenceRule(parsing: Self.rule(&random))
            let day = CivilDate(epochDay: Int.random(in: 20_000..<21_500, using: &random))
            let start = CivilDateTime(day, ClockTime(secondOfDay: 9 * 3600))
            let schedule = Schedule.rule(RecurrenceSet(start: start, rule: rule))
            let found = Expansion.locals(of: schedule, limit: 40, before: horizon)
            let wanted = try NaiveSkip(rule, start).instances(40, before: horizon)
            #expect(found == wanted, "\(start) \(rule)")
            for local in wanted {
                let before = Zone.utc.instant(of: local) - .seconds(1)
                #expect(schedule.next(in: .utc, after: before)?.local == local, "\(start) \(rule)")
            }
        }
    }

    /// A monthly or yearly rule that moves days, mostly at the ends of periods, and chooses some.
    private static func rule(_ random: inout SeededGenerator) -> String {
        func some(_ values: [Int], _ most: Int) -> String {
            values.shuffled(using: &random).prefix(Int.random(in: 1...most, using: &random))
                .map(String.init).joined(separator: ",")
        }
        let isYearly = Bool.random(using: &random)
        var text = "RSCALE=GREGORIAN;FREQ=\(isYearly ? "YEARLY" : "MONTHLY")"
        text += ";SKIP=\(Bool.random(using: &random) ? "FORWARD" : "BACKWARD")"
        text += ";INTERVAL=\(Int.random(in: 1...3, using: &random))"
        if isYearly, Bool.random(using: &random) {
            text += ";BYYEARDAY=" + some([1, 2, 365, 366, -1, -365, -366], 3)
        } else {
            text += ";BYMONTHDAY=" + some([1, 2, 15, 28, 29, 30, 31, -1, -28, -29, -30, -31], 4)
            if Bool.random(using: &random) { text += ";BYMONTH=" + some(Array(1...12), 6) }
        }
        text += ";BYHOUR=" + some([0, 9, 18, 23], 3)
        if Int.random(in: 0..<4, using: &random) > 0 {
            text += ";BYSETPOS=" + some([1, 2, 3, -1, -2, -3], 3)
        }
        if Bool.random(using: &random) {
            text += ";COUNT=\(Int.random(in: 1...30, using: &random))"
        }
        return text
    }
}
