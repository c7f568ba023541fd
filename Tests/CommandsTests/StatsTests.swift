import CivilTime
import Commands
import Foundation
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct StatsTests {
    /// The five weeks up to Wednesday, 7 January 2026.
    private static func message(streaks: Bool = true) -> DaysMessage {
        CalendarTests.message(
            "2025-12-04",
            "2026-01-07",
            streaks: streaks,
            (0..<35).map { day in
                let date = CivilDate(epochDay: 20_426 + day)
                let first: OccurrenceState =
                    day == 9 ? .missed : day == 20 ? .held : day == 30 ? .skipped : .done
                return (date, day % 7 == 1 ? [first, day == 8 ? .missed : .done] : [first])
            }
        )
    }

    private func ritualctl(_ message: DaysMessage, columns: Int = 80) throws -> Ritualctl {
        var ritualctl = Ritualctl()
        ritualctl.environment["COLUMNS"] = "\(columns)"
        try ritualctl.daemon.answer(.days, with: message)
        return ritualctl
    }

    @Test func `each ritual has how often it was kept and in a row, and below lie the days`() throws
    {
        let ritualctl = try ritualctl(Self.message())
        #expect(
            try ritualctl.run("stats").output == """
                Thu 4 Dec 2025 to Wed 7 Jan 2026
                  Check-in             kept 32 of 33, 97 %  23 in a row
                  Date night & <more>  kept 4 of 5          3 in a row

                    Dec
                Mon  █████
                     █████
                Wed  ██=██
                    █████
                Fri █▒███
                    █·██–
                    █████

                █ done   ▒ done in part   – skipped   · missed   = on hold

                """
        )
        #expect(ritualctl.daemon.requests.map(\.target) == ["/v1/days?days=365"])
    }

    @Test func `without streaks no row is shown, nor sent`() throws {
        let ritualctl = try ritualctl(Self.message(streaks: false))
        let output = try ritualctl.run("stats").output
        #expect(output.contains("kept 32 of 33, 97 %\n"))
        #expect(!output.contains("in a row"))
        let json = try ritualctl.run("stats", "--json").output
        #expect(json.contains("\"streak\" : null"))
    }

    @Test func `for a screen reader each ritual is a line, and there is no map`() throws {
        #expect(
            try ritualctl(Self.message()).run("stats", "--plain").output == """
                Thu 4 Dec 2025 to Wed 7 Jan 2026
                Check-in: kept 32 of 33, 97 %, 23 in a row
                Date night & <more>: kept 4 of 5, 3 in a row

                """
        )
    }

    @Test func `a narrow terminal has the title on a line of its own`() throws {
        let lines = try ritualctl(Self.message(), columns: 40).run("stats").output
            .split(separator: "\n").prefix(4)
        #expect(
            lines == [
                "Thu 4 Dec 2025 to Wed 7 Jan 2026", "Check-in", "  kept 32 of 33, 97 %",
                "  23 in a row",
            ]
        )
    }

    @Test func `what is not known yet is said without a grid`() throws {
        var message = Self.message()
        message.days = []
        message.rituals = []
        #expect(
            try ritualctl(message).run("stats").output
                == "Thu 4 Dec 2025 to Wed 7 Jan 2026: nothing is known of it yet\n"
        )
    }

    @Test func `JSON has the numbers`() throws {
        let text = try ritualctl(Self.message()).run("stats", "--json").output
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let rituals = try #require(json?["rituals"] as? [[String: Any]])
        #expect(rituals.map { $0["done"] as? Int } == [32, 4])
        #expect(rituals.map { $0["counted"] as? Int } == [33, 5])
        #expect(rituals.map { $0["held"] as? Int } == [1, 0])
        #expect(rituals.map { $0["skipped"] as? Int } == [1, 0])
        #expect(rituals.map { $0["percent"] as? Int } == [97, 80])
        #expect((json?["days"] as? [Any])?.count == 33)
    }

    @Test(arguments: [
        (["--days", "0"], "--days: 0 is not between 1 and 3660"),
        (["--days", "7", "--year", "2026"], "give --days or --year, not both"),
        (["--year", "0"], "--year: 0 is not between 1 and 9999"),
    ])
    func `a span that is none is refused`(options: [String], words: String) throws {
        let result = try ritualctl(Self.message()).run(["stats"] + options)
        #expect(result.code == 64)
        #expect(result.errors.contains(words), "\(result.errors)")
    }
}
