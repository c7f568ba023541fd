// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of RecurrenceRule.
@Suite struct RecurrenceRuleExamples {
    @Test func `RecurrenceRule is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR")
        #expect(rule.description == "FREQ=MONTHLY;BYDAY=-1FR")
    }

    @Test func `RecurrenceRule.Frequency is as shown`() throws {
        let names = "SECONDLY MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY".split(separator: " ")
        let rules = try names.map { try RecurrenceRule(parsing: "FREQ=\($0)") }
        let all: [RecurrenceRule.Frequency] = [
            .secondly, .minutely, .hourly, .daily, .weekly, .monthly, .yearly,
        ]
        #expect(rules.map(\.frequency) == all)
    }

    @Test func `RecurrenceRule.Skip is as shown`() throws {
        let start = try CivilDateTime(parsing: "2026-01-31T19:00")
        func second(_ skip: RecurrenceRule.Skip) throws -> String {
            let text = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=\(skip.rawValue)"
            let set = RecurrenceSet(start: start, rule: try RecurrenceRule(parsing: text))
            let months = Schedule.rule(set).occurrences(in: newYork, after: now).prefix(2)
            return months.map(\.local.short)[1]
        }
        #expect(try second(.omit) == "2026-03-31T19:00")
        #expect(try second(.backward) == "2026-02-28T19:00")
        #expect(try second(.forward) == "2026-03-01T19:00")
    }

    @Test func `RecurrenceRule.Until is as shown`() throws {
        func end(_ text: String) throws -> RecurrenceRule.Until? {
            try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=\(text)").until
        }
        #expect(try end("20260109") == .date(try CivilDate(parsing: "2026-01-09")))
        #expect(try end("20260109T190000") == .local(try CivilDateTime(parsing: "2026-01-09T19:00")))
        #expect(try end("20260105T120000Z") == .instant(now))
    }

    @Test func `RecurrenceRule.WeekdayPlace is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR,2MO")
        #expect(rule.byDay == [.init(.monday, ordinal: 2), .init(.friday, ordinal: -1)])
    }

    @Test func `RecurrenceRule.WeekdayPlace.description is as shown`() throws {
        #expect(RecurrenceRule.WeekdayPlace(.friday, ordinal: -1).description == "-1FR")
        #expect(RecurrenceRule.WeekdayPlace(.friday).description == "FR")
    }

    @Test func `RecurrenceRule.WeekdayPlace.init(_:ordinal:) is as shown`() throws {
        #expect(RecurrenceRule.WeekdayPlace(.monday, ordinal: 2).description == "2MO")
    }

    @Test func `RecurrenceRule.WeekdayPlace.ordinal is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").byDay.map(\.ordinal) == [-1])
    }

    @Test func `RecurrenceRule.WeekdayPlace.weekday is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").byDay.map(\.weekday) == [.friday])
    }

    @Test func `RecurrenceRule.byDay is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=WEEKLY;BYDAY=FR,MO")
        #expect(rule.byDay.map(\.weekday) == [.monday, .friday])
    }

    @Test func `RecurrenceRule.byHour is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;BYHOUR=19,7").byHour == [7, 19])
    }

    @Test func `RecurrenceRule.byMinute is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=HOURLY;BYMINUTE=0,30").byMinute == [0, 30])
    }

    @Test func `RecurrenceRule.byMonth is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTH=7,1").byMonth == [1, 7])
    }

    @Test func `RecurrenceRule.byMonthDay is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYMONTHDAY=-1,15").byMonthDay == [15, -1])
    }

    @Test func `RecurrenceRule.bySecond is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MINUTELY;BYSECOND=0,30").bySecond == [0, 30])
    }

    @Test func `RecurrenceRule.bySetPosition is as shown`() throws {
        let lastWorkday = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
        #expect(try RecurrenceRule(parsing: lastWorkday).bySetPosition == [-1])
    }

    @Test func `RecurrenceRule.byWeekNumber is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO").byWeekNumber == [20])
    }

    @Test func `RecurrenceRule.byYearDay is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=YEARLY;BYYEARDAY=100,-1").byYearDay == [100, -1])
    }

    @Test func `RecurrenceRule.count is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=10").count == 10)
    }

    @Test func `RecurrenceRule.dependsOnStart is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR").dependsOnStart)
        let rule = "FREQ=WEEKLY;BYDAY=FR;BYHOUR=19;BYMINUTE=0;BYSECOND=0"
        #expect(try RecurrenceRule(parsing: rule).dependsOnStart == false)
    }

    @Test func `RecurrenceRule.description is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "rrule:wkst=mo;byday=fr,mo;freq=weekly")
        #expect(rule.description == "FREQ=WEEKLY;BYDAY=MO,FR")
    }

    @Test func `RecurrenceRule.frequency is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").frequency == .monthly)
    }

    @Test func `RecurrenceRule.init(parsing:) is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "RRULE:FREQ=MONTHLY;BYDAY=-1SU")
        #expect(rule.byDay == [.init(.sunday, ordinal: -1)])
        let error = #expect(throws: RecurrenceError.self) {
            try RecurrenceRule(parsing: "FREQ=WEEKLY;BYMONTHDAY=1")
        }
        #expect(error?.part == "BYMONTHDAY")
    }

    @Test func `RecurrenceRule.interval is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=7").interval == 7)
    }

    @Test func `RecurrenceRule.namesCalendar is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "RSCALE=GREGORIAN;FREQ=DAILY").namesCalendar)
    }

    @Test func `RecurrenceRule.namesDay is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=-1FR").namesDay)
        #expect(try RecurrenceRule(parsing: "FREQ=MONTHLY").namesDay == false)
    }

    @Test func `RecurrenceRule.skip is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD")
        #expect(rule.skip == .backward)
    }

    @Test func `RecurrenceRule.until is as shown`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261231")
        #expect(rule.until == .date(try CivilDate(parsing: "2026-12-31")))
    }

    @Test func `RecurrenceRule.weekStart is as shown`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=WEEKLY;INTERVAL=2;WKST=SU").weekStart == .sunday)
    }
}
