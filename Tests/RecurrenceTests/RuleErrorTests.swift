import Recurrence
import Testing

@Suite struct RuleErrorTests {
    @Test(
        arguments: [
            (
                "FREQ=MONTHLY;BYDAY=8MO",
                """
                '8MO' in BYDAY at column 20 is not a weekday with a number from 1 to 5 or from -5 to -1
                """
            ),
            (
                "FREQ=MONTHLY;BYDAY=0MO",
                """
                '0MO' in BYDAY at column 20 is not a weekday such as MO, with a number from 1 to 53 or \
                from -53 to -1 in front where FREQ is MONTHLY or YEARLY
                """
            ),
            (
                "FREQ=FORTNIGHTLY",
                """
                'FORTNIGHTLY' in FREQ at column 6 is not one of SECONDLY, MINUTELY, HOURLY, DAILY, \
                WEEKLY, MONTHLY, YEARLY
                """
            ),
            (
                "FREQ=DAILY;INTERVAL=0",
                "'0' in INTERVAL at column 21 is not a whole number from 1 to 999999999"
            ),
            (
                "FREQ=DAILY;COUNT=3;UNTIL=20261231",
                "'3' in COUNT at column 18 is not allowed beside UNTIL: give one of the two"
            ),
            (
                "RSCALE=HEBREW;FREQ=DAILY",
                "'HEBREW' in RSCALE at column 8 is not GREGORIAN, the only calendar there is here"
            ),
            (
                "FREQ=WEEKLY;BYDAY=2FR",
                """
                '2FR' in BYDAY at column 19 is not a weekday alone: only MONTHLY and YEARLY number them
                """
            ),
            (
                "FREQ=MONTHLY;BYWEEKNO=3",
                "'3' in BYWEEKNO at column 23 is not allowed unless FREQ is YEARLY"
            ),
            (
                "FREQ=YEARLY;BYMONTH=1,13",
                "'13' in BYMONTH at column 23 is not a number from 1 to 12"
            ),
            (
                "FREQ=DAILY;BYSETPOS=1",
                """
                '1' in BYSETPOS at column 21 is not allowed without another BY part to choose from
                """
            ),
            ("FREQ=DAILY;FREQ=DAILY", "'FREQ' in rule at column 12 is not allowed twice"),
            ("FREQ=DAILY;BYHOUR=", "BYHOUR at column 19 is empty and not a number from 0 to 23"),
            ("", "rule at column 1 is empty and not a part like 'FREQ=DAILY'"),
            (
                "FREQ=DAILY;UNTIL=tomorrow",
                """
                'tomorrow' in UNTIL at column 18 is not a date like '20261231', a time like \
                '20261231T190000' or one in UTC like '20261231T190000Z'
                """
            ),
            (
                "FREQ=DAILY;UNTIL=20260230",
                """
                '20260230' in UNTIL at column 18 is not a date and time that there is: day 30 is not \
                between 1 and 28
                """
            ),
            (
                "FREQ=ſECONDLY",
                """
                'ſECONDLY' in FREQ at column 6 is not one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, \
                MONTHLY, YEARLY
                """
            ),
            (
                // The Kelvin sign, which is equivalent to K for Unicode.
                "FREQ=WEE\u{212A}LY",
                """
                'WEE\u{212A}LY' in FREQ at column 6 is not one of SECONDLY, MINUTELY, HOURLY, DAILY, \
                WEEKLY, MONTHLY, YEARLY
                """
            ),
            (
                "FREQ=DAILY;ıNTERVAL=2",
                """
                'ıNTERVAL' in rule at column 12 is not one of FREQ, INTERVAL, COUNT, UNTIL, BYSECOND, \
                BYMINUTE, BYHOUR, BYDAY, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYMONTH, BYSETPOS, WKST, \
                RSCALE, SKIP
                """
            ),
            (
                "FREQ=YEARLY;SKIP=FORWARD",
                "'FORWARD' in SKIP at column 18 is not allowed without RSCALE=GREGORIAN"
            ),
        ]
    )
    func `an error says where the rule is wrong and what is allowed`(
        _ rule: String,
        _ message: String
    ) {
        do {
            let parsed = try RecurrenceRule(parsing: rule)
            Issue.record("\(parsed)")
        } catch {
            #expect("\(error)" == message)
        }
    }

    @Test(
        arguments: [
            ("freq=daily;interval=1", "FREQ=DAILY"),
            ("RRULE:FREQ=MONTHLY;BYDAY=-1fr,MO,MO,+2TU", "FREQ=MONTHLY;BYDAY=MO,2TU,-1FR"),
            ("FREQ=YEARLY;BYMONTHDAY=-1,31,1;WKST=MO", "FREQ=YEARLY;BYMONTHDAY=1,31,-1"),
            ("BYHOUR=9,8;FREQ=DAILY;WKST=SU", "FREQ=DAILY;BYHOUR=8,9;WKST=SU"),
            ("FREQ=DAILY;UNTIL=20261231T235959Z", "FREQ=DAILY;UNTIL=20261231T235959Z"),
            (
                "SKIP=BACKWARD;RSCALE=gregorian;FREQ=YEARLY",
                "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD"
            ),
        ]
    )
    func `a rule has one canonical form`(_ text: String, _ form: String) throws {
        #expect(try RecurrenceRule(parsing: text).description == form)
        #expect(try RecurrenceRule(parsing: form).description == form)
    }

    @Test(
        arguments: [
            ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", false),
            ("FREQ=DAILY", true),
            ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=19;BYMINUTE=0;BYSECOND=0", false),
            ("FREQ=WEEKLY;BYHOUR=19;BYMINUTE=0;BYSECOND=0", true),
            ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1;BYHOUR=1;BYMINUTE=0;BYSECOND=0", true),
            ("FREQ=MINUTELY;BYSECOND=0", false),
            ("FREQ=YEARLY;BYMONTHDAY=1;BYHOUR=1;BYMINUTE=0;BYSECOND=0", true),
            ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;BYHOUR=1;BYMINUTE=0;BYSECOND=0", false),
        ]
    )
    func `a rule tells whether it depends on its start`(_ text: String, _ depends: Bool) throws {
        #expect(try RecurrenceRule(parsing: text).dependsOnStart == depends)
    }
}
