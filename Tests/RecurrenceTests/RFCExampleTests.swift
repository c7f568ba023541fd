import CivilTime
import Recurrence
import Testing

/// An example of RFC 5545 section 3.8.5.3, with the instances that the RFC lists.
struct RFCExample: CustomTestStringConvertible, Sendable {
    let rule: String
    let start: String
    /// Dates, or dates and times; what has no time is at 09:00.
    let instances: [String]
    /// Whether the RFC lists all instances there are.
    let isComplete: Bool

    init(
        _ rule: String,
        from start: String = "1997-09-02T09:00",
        _ instances: String,
        complete: Bool = false
    ) {
        self.rule = rule
        self.start = start
        self.instances = instances.split(separator: " ").map(String.init)
        isComplete = complete
    }

    var testDescription: String { rule }
}

@Suite struct RFCExampleTests {
    @Test(arguments: RFCExample.all)
    func `the examples of RFC 5545 expand as it lists them`(_ example: RFCExample) throws {
        let schedule = try Expansion.rule(example.rule, from: example.start)
        let wanted = example.instances.map { $0.count == 10 ? $0 + "T09:00" : $0 }
        let limit = wanted.count + (example.isComplete ? 1 : 0)
        let found = Expansion.locals(of: schedule, limit: limit).map(\.short)
        #expect(found == wanted)
    }

    @Test func `every day until Christmas, in New York`() throws {
        let schedule = try Expansion.rule(
            "FREQ=DAILY;UNTIL=19971224T000000Z",
            from: "1997-09-02T09:00"
        )
        let zone = try Expansion.zone("America/New_York")
        let found = Expansion.zoned(schedule, in: zone, limit: 200)
        #expect(found.count == 113)
        #expect(found.first == "1997-09-02T09:00:00-04:00[America/New_York]")
        #expect(found.last == "1997-12-23T09:00:00-05:00[America/New_York]")
    }

    @Test func `every day in January for three years, written in two ways`() throws {
        let yearly = try Expansion.rule(
            "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            from: "1998-01-01T09:00"
        )
        let daily = try Expansion.rule(
            "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
            from: "1998-01-01T09:00"
        )
        let zone = try Expansion.zone("America/New_York")
        let found = Expansion.zoned(yearly, in: zone, limit: 200)
        #expect(found.count == 93)
        #expect(found == Expansion.zoned(daily, in: zone, limit: 200))
    }
}

extension RFCExample {
    static let all: [RFCExample] = dailyAndWeekly + monthly + yearly + shorter

    private static let dailyAndWeekly = [
        RFCExample(
            "FREQ=DAILY;COUNT=10",
            """
            1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 \
            1997-09-10 1997-09-11
            """,
            complete: true
        ),
        RFCExample("FREQ=DAILY;INTERVAL=2", "1997-09-02 1997-09-04 1997-09-06 1997-09-08"),
        RFCExample(
            "FREQ=DAILY;INTERVAL=10;COUNT=5",
            "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12",
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;COUNT=10",
            """
            1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 \
            1997-10-28 1997-11-04
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
            "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28 1997-11-11 1997-11-25"
        ),
        RFCExample(
            "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
            """
            1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 \
            1997-09-30 1997-10-02
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000;WKST=SU;BYDAY=MO,WE,FR",
            from: "1997-09-01T09:00",
            """
            1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 \
            1997-10-03 1997-10-13 1997-10-15 1997-10-17 1997-10-27 1997-10-29 1997-10-31 1997-11-10 \
            1997-11-12 1997-11-14 1997-11-24 1997-11-26 1997-11-28 1997-12-08 1997-12-10 1997-12-12 \
            1997-12-22
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            """
            1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            from: "1997-08-05T09:00",
            "1997-08-05 1997-08-10 1997-08-19 1997-08-24",
            complete: true
        ),
        RFCExample(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            from: "1997-08-05T09:00",
            "1997-08-05 1997-08-17 1997-08-19 1997-08-31",
            complete: true
        ),
    ]

    private static let monthly = [
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            from: "1997-09-05T09:00",
            """
            1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 \
            1998-05-01 1998-06-05
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            from: "1997-09-07T09:00",
            """
            1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 \
            1998-05-03 1998-05-31
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            from: "1997-09-22T09:00",
            "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16",
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;BYMONTHDAY=-3",
            from: "1997-09-28T09:00",
            "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26"
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
            """
            1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 \
            1998-01-02 1998-01-15
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            from: "1997-09-30T09:00",
            """
            1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 \
            1998-01-31 1998-02-01
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            from: "1997-09-10T09:00",
            """
            1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11 \
            1999-03-12 1999-03-13
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
            """
            1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 1997-11-18 \
            1997-11-25 1998-01-06
            """
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            from: "1997-09-13T09:00",
            "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07"
        ),
        RFCExample(
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            from: "1997-09-04T09:00",
            "1997-09-04 1997-10-07 1997-11-06",
            complete: true
        ),
        RFCExample(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            from: "1997-09-29T09:00",
            "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30"
        ),
        RFCExample(
            "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
            from: "2007-01-15T09:00",
            "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30",
            complete: true
        ),
    ]

    private static let yearly = [
        RFCExample(
            "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
            from: "1997-06-10T09:00",
            """
            1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 \
            2001-06-10 2001-07-10
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            from: "1997-03-10T09:00",
            """
            1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 \
            2003-02-10 2003-03-10
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            from: "1997-01-01T09:00",
            """
            1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 \
            2003-07-19 2006-01-01
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=YEARLY;BYDAY=20MO",
            from: "1997-05-19T09:00",
            "1997-05-19 1998-05-18 1999-05-17"
        ),
        RFCExample(
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            from: "1997-05-12T09:00",
            "1997-05-12 1998-05-11 1999-05-17"
        ),
        RFCExample(
            "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            from: "1997-03-13T09:00",
            "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26"
        ),
        RFCExample(
            "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            from: "1997-06-05T09:00",
            "1997-06-05 1997-06-12 1997-06-19 1997-06-26 1997-07-03 1997-07-10 1997-07-17"
        ),
        RFCExample(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            from: "1996-11-05T09:00",
            "1996-11-05 2000-11-07 2004-11-02"
        ),
    ]

    private static let shorter = [
        RFCExample(
            "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000",
            "1997-09-02 1997-09-02T12:00 1997-09-02T15:00",
            complete: true
        ),
        RFCExample(
            "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
            """
            1997-09-02 1997-09-02T09:15 1997-09-02T09:30 1997-09-02T09:45 1997-09-02T10:00 \
            1997-09-02T10:15
            """,
            complete: true
        ),
        RFCExample(
            "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
            "1997-09-02 1997-09-02T10:30 1997-09-02T12:00 1997-09-02T13:30",
            complete: true
        ),
        RFCExample(
            "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40;COUNT=5",
            "1997-09-02 1997-09-02T09:20 1997-09-02T09:40 1997-09-02T10:00 1997-09-02T10:20",
            complete: true
        ),
        RFCExample(
            "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16;COUNT=5",
            "1997-09-02 1997-09-02T09:20 1997-09-02T09:40 1997-09-02T10:00 1997-09-02T10:20",
            complete: true
        ),
    ]
}
