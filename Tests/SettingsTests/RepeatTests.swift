import Household
import Settings
import Testing

@Suite struct RepeatTests {
    private static func ritual(_ name: String, _ occasion: String, _ expected: String...)
        -> ConfigCase
    {
        ConfigCase(
            name,
            "[[ritual]]\nid = \"r\"\n\(occasion)\nrepeat = \"after done\"\n",
            expected: expected
        )
    }

    private static let complaint = "4:10: error: ritual[r].repeat: 'after done' "

    static let cases = [
        ritual("days", #"schedule = { every = "3 days", at = "10:00", from = 2026-01-06 }"#),
        ritual("hours", #"schedule = { every = "6 hours", from = 2026-01-09T08:00:00 }"#),
        ritual("a template's schedule", #"template = "date""#),
        ritual(
            "two times of day",
            #"schedule = { every = "day", at = ["10:00", "12:00"] }"#,
            complaint + "counts from one time of day; give 'at' one time, not 2"
        ),
        ritual(
            "a rule",
            #"schedule = { rrule = "FREQ=MONTHLY;BYDAY=-1SU", at = "16:00" }"#,
            complaint + "needs a schedule with 'every'; an 'rrule' names its dates itself"
        ),
        ritual(
            "a calendar",
            #"schedule = { calendar = "Sun *-*-* 10:00" }"#,
            complaint + "needs a schedule with 'every'; a 'calendar' names its dates itself"
        ),
        ritual(
            "a signal",
            #"trigger = { signal = "both-home" }"#,
            complaint + "needs a schedule with 'every'; a signal comes when it comes"
        ),
    ]

    @Test(arguments: cases)
    func `what counts from when it was done needs something to count`(_ config: ConfigCase) throws {
        #expect(try config.diagnostics() == config.expected)
    }

    @Test func `a schedule that cannot be read is complained of once`() throws {
        let config = ConfigCase(
            "a schedule without a time",
            "[[ritual]]\nid = \"r\"\nschedule = { every = \"week\" }\nrepeat = \"after done\"\n"
        )
        #expect(try config.diagnostics().allSatisfy { !$0.contains("repeat") })
    }
}
