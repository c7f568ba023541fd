import CivilTime
import Recurrence
import Testing

@Suite struct GapAndFoldTests {
    @Test func `a daily time in a gap moves on once and comes back`() throws {
        let zone = try Expansion.zone("America/New_York")
        let schedule = try Expansion.rule("FREQ=DAILY;COUNT=3", from: "2026-03-07T02:30")
        #expect(
            Expansion.zoned(schedule, in: zone, limit: 9) == [
                "2026-03-07T02:30:00-05:00[America/New_York]",
                "2026-03-08T03:30:00-04:00[America/New_York]",
                "2026-03-09T02:30:00-04:00[America/New_York]",
            ]
        )
        let found = schedule.occurrences(in: zone, after: .distantPast).map(\.local.short)
        #expect(found == ["2026-03-07T02:30", "2026-03-08T02:30", "2026-03-09T02:30"])
    }

    @Test func `of the two instants of a fold the first counts`() throws {
        let zone = try Expansion.zone("America/New_York")
        let schedule = try Expansion.rule("FREQ=DAILY;COUNT=2", from: "2026-11-01T01:30")
        #expect(
            Expansion.zoned(schedule, in: zone, limit: 9) == [
                "2026-11-01T01:30:00-04:00[America/New_York]",
                "2026-11-02T01:30:00-05:00[America/New_York]",
            ]
        )
        let between = try Instant(parsing: "2026-11-01T01:00:00-05:00")
        #expect(schedule.next(in: zone, after: between)?.local.short == "2026-11-02T01:30")
    }

    @Test func `times in a gap are merged with those after it, each instant once`() throws {
        let zone = try Expansion.zone("America/New_York")
        let schedule = try Expansion.rule("FREQ=MINUTELY;INTERVAL=20", from: "2026-03-08T01:40")
        let found = schedule.occurrences(in: zone, after: .distantPast).prefix(8)
        #expect(
            found.map(\.instant.description) == [
                "2026-03-08T06:40:00Z", "2026-03-08T07:00:00Z", "2026-03-08T07:20:00Z",
                "2026-03-08T07:40:00Z", "2026-03-08T08:00:00Z", "2026-03-08T08:20:00Z",
                "2026-03-08T08:40:00Z", "2026-03-08T09:00:00Z",
            ]
        )
        #expect(found.map(\.local.time.description)[1] == "03:00")
        let mixed = try Expansion.rule(
            "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=10,50",
            from: "2026-03-08T00:00"
        )
        let locals = mixed.occurrences(in: zone, after: .distantPast).prefix(3)
        #expect(
            locals.map(\.local.short) == [
                "2026-03-08T03:10", "2026-03-08T03:50", "2026-03-09T02:10",
            ]
        )
    }

    @Test(arguments: ["America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo"])
    func `seeking into a gap gives what walking gives`(_ name: String) throws {
        let zone = try Expansion.zone(name)
        for rule in ["FREQ=MINUTELY;INTERVAL=7", "FREQ=HOURLY;BYMINUTE=5,35", "FREQ=DAILY"] {
            let schedule = try Expansion.rule(rule, from: "2026-01-01T02:15")
            var instant = try Instant(parsing: "2026-01-01T00:00:00Z")
            for _ in 0..<3 {
                instant = try #require(zone.nextTransition(after: instant))
                let start = instant - .seconds(9000)
                let walked = schedule.occurrences(in: zone, after: start)
                    .prefix { $0.instant < instant + .seconds(9000) }
                for second in stride(from: Int64(-8990), to: 8000, by: 311) {
                    let after = instant + .seconds(second)
                    let wanted = walked.first { $0.instant > after }
                    let next = schedule.next(in: zone, after: after)
                    if let wanted { #expect(next == wanted, "\(rule) after \(after)") }
                }
            }
        }
    }
}
