import Household
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct TodayTests {
    static func entry(_ title: String, _ hour: String, _ state: OccurrenceState)
        -> OccurrenceMessage
    {
        OccurrenceMessage(
            ritual: title.lowercased(),
            title: title,
            occurrence: "\(title.lowercased())@2026-01-07T\(hour):00",
            start: "2026-01-07T\(hour):00:00-07:00[America/Denver]",
            end: "2026-01-07T\(hour):45:00-07:00[America/Denver]",
            instant: "2026-01-07T12:00:00Z",
            state: state,
            partners: ["alex", "sam"]
        )
    }

    static let busy = TodayMessage(
        date: "2026-01-07",
        zone: "America/Denver",
        occurrences: [
            entry("Coffee", "07", .done), entry("Goodbye", "08", .skipped),
            entry("Hug", "17", .open), asking,
            entry("A chapter of a book that both of us would like to read", "22", .ahead),
        ]
    )

    private static var asking: OccurrenceMessage {
        var entry = entry("Talk", "20", .ahead)
        entry.prompt = "What was the best part of your day, and what was the hardest?"
        return entry
    }

    @Test func `the question of the day stands below it, while it may be asked`() throws {
        var ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.today, with: Self.busy)
        #expect(
            try ritualctl.run("today").output.contains(
                "\n         “What was the best part of your day, and what was the hardest?”\n"
            )
        )
        var secret = Self.asking
        secret.sensitivity = .private
        let today = TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [secret])
        try ritualctl.daemon.answer(.today, with: today)
        #expect(try !ritualctl.run("today").output.contains("best part"))
        ritualctl.isTerminal = true
        #expect(try ritualctl.run("today").output.contains("best part"))
    }

    @Test func `next has the question where it is asked for`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.next, with: NextMessage(next: Self.asking))
        #expect(try ritualctl.run("next").output == "Talk, today 20:00 (in 1 h 44 min)\n")
        #expect(
            try ritualctl.run("next", "--prompt").output
                == "Talk, today 20:00 (in 1 h 44 min): What was the best part of your day, and what was the "
                + "hardest?\n"
        )
        var secret = Self.asking
        secret.sensitivity = .secret
        try ritualctl.daemon.answer(.next, with: NextMessage(next: secret))
        #expect(
            try ritualctl.run("next", "--prompt").output == "Talk, today 20:00 (in 1 h 44 min)\n"
        )
    }

    @Test func `today shows how each part of the day stands`() throws {
        let ritualctl = Ritualctl()
        let today = TodayMessage(
            date: "2026-01-07",
            zone: "America/Denver",
            occurrences: [
                Self.entry("Coffee", "07", .done),
                Self.entry("Goodbye", "08", .skipped),
                Self.entry("Stretch", "09", .missed),
                Self.entry("Lunch", "12", .moved),
                Self.entry("Hug", "17", .open),
                Self.entry("Talk", "18", .now),
                Self.entry("Walk", "19", .absorbed),
                Self.entry("Reading", "22", .ahead),
            ]
        )
        try ritualctl.daemon.answer(.today, with: today)
        #expect(
            try ritualctl.run("today").output == """
                Wed 7 Jan
                  07:00  Coffee   coffee   done
                  08:00  Goodbye  goodbye  skipped
                  09:00  Stretch  stretch  missed
                  12:00  Lunch    lunch    moved
                  17:00  Hug      hug      how was it? still open
                  18:00  Talk     talk     now, until 18:45
                  19:00  Walk     walk     a bigger ritual takes its place
                  22:00  Reading  reading  in 3 h 44 min

                """
        )
        let json = try ritualctl.run("today", "--json").output
        #expect(try ControlJSON.read(TodayMessage.self, from: json.utf8) == today)
    }

    @Test func `what began days ago, and what half of you have said, is told as it is`() throws {
        let ritualctl = Ritualctl()
        var getaway = Self.entry("Getaway", "19", .now)
        getaway.start = "2026-01-06T19:00:00-07:00[America/Denver]"
        getaway.end = "2026-01-08T19:00:00-07:00[America/Denver]"
        var talk = Self.entry("Talk", "17", .open)
        (talk.done, talk.waiting) = (["alex"], ["sam"])
        let today = TodayMessage(
            date: "2026-01-07",
            zone: "America/Denver",
            occurrences: [getaway, talk, Self.entry("Tea", "16", .passed)]
        )
        try ritualctl.daemon.answer(.today, with: today)
        #expect(
            try ritualctl.run("today").output == """
                Wed 7 Jan
                  Tue    Getaway  getaway  now, until Thu 19:00
                  17:00  Talk     talk     alex said done; waiting for sam
                  16:00  Tea      tea      passed

                """
        )
    }

    @Test(arguments: [999, 1_000]) func `it says where not all of the day is shown`(
        rows: Int
    ) throws {
        let ritualctl = Ritualctl()
        let entries = Array(repeating: Self.entry("Coffee", "07", .done), count: rows)
        let today = TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: entries)
        try ritualctl.daemon.answer(.today, with: today)
        let message = "ritualctl: only the 1000 nearest to now are shown\n"
        #expect(try ritualctl.run("today", "--json").errors == (rows == 1_000 ? message : ""))
    }

    @Test func `a long title wraps so that the agenda stays within 80 columns`() throws {
        let ritualctl = Ritualctl()
        var entry = Self.entry("Reading", "22", .absorbed)
        entry.title = "One chapter of a book that both of us would like to read in bed"
        entry.ritual = "shared-reading"
        try ritualctl.daemon.answer(
            .today,
            with: TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [entry])
        )
        #expect(
            try ritualctl.run("today").output == """
                Wed 7 Jan
                  22:00  One chapter of a book that both of us would like to      shared-reading
                         read in bed
                         a bigger ritual takes its place

                """
        )
    }

    @Test func `an empty day is said to be one`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .today,
            with: TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [])
        )
        #expect(try ritualctl.run("today").output == "Wed 7 Jan\n  nothing today\n")
    }
}
