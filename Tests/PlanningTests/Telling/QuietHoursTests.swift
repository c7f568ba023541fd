import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct QuietHoursTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var window: String
        var zone: SettledZone
        var due: String
        var told: String

        init(_ window: String, _ zone: SettledZone, _ due: String, _ told: String) {
            (self.window, self.zone, self.due, self.told) = (window, zone, due, told)
        }

        var testDescription: String { "\(due) in \(window), \(zone.rawValue)" }
    }

    @Test(arguments: [
        Case("22:30-07:00", .kolkata, "2026-01-09T22:29:59+05:30", "2026-01-09T22:29:59+05:30"),
        Case("22:30-07:00", .kolkata, "2026-01-09T22:30:00+05:30", "2026-01-10T07:00:00+05:30"),
        Case("22:30-07:00", .kolkata, "2026-01-10T00:00:00+05:30", "2026-01-10T07:00:00+05:30"),
        Case("22:30-07:00", .kolkata, "2026-01-10T06:59:59+05:30", "2026-01-10T07:00:00+05:30"),
        Case("22:30-07:00", .kolkata, "2026-01-10T07:00:00+05:30", "2026-01-10T07:00:00+05:30"),
        Case("13:00-15:00", .kolkata, "2026-01-10T14:00:00+05:30", "2026-01-10T15:00:00+05:30"),
        // The night of 8 March has 23 hours in New York, that of 1 November 25.
        Case("22:30-07:00", .newYork, "2026-03-07T23:00:00-05:00", "2026-03-08T07:00:00-04:00"),
        Case("22:30-07:00", .newYork, "2026-10-31T23:00:00-04:00", "2026-11-01T07:00:00-05:00"),
        // An end that the clocks jump over is the moment of the jump.
        Case("22:30-02:30", .newYork, "2026-03-07T23:00:00-05:00", "2026-03-08T03:00:00-04:00"),
        // An end shown twice ends both stretches in which the clock shows quiet hours.
        Case("22:30-01:30", .newYork, "2026-11-01T01:15:00-04:00", "2026-11-01T01:30:00-04:00"),
        Case("22:30-01:30", .newYork, "2026-11-01T01:15:00-05:00", "2026-11-01T01:30:00-05:00"),
    ])
    func `what is due in quiet hours waits until the clock shows their end`(_ given: Case) throws {
        let quiet = try QuietHours.of(given.window)
        let zone = try given.zone.zone
        let told = quiet.deferring(try instant(given.due), in: zone)
        #expect(told == (try instant(given.told)))
        #expect(!quiet.window.contains(zone.local(at: told).time))
    }

    @Test func `quiet hours are read in the partner's own zone`() throws {
        // 19:00 in New York is half past five in the morning in Kolkata.
        let zone = try SettledZone.newYork.zone
        let household = try couple(
            zone,
            quiet: "22:00-07:00",
            samIn: SettledZone.kolkata.zone,
            [.of("date", .on("2026-01-09T19:00"), zone: zone)]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-10T00:00:00Z start of date@2026-01-09T19:00 to alex",
                "2026-01-10T01:30:00Z start of date@2026-01-09T19:00 to sam",
            ]
        )
        #expect(
            keeper.decision("start", of: "date@2026-01-09T19:00", for: "sam")?.reason
                == "in time; waited for the end of quiet hours"
        )
    }

    @Test func `what is urgent passes through`() throws {
        let ritual = try Ritual.of("alarm", .on("2026-01-09T23:00"), zone: .utc) {
            $0.isUrgent = true
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.told == ["2026-01-09T23:00:00Z start of alarm@2026-01-09T23:00 to alex"])
    }

    @Test func `a late nudge found at night is decided at once and shown in the morning`() throws {
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: .utc)
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.wake(at: "2026-01-09T23:30:00Z")
        let decision = try #require(keeper.decision("start", of: "date@2026-01-09T19:00"))
        #expect(decision.verdict == .late)
        #expect(decision.decided == (try instant("2026-01-09T23:30:00Z")))
        #expect(decision.notBefore == (try instant("2026-01-10T07:00:00Z")))
        #expect(decision.reason == "4 h 30 min late; shown when quiet hours end")
    }

    @Test func `what is shown in the morning is said as of the morning`() throws {
        let ritual = try Ritual.of("date", .on("2026-01-10T19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["1d", "0m"])
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.wake(at: "2026-01-09T23:30:00Z")
        let decision = try #require(keeper.decision("lead:1d", of: "date@2026-01-10T19:00"))
        #expect(decision.notBefore == (try instant("2026-01-10T07:00:00Z")))
        #expect(decision.nudge?.body.hasSuffix("It is today at 19:00.") == true)
    }

    @Test func `a lead that waited until after the start is not told as one`() throws {
        let ritual = try Ritual.of("swim", .on("2026-01-10T06:30"), zone: .utc) { ritual in
            ritual.ladder = try .of(["2h", "0m"])
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-11T00:00:00Z")
        #expect(keeper.told == ["2026-01-10T07:00:00Z start of swim@2026-01-10T06:30 to alex"])
        #expect(
            keeper.decision("lead:2h", of: "swim@2026-01-10T06:30")?.reason
                == "would be shown at 07:00, after its start"
        )
    }

    struct Bedtime: Sendable, CustomTestStringConvertible {
        var start: String
        var lasts: String
        var lateWithin: String?
        var isTold: Bool

        init(_ start: String, _ lasts: String, within lateWithin: String? = nil, told: Bool) {
            (self.start, self.lasts, self.lateWithin, isTold) = (start, lasts, lateWithin, told)
        }

        var testDescription: String { "\(start) for \(lasts), within \(lateWithin ?? "nothing")" }
    }

    @Test(arguments: [
        Bedtime("22:30", "20m", told: false), Bedtime("22:30", "9h", told: true),
        Bedtime("22:30", "20m", within: "1d", told: false),
        // Without a length it lasts for the day, or as long as the couple says.
        Bedtime("22:30", "0m", told: false), Bedtime("06:30", "0m", told: true),
        Bedtime("22:30", "0m", within: "10h", told: true),
        Bedtime("06:30", "0m", within: "10m", told: false),
    ])
    func `a start shown after the end of what it is for is not told`(_ given: Bedtime) throws {
        let ritual = try Ritual.of("bed", .daily(given.start), zone: .utc) { ritual in
            ritual.duration = try .of(given.lasts)
            ritual.lateWithin = try given.lateWithin.map { try .of($0) }
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-10T12:00:00Z")
        let decision = try #require(keeper.ledger.decisions.values.first)
        #expect(decision.decided == (try instant("2026-01-10T07:00:00Z")))
        #expect(decision.verdict == (given.isTold ? .fired : .expired))
        if !given.isTold {
            #expect(decision.reason == "would be shown at 07:00, after its end")
        }
    }

    @Test func `the morning after asks how it was`() throws {
        let ritual = try Ritual.of("bed", .daily("22:30"), zone: .utc) { ritual in
            ritual.duration = try .of("20m")
            ritual.ladder = try .of(["1h", "0m"], followUp: "1h")
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "21:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(
            keeper.verdicts("bed@2026-01-09T22:30") == [
                "follow_up alex: fired", "lead:1h alex: expired", "start alex: expired",
            ]
        )
        #expect(
            keeper.decision("follow_up", of: "bed@2026-01-09T22:30")?.nudge?.body
                == "It was to be yesterday at 22:30. Did it happen? A short one counts."
        )
    }

    @Test func `what is found at night is not told after its end either`() throws {
        let ritual = try Ritual.of("bed", .daily("21:30"), zone: .utc) { ritual in
            ritual.duration = try .of("20m")
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", [ritual])
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.wake(at: "2026-01-09T23:00:00Z")
        #expect(keeper.told == [])
        #expect(
            keeper.decision("start", of: "bed@2026-01-09T21:30")?.reason
                == "would be shown at 07:00, after its end"
        )
    }
}
