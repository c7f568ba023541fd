import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// A year of 7-7-7 and of 3-6-9, to be held against a paper calendar: each line is a weekday and a date.
///
/// Nobody says anything, so each line says by itself what takes its place.
@Suite struct PlanCalendarTests {
    /// `Fri 27 Feb 2026`.
    private func paper(_ date: CivilDate) -> String {
        let month = Phrase.month(date.month).prefix(3)
        return "\(date.weekday.abbreviation) \(date.day) \(month) \(date.year)"
    }

    /// What starts in the years from an anchor, and what takes its place.
    private func year(_ plan: String, from anchor: String, years: Int = 1) throws -> [String] {
        let first = try CivilDate(parsing: anchor)
        let end = first.adding(months: 12 * years)
        let starts = Simulation(
            try .ofAlex(zone: .utc, try builtInPlan(plan, from: anchor)),
            from: Zone.utc.instant(of: CivilDateTime(first, .midnight)),
            until: Zone.utc.instant(of: CivilDateTime(end, .midnight))
        ).filter { $0.key.stage == .start }
        return starts.map { decision in
            let key = decision.key.occurrence
            let part = String(key.ritual.dropFirst(plan.count + 1))
            let title = plan == "3-6-9" ? decision.nudge?.title : nil
            let absorber = ["getaway", "trip"].first {
                decision.verdict == .absorbed && decision.reason.hasPrefix("\(plan)-\($0)@")
            }
            return "\(paper(key.start.date)): \(title ?? part)"
                + (absorber.map { ", absorbed by the \($0)" } ?? "")
        }
    }

    private func lines(_ text: String) -> Set<String> {
        Set(text.split(separator: "\n").map(String.init))
    }

    @Test func `a year of 7-7-7 from a Friday in January, Fri 9 Jan 2026`() throws {
        #expect(
            Set(try year("7-7-7", from: "2026-01-09"))
                == lines(
                    """
                    Fri 9 Jan 2026: date
                    Fri 16 Jan 2026: date
                    Fri 23 Jan 2026: date
                    Fri 30 Jan 2026: date
                    Fri 6 Feb 2026: date
                    Fri 13 Feb 2026: date
                    Fri 20 Feb 2026: date
                    Fri 27 Feb 2026: date, absorbed by the getaway
                    Fri 27 Feb 2026: getaway
                    Fri 6 Mar 2026: date
                    Fri 13 Mar 2026: date
                    Fri 20 Mar 2026: date
                    Fri 27 Mar 2026: date
                    Fri 3 Apr 2026: date
                    Fri 10 Apr 2026: date
                    Fri 17 Apr 2026: date, absorbed by the getaway
                    Fri 17 Apr 2026: getaway
                    Fri 24 Apr 2026: date
                    Fri 1 May 2026: date
                    Fri 8 May 2026: date
                    Fri 15 May 2026: date
                    Fri 22 May 2026: date
                    Fri 29 May 2026: date
                    Fri 5 Jun 2026: date, absorbed by the getaway
                    Fri 5 Jun 2026: getaway
                    Fri 12 Jun 2026: date
                    Fri 19 Jun 2026: date
                    Fri 26 Jun 2026: date
                    Fri 3 Jul 2026: date
                    Fri 10 Jul 2026: date
                    Fri 17 Jul 2026: date
                    Fri 24 Jul 2026: date, absorbed by the getaway
                    Fri 24 Jul 2026: getaway
                    Fri 31 Jul 2026: date
                    Fri 7 Aug 2026: date
                    Sun 9 Aug 2026: trip
                    Fri 14 Aug 2026: date, absorbed by the trip
                    Fri 21 Aug 2026: date
                    Fri 28 Aug 2026: date
                    Fri 4 Sep 2026: date
                    Fri 11 Sep 2026: date, absorbed by the getaway
                    Fri 11 Sep 2026: getaway
                    Fri 18 Sep 2026: date
                    Fri 25 Sep 2026: date
                    Fri 2 Oct 2026: date
                    Fri 9 Oct 2026: date
                    Fri 16 Oct 2026: date
                    Fri 23 Oct 2026: date
                    Fri 30 Oct 2026: date, absorbed by the getaway
                    Fri 30 Oct 2026: getaway
                    Fri 6 Nov 2026: date
                    Fri 13 Nov 2026: date
                    Fri 20 Nov 2026: date
                    Fri 27 Nov 2026: date
                    Fri 4 Dec 2026: date
                    Fri 11 Dec 2026: date
                    Fri 18 Dec 2026: date, absorbed by the getaway
                    Fri 18 Dec 2026: getaway
                    Fri 25 Dec 2026: date
                    Fri 1 Jan 2027: date
                    Fri 8 Jan 2027: date
                    """
                )
        )
    }

    @Test func `a year of 7-7-7 from the last of August, Mon 31 Aug 2026`() throws {
        #expect(
            Set(try year("7-7-7", from: "2026-08-31"))
                == lines(
                    """
                    Mon 31 Aug 2026: date
                    Mon 7 Sep 2026: date
                    Mon 14 Sep 2026: date
                    Mon 21 Sep 2026: date
                    Mon 28 Sep 2026: date
                    Mon 5 Oct 2026: date
                    Mon 12 Oct 2026: date
                    Mon 19 Oct 2026: date, absorbed by the getaway
                    Mon 19 Oct 2026: getaway
                    Mon 26 Oct 2026: date
                    Mon 2 Nov 2026: date
                    Mon 9 Nov 2026: date
                    Mon 16 Nov 2026: date
                    Mon 23 Nov 2026: date
                    Mon 30 Nov 2026: date
                    Mon 7 Dec 2026: date, absorbed by the getaway
                    Mon 7 Dec 2026: getaway
                    Mon 14 Dec 2026: date
                    Mon 21 Dec 2026: date
                    Mon 28 Dec 2026: date
                    Mon 4 Jan 2027: date
                    Mon 11 Jan 2027: date
                    Mon 18 Jan 2027: date
                    Mon 25 Jan 2027: date, absorbed by the getaway
                    Mon 25 Jan 2027: getaway
                    Mon 1 Feb 2027: date
                    Mon 8 Feb 2027: date
                    Mon 15 Feb 2027: date
                    Mon 22 Feb 2027: date
                    Mon 1 Mar 2027: date
                    Mon 8 Mar 2027: date
                    Mon 15 Mar 2027: date, absorbed by the getaway
                    Mon 15 Mar 2027: getaway
                    Mon 22 Mar 2027: date
                    Mon 29 Mar 2027: date
                    Wed 31 Mar 2027: trip
                    Mon 5 Apr 2027: date, absorbed by the trip
                    Mon 12 Apr 2027: date
                    Mon 19 Apr 2027: date
                    Mon 26 Apr 2027: date
                    Mon 3 May 2027: date, absorbed by the getaway
                    Mon 3 May 2027: getaway
                    Mon 10 May 2027: date
                    Mon 17 May 2027: date
                    Mon 24 May 2027: date
                    Mon 31 May 2027: date
                    Mon 7 Jun 2027: date
                    Mon 14 Jun 2027: date
                    Mon 21 Jun 2027: date, absorbed by the getaway
                    Mon 21 Jun 2027: getaway
                    Mon 28 Jun 2027: date
                    Mon 5 Jul 2027: date
                    Mon 12 Jul 2027: date
                    Mon 19 Jul 2027: date
                    Mon 26 Jul 2027: date
                    Mon 2 Aug 2027: date
                    Mon 9 Aug 2027: date, absorbed by the getaway
                    Mon 9 Aug 2027: getaway
                    Mon 16 Aug 2027: date
                    Mon 23 Aug 2027: date
                    Mon 30 Aug 2027: date
                    """
                )
        )
    }

    @Test func `a year of 7-7-7 from a leap day, Tue 29 Feb 2028`() throws {
        #expect(
            Set(try year("7-7-7", from: "2028-02-29"))
                == lines(
                    """
                    Tue 29 Feb 2028: date
                    Tue 7 Mar 2028: date
                    Tue 14 Mar 2028: date
                    Tue 21 Mar 2028: date
                    Tue 28 Mar 2028: date
                    Tue 4 Apr 2028: date
                    Tue 11 Apr 2028: date
                    Tue 18 Apr 2028: date, absorbed by the getaway
                    Tue 18 Apr 2028: getaway
                    Tue 25 Apr 2028: date
                    Tue 2 May 2028: date
                    Tue 9 May 2028: date
                    Tue 16 May 2028: date
                    Tue 23 May 2028: date
                    Tue 30 May 2028: date
                    Tue 6 Jun 2028: date, absorbed by the getaway
                    Tue 6 Jun 2028: getaway
                    Tue 13 Jun 2028: date
                    Tue 20 Jun 2028: date
                    Tue 27 Jun 2028: date
                    Tue 4 Jul 2028: date
                    Tue 11 Jul 2028: date
                    Tue 18 Jul 2028: date
                    Tue 25 Jul 2028: date, absorbed by the getaway
                    Tue 25 Jul 2028: getaway
                    Tue 1 Aug 2028: date
                    Tue 8 Aug 2028: date
                    Tue 15 Aug 2028: date
                    Tue 22 Aug 2028: date
                    Tue 29 Aug 2028: date
                    Tue 5 Sep 2028: date
                    Tue 12 Sep 2028: date, absorbed by the getaway
                    Tue 12 Sep 2028: getaway
                    Tue 19 Sep 2028: date
                    Tue 26 Sep 2028: date
                    Fri 29 Sep 2028: trip
                    Tue 3 Oct 2028: date, absorbed by the trip
                    Tue 10 Oct 2028: date
                    Tue 17 Oct 2028: date
                    Tue 24 Oct 2028: date
                    Tue 31 Oct 2028: date, absorbed by the getaway
                    Tue 31 Oct 2028: getaway
                    Tue 7 Nov 2028: date
                    Tue 14 Nov 2028: date
                    Tue 21 Nov 2028: date
                    Tue 28 Nov 2028: date
                    Tue 5 Dec 2028: date
                    Tue 12 Dec 2028: date
                    Tue 19 Dec 2028: date, absorbed by the getaway
                    Tue 19 Dec 2028: getaway
                    Tue 26 Dec 2028: date
                    Tue 2 Jan 2029: date
                    Tue 9 Jan 2029: date
                    Tue 16 Jan 2029: date
                    Tue 23 Jan 2029: date
                    Tue 30 Jan 2029: date
                    Tue 6 Feb 2029: date, absorbed by the getaway
                    Tue 6 Feb 2029: getaway
                    Tue 13 Feb 2029: date
                    Tue 20 Feb 2029: date
                    Tue 27 Feb 2029: date
                    """
                )
        )
    }

    @Test func `a trip takes the place of the getaway that it touches`() throws {
        let years = Set(try year("7-7-7", from: "2026-01-09", years: 2))
        for line in [
            "Fri 24 Sep 2027: date",
            "Fri 1 Oct 2027: date",
            "Fri 8 Oct 2027: date",
            "Fri 8 Oct 2027: getaway, absorbed by the trip",
            "Sat 9 Oct 2027: trip",
            "Fri 15 Oct 2027: date, absorbed by the trip",
            "Fri 22 Oct 2027: date",
            "Fri 29 Oct 2027: date",
        ] {
            #expect(years.contains(line), "\(line)")
        }
    }

    @Test(arguments: [
        (
            "2026-01-09",
            """
            Thu 9 Apr 2026: Three months together
            Thu 9 Jul 2026: Six months together
            Fri 9 Oct 2026: Nine months together
            Sat 9 Jan 2027: One year together
            Sun 9 Jan 2028: Two years together
            Tue 9 Jan 2029: Three years together
            Wed 9 Jan 2030: Four years together
            """
        ),
        (
            "2026-08-31",
            """
            Mon 30 Nov 2026: Three months together
            Sun 28 Feb 2027: Six months together
            Mon 31 May 2027: Nine months together
            Tue 31 Aug 2027: One year together
            Thu 31 Aug 2028: Two years together
            Fri 31 Aug 2029: Three years together
            Sat 31 Aug 2030: Four years together
            """
        ),
        (
            "2028-02-29",
            """
            Mon 29 May 2028: Three months together
            Tue 29 Aug 2028: Six months together
            Wed 29 Nov 2028: Nine months together
            Wed 28 Feb 2029: One year together
            Thu 28 Feb 2030: Two years together
            Fri 28 Feb 2031: Three years together
            Sun 29 Feb 2032: Four years together
            """
        ),
    ])
    func `3-6-9 and the first four anniversaries`(_ anchor: String, _ expected: String) throws {
        let found = try year("3-6-9", from: anchor, years: 4)
        // The fourth is on the day with which the four years end.
        let all = try found + [#require(year("3-6-9", from: anchor, years: 5).dropFirst(6).first)]
        #expect(all == expected.split(separator: "\n").map(String.init))
    }

    /// When each step is asked for, where each is done the day after.
    @Test(arguments: [
        (
            "getaway", "2026-02-27",
            """
            Fri 6 Feb 2026, 12:00: choose
            Fri 13 Feb 2026, 12:00: book
            Tue 24 Feb 2026, 12:00: pack
            Fri 27 Feb 2026, 19:00: start
            """
        ),
        (
            "trip", "2026-08-09",
            """
            Sun 31 May 2026, 12:00: choose
            Sun 14 Jun 2026, 12:00: book
            Sun 26 Jul 2026, 12:00: home
            Thu 6 Aug 2026, 12:00: pack
            Sun 9 Aug 2026, 19:00: start
            """
        ),
        (
            "date", "2026-01-16",
            """
            Tue 13 Jan 2026, 12:00: choose
            Fri 16 Jan 2026, 17:00: Time to get ready
            Fri 16 Jan 2026, 19:00: start
            """
        ),
    ])
    func `the ladder of each part of 7-7-7`(
        _ part: String,
        _ date: String,
        _ expected: String
    ) throws {
        let ritual = try #require(
            try builtInPlan("7-7-7", from: "2026-01-09").first { $0.id == "7-7-7-\(part)" }
        )
        let key = OccurrenceKey(ritual: ritual.id, start: try local("\(date)T19:00"))
        let start = Zone.utc.instant(of: key.start)
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-09T20:00:00Z")
        while let due = keeper.planner.nextDue, due <= start {
            keeper.wake(at: due)
            if let told = keeper.ledger.told.last, told.decided == due,
                told.key.occurrence == key, let step = told.nudge?.step
            {
                keeper.wake(at: due + .seconds(86_400))
                keeper.say(.step(step), of: key)
            }
        }
        let told = keeper.ledger.told.filter {
            $0.key.occurrence == key && $0.decided <= start
        }
        .map { decision in
            let local = Zone.utc.local(at: decision.decided)
            let task = decision.key.stage == .start ? "start" : decision.nudge?.body ?? ""
            let what = decision.nudge?.step ?? String(task.prefix { $0 != "." })
            return "\(paper(local.date)), \(local.time.toTheMinute): \(what)"
        }
        #expect(told == expected.split(separator: "\n").map(String.init))
    }
}
