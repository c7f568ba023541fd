import CivilTime
import Recurrence
import Testing

@Suite struct LimitTests {
    @Test(
        arguments: [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MINUTELY;INTERVAL=6;BYDAY=MO;BYMINUTE=22,25",
            "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
            "FREQ=SECONDLY;INTERVAL=604800;BYDAY=WE",
            "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
            "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12;BYDAY=MO",
            "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=4,6",
            "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
            "FREQ=YEARLY;INTERVAL=999999999;BYMONTH=1;BYMONTHDAY=1;BYHOUR=0",
            "FREQ=DAILY;INTERVAL=146097;BYMONTH=2;BYMONTHDAY=29",
        ]
    )
    func `a rule that never matches ends at once`(_ rule: String) throws {
        // 2026-01-06 is a Tuesday.
        let schedule = try Expansion.rule(rule, from: "2026-01-06T00:30")
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(schedule.next(in: .utc, after: .distantPast) == nil)
        }
        #expect(time < .seconds(2))
    }

    @Test(
        arguments: [
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", "2032-02-29"),
            ("FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29", "3372-02-29"),
            ("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29", nil),
        ] as [(String, String?)]
    )
    func `rules that seldom match are found`(_ rule: String, _ date: String?) throws {
        let schedule = try Expansion.rule(rule, from: "2026-01-06T00:30")
        let next = schedule.next(in: .utc, after: .distantPast)
        guard let date else {
            #expect(next == nil)
            return
        }
        let found = try #require(next).local.date
        if rule.contains("1000") {
            let start = try CivilDate(parsing: "2026-01-06").epochDay
            #expect(found.month == 2 && found.day == 29 && (found.epochDay - start) % 1000 == 0)
        } else {
            #expect(found.description == date)
        }
    }

    @Test func `COUNT far ahead is counted by whole periods`() throws {
        let clock = ContinuousClock()
        let time = try clock.measure {
            let schedule = try Expansion.rule(
                "FREQ=SECONDLY;COUNT=999999999",
                from: "2026-01-01T00:00"
            )
            let last = Instant(secondsSinceEpoch: 1_767_225_600 + 999_999_998)
            #expect(schedule.next(in: .utc, after: last - .seconds(1))?.instant == last)
            #expect(schedule.next(in: .utc, after: last) == nil)
        }
        #expect(time < .seconds(5))
    }

    @Test func `COUNT is counted by whole periods also where days are moved`() throws {
        let all = (0..<60).map(String.init).joined(separator: ",")
        let hours = (0..<24).map(String.init).joined(separator: ",")
        let days = (1...31).map(String.init).joined(separator: ",")
        let rule =
            "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=999999999;BYMONTHDAY=\(days)"
            + ";BYHOUR=\(hours);BYMINUTE=\(all);BYSECOND=\(all)"
        let schedule = try Expansion.rule(rule, from: "2026-01-01T00:00")
        let last = Instant(secondsSinceEpoch: 1_767_225_600 + 999_999_998)
        #expect(schedule.next(in: .utc, after: last - .seconds(1))?.instant == last)
        #expect(schedule.next(in: .utc, after: last) == nil)
    }

    @Test func `elapsed steps end with the year 9999`() throws {
        let anchor = Instant(secondsSinceEpoch: 0)
        let schedule = Schedule.elapsed(try ElapsedStep(step: .seconds(1), anchor: anchor))
        #expect(schedule.next(in: .utc, after: .distantFuture) == nil)
        #expect(schedule.next(in: .utc, after: .distantPast)?.instant == anchor)
    }

    @Test(
        arguments: [
            ("America/New_York", "9999-12-31T23:00"), ("Africa/Cairo", "9999-12-31T23:00"),
            ("Pacific/Apia", "9999-12-31T23:00"), ("UTC", "9999-12-31T23:00"),
        ]
    )
    func `the last hour of the year 9999 is the clocks' own`(_ name: String, _ last: String) throws
    {
        let zone = name == "UTC" ? .utc : try Expansion.zone(name)
        let anchor = zone.instant(of: try CivilDateTime(parsing: "9999-12-30T00:00"))
        let hours = Schedule.elapsed(try ElapsedStep(step: .seconds(3600), anchor: anchor))
        let found = Array(hours.occurrences(in: zone, after: .distantPast))
        #expect(found.last?.local.short == last)
        #expect(found.count == 48)
        let daily = Schedule.every(
            try AnchoredStep(every: 1, .days, at: [ClockTime(hour: 23, minute: 0)])
        )
        let before = zone.instant(of: try CivilDateTime(parsing: "9999-12-30T23:00"))
        let end = try #require(daily.next(in: zone, after: before))
        #expect(end.local.short == last)
        #expect(daily.next(in: zone, after: end.instant) == nil)
    }

    @Test func `nothing comes after the year 9999`() throws {
        let schedule = try Expansion.rule("FREQ=DAILY", from: "9999-12-30T09:00")
        #expect(Expansion.locals(of: schedule, limit: 9).count == 2)
        let zone = try Expansion.zone("America/New_York")
        #expect(Expansion.zoned(schedule, in: zone, limit: 9).count == 2)
        #expect(schedule.next(in: zone, after: .distantFuture) == nil)
        let early = try Expansion.rule("FREQ=DAILY", from: "0001-01-01T00:00")
        #expect(early.next(in: zone, after: .distantPast)?.local.short == "0001-01-01T00:00")
    }

    @Test func `hostile text neither hangs nor traps`() throws {
        var random = SeededGenerator(seed: 9999)
        let alphabet = Array("FREQ=YLMOTHDAIWKSNBP;,:0123456789-+*~./ \n\u{00E9}\u{1F600}TZ")
        for _ in 0..<3000 {
            let length = Int.random(in: 0...60, using: &random)
            let text = String(
                (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "x" }
            )
            exercise(text)
        }
        exercise("FREQ=DAILY;BYHOUR=" + String(repeating: "1,", count: 40_000))
        exercise("FREQ=DAILY;" + String(repeating: ";", count: 65_000))
        exercise(String(repeating: "DTSTART:20260101T000000\n", count: 3000))
    }

    @Test func `rules with letters changed neither hang nor trap`() throws {
        var random = SeededGenerator(seed: 10_000)
        var generator = RuleGenerator(seed: 10_001)
        var parsed = 0
        for _ in 0..<1500 {
            var characters = Array(generator.next().rule)
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: 0..<characters.count, using: &random)
                let other = Array("0123456789,;=-MOSU").randomElement(using: &random) ?? "0"
                characters[index] = other
            }
            if exercise(String(characters)) { parsed += 1 }
        }
        #expect(parsed > 500)
    }

    /// Reads a text in every way there is, and expands what it is read as.
    @discardableResult
    private func exercise(_ text: String) -> Bool {
        let start = CivilDateTime(localSeconds: 1_772_957_640)
        var schedules: [Schedule] = []
        if let rule = try? RecurrenceRule(parsing: text) {
            schedules.append(.rule(RecurrenceSet(start: start, rule: rule)))
        }
        if let expression = try? CalendarExpression(parsing: text) {
            schedules.append(.calendar(expression, notBefore: nil))
        }
        if let set = try? RecurrenceSet(parsing: text) { schedules.append(.rule(set)) }
        _ = try? Span(parsing: text)
        _ = try? Instant(parsing: text)
        for schedule in schedules {
            var last = Instant.distantPast
            for occurrence in schedule.occurrences(in: .utc, after: .distantPast).prefix(5) {
                #expect(occurrence.instant > last)
                last = occurrence.instant
            }
            _ = schedule.next(in: .utc, after: Instant(secondsSinceEpoch: 253_000_000_000))
        }
        return !schedules.isEmpty
    }
}
