import CivilTime
import Household
import Recurrence
import Settings
import Testing

/// `at = "together"`: a time at which everybody whom a ritual is for is awake.
@Suite struct TogetherTests {
    /// Alex in Denver, Sam in Berlin, each with quiet hours.
    private static func config(_ schedule: String, sam: String = "23:00-07:00") -> String {
        """
        [[ritual]]
        id = "call"
        schedule = { \(schedule) }
        [[partner]]
        id = "alex"
        quiet_hours = "22:00-07:00"
        [[partner]]
        id = "sam"
        time_zone = "Europe/Berlin"
        quiet_hours = "\(sam)"

        """
    }

    private static func diagnostics(_ text: String) throws -> [String] {
        try readConfig(text).diagnostics.map { String($0.description.dropFirst("c.toml:".count)) }
    }

    @Test(
        arguments: [
            (#"every = "day", at = "together", near = "20:30""#, "2026-03-06", "14:59"),
            (#"every = "day", at = "together", near = 20:30:00"#, "2026-03-10", "15:59"),
            (
                #"every = "week", on = "fri", at = "together", near = "12:00""#, "2026-03-06",
                "12:00"
            ),
            (#"rrule = "FREQ=DAILY", at = "together", near = "23:50""#, "2026-03-06", "14:59"),
        ]
    )
    func `it is the nearest time at which all are awake`(
        _ schedule: String,
        _ date: String,
        _ time: String
    ) throws {
        let config = try readConfig(Self.config(schedule))
        #expect(config.diagnostics.isEmpty, "\(config.diagnostics)")
        let ritual = try #require(config.household?.ritual("call"))
        let start = try Instant(parsing: "\(date)T00:00:00-07:00")
        let next = try #require(ritual.schedule?.next(in: ritual.zone, after: start))
        #expect(next.local.short == "\(date)T\(time)")
    }

    @Test func `only the quiet hours of whom it is for count, and it has exceptions`() throws {
        let text = Self.config(#"every = "day", at = "together", near = "20:30""#)
            .replacing(
                "id = \"call\"",
                with: "id = \"call\"\npartners = [\"alex\"]\nexcept = [2026-03-06]"
            )
        let config = try readConfig(text)
        let ritual = try #require(config.household?.ritual("call"))
        let start = try Instant(parsing: "2026-03-06T00:00:00-07:00")
        let next = try #require(ritual.schedule?.next(in: ritual.zone, after: start))
        #expect(next.local.short == "2026-03-07T20:30")
    }

    @Test(
        arguments: [
            (
                #"every = "day", at = "together""#,
                #"3:34: error: ritual[call].schedule.near: missing: the time to be near to, such as "#
                    + #"'near = "20:30"'"#
            ),
            (
                #"every = "day", at = "19:00", near = "20:30""#,
                #"3:43: error: ritual[call].schedule.near: goes with at = "together""#
            ),
            (
                #"every = "6 hours", at = "together", near = "20:30""#,
                "3:38: error: ritual[call].schedule.at: 'together' does not go with hours and minutes"
            ),
            (
                #"calendar = "Sun", at = "together", near = "20:30""#,
                "3:37: error: ritual[call].schedule.at: 'together' goes with 'every' or 'rrule'"
            ),
            (
                #"rrule = "FREQ=DAILY;BYHOUR=3", at = "together", near = "20:30""#,
                "3:50: error: ritual[call].schedule.at: 'together' goes with a rule that names no "
                    + "time of day"
            ),
            (
                #"every = "day", at = "together", near = "8pm""#,
                #"3:53: error: ritual[call].schedule.near: expected a time such as "19:00", not "#
                    + #"'8pm'; did you mean "20:00"?"#
            ),
        ]
    )
    func `what is wrong is said with its place`(_ schedule: String, _ expected: String) throws {
        #expect(try Self.diagnostics(Self.config(schedule)) == [expected])
    }

    @Test func `that no date has a time is an error`() throws {
        let text = Self.config(
            #"every = "day", at = "together", near = "20:30""#,
            sam: "14:00-08:00"
        ).replacing("22:00-07:00", with: "23:00-12:00")
        #expect(
            try Self.diagnostics(text).filter { $0.contains("error") } == [
                "3:12: error: ritual[call].schedule: there is no time of day at which all whom it is "
                    + "for are awake ('alex' 23:00-12:00 America/Denver and 'sam' 14:00-08:00 "
                    + "Europe/Berlin)"
            ]
        )
    }

    @Test func `that some dates have none is a warning`() throws {
        // Berlin is seven hours ahead for three weeks in March and one in autumn, else eight.
        let text = Self.config(
            #"every = "day", at = "together", near = "20:30""#,
            sam: "15:30-08:00"
        ).replacing("22:00-07:00", with: "22:00-08:00")
        #expect(
            try Self.diagnostics(text).filter { $0.contains("dates") } == [
                "3:12: warning: ritual[call].schedule: on 682 of 731 dates, such as 2025-12-31, there "
                    + "is no time at which all are awake; then it is at 20:30, when the fewest sleep"
            ]
        )
    }

    @Test func `without quiet hours it is always at its time`() throws {
        let text =
            "[[ritual]]\nid = \"r\"\nschedule = { every = \"day\", at = \"together\", "
            + "near = \"20:30\" }\n" + ConfigCase.couple
        #expect(
            try Self.diagnostics(text) == [
                "3:12: warning: ritual[r].schedule: nobody whom it is for has quiet hours, so it is "
                    + "always at the time of 'near'"
            ]
        )
    }

    @Test func `it does not count from when it was done`() throws {
        let text = Self.config(#"every = "day", at = "together", near = "20:30""#)
            .replacing("id = \"call\"", with: "id = \"call\"\nrepeat = \"after done\"")
        #expect(
            try Self.diagnostics(text) == [
                "3:10: error: ritual[call].repeat: 'after done' counts from one time of day; give 'at' "
                    + "a time, not 'together'"
            ]
        )
    }
}
