import CivilTime
import Recurrence
import Testing

@Suite struct AnchoredStepTests {
    private let evening = [ClockTime(secondOfDay: 19 * 3600)]

    private func dates(_ step: AnchoredStep, _ limit: Int) -> [String] {
        Expansion.locals(of: .every(step), limit: limit).map(\.date.description)
    }

    @Test func `month steps count from the anchor and clamp at the month's end`() throws {
        for row in try Fixture.rows("month-step-clamp.tsv") where row[2] == "clamp" {
            let step = try AnchoredStep(
                every: try #require(Int(row[1])),
                .months,
                from: CivilDate(parsing: row[0]),
                at: evening
            )
            let wanted = row[3].split(separator: ",").map(String.init)
            #expect(dates(step, wanted.count) == wanted, "\(row[0]) every \(row[1]) months")
        }
    }

    @Test func `milestones after 3, 6, 9 and 12 months`() throws {
        for row in try Fixture.rows("milestones.tsv") {
            let anchor = try CivilDate(parsing: row[0])
            let step = try AnchoredStep(
                every: 3,
                .months,
                from: anchor,
                at: evening,
                firstStep: 1
            )
            #expect(dates(step, 4) == row[1...4].map(String.init), "\(anchor)")
        }
    }

    @Test func `every 7 months from 31 January`() throws {
        let step = try AnchoredStep(
            every: 7,
            .months,
            from: CivilDate(parsing: "2026-01-31"),
            at: evening,
            firstStep: 1
        )
        #expect(
            dates(step, 8) == [
                "2026-08-31", "2027-03-31", "2027-10-31", "2028-05-31", "2028-12-31", "2029-07-31",
                "2030-02-28", "2030-09-30",
            ]
        )
    }

    @Test(
        arguments: [
            (Snap.nearest(.friday), ["2026-01-30", "2026-02-27", "2026-04-03", "2026-05-01"]),
            (.next(.friday), ["2026-02-06", "2026-03-06", "2026-04-03", "2026-05-01"]),
            (.previous(.friday), ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]),
        ]
    )
    func `snap moves the result and never the anchor`(_ snap: Snap, _ wanted: [String]) throws {
        // 31 January 2026 is a Saturday, 28 February too, 31 March a Tuesday, 30 April a Thursday.
        let step = try AnchoredStep(
            every: 1,
            .months,
            from: CivilDate(parsing: "2026-01-31"),
            at: evening,
            snap: snap
        )
        #expect(dates(step, 4) == wanted)
    }

    @Test func `weeks fall on their weekdays from the anchor's week on`() throws {
        let step = try AnchoredStep(
            every: 2,
            .weeks,
            from: CivilDate(parsing: "2026-01-09"),
            on: [.friday, .monday],
            at: evening
        )
        #expect(
            dates(step, 5) == [
                "2026-01-09", "2026-01-19", "2026-01-23", "2026-02-02", "2026-02-06",
            ]
        )
    }

    @Test func `a day of the anchor's week before the anchor does not count, moved or not`() throws
    {
        // 7 January 2026 is a Wednesday.
        let step = try AnchoredStep(
            every: 2,
            .weeks,
            from: CivilDate(parsing: "2026-01-07"),
            on: [.monday, .saturday],
            at: evening,
            snap: .next(.friday)
        )
        #expect(dates(step, 4) == ["2026-01-16", "2026-01-23", "2026-01-30", "2026-02-06"])
        let weekly = try AnchoredStep(
            every: 7,
            .weeks,
            from: CivilDate(parsing: "2026-01-07"),
            at: evening,
            snap: .nearest(.friday),
            firstStep: 1
        )
        #expect(dates(weekly, 2) == ["2026-02-27", "2026-04-17"])
    }

    @Test func `every third day, also only on some weekdays`() throws {
        let anchor = try CivilDate(parsing: "2026-01-07")
        let plain = try AnchoredStep(every: 3, .days, from: anchor, at: evening, firstStep: 1)
        #expect(dates(plain, 3) == ["2026-01-10", "2026-01-13", "2026-01-16"])
        let some = try AnchoredStep(every: 3, .days, from: anchor, on: [.saturday], at: evening)
        #expect(dates(some, 2) == ["2026-01-10", "2026-01-31"])
        let moved = try AnchoredStep(
            every: 3,
            .days,
            from: anchor,
            at: evening,
            snap: .next(.friday)
        )
        #expect(dates(moved, 3) == ["2026-01-09", "2026-01-16", "2026-01-23"])
    }

    @Test func `days may be limited to weekdays and have several times`() throws {
        let times = try ["20:30", "07:15"].map { try ClockTime(parsing: $0) }
        let step = try AnchoredStep(every: 1, .days, on: [.saturday, .sunday], at: times)
        let after = try Instant(parsing: "2026-01-09T00:00:00Z")
        let found = Schedule.every(step).occurrences(in: .utc, after: after).prefix(5)
        #expect(
            found.map(\.local.short) == [
                "2026-01-10T07:15", "2026-01-10T20:30", "2026-01-11T07:15", "2026-01-11T20:30",
                "2026-01-17T07:15",
            ]
        )
    }

    @Test func `a step that needs an anchor says so`() throws {
        #expect(throws: RecurrenceError.self) {
            try AnchoredStep(every: 2, .weeks, on: [.friday], at: evening)
        }
        #expect(throws: RecurrenceError.self) { try AnchoredStep(every: 1, .months, at: evening) }
        #expect(throws: RecurrenceError.self) { try AnchoredStep(every: 0, .days, at: evening) }
        #expect(throws: RecurrenceError.self) { try AnchoredStep(every: 1, .days, at: []) }
    }

    @Test func `seeking far ahead does not drift`() throws {
        let step = try AnchoredStep(
            every: 7,
            .weeks,
            from: CivilDate(parsing: "2026-01-09"),
            on: [.friday],
            at: evening
        )
        let after = try Instant(parsing: "4026-01-01T00:00:00Z")
        let next = try #require(Schedule.every(step).next(in: .utc, after: after))
        let anchor = try CivilDate(parsing: "2026-01-09")
        #expect((next.local.date.epochDay - anchor.epochDay) % 49 == 0)
        #expect(next.local.date.epochDay - Int(after.secondsSinceEpoch / 86_400) <= 49)
    }

    @Test func `elapsed steps do not follow the clocks`() throws {
        let zone = try Expansion.zone("America/New_York")
        let anchor = try Instant(parsing: "2026-03-07T18:00:00-05:00")
        let schedule = Schedule.elapsed(try ElapsedStep(step: .seconds(6 * 3600), anchor: anchor))
        #expect(
            Expansion.zoned(schedule, in: zone, after: anchor, limit: 3) == [
                "2026-03-08T00:00:00-05:00[America/New_York]",
                "2026-03-08T07:00:00-04:00[America/New_York]",
                "2026-03-08T13:00:00-04:00[America/New_York]",
            ]
        )
    }
}
