import CivilTime
@testable import ICalendar
import SystemZones
import Testing

/// Which zone a `TZID` is, and what is written of a zone.
@Suite struct ZoneTests {
    private func start(_ id: String, _ zone: String = "") throws -> [String] {
        try Calendars.starts(
            "\(zone)BEGIN:VEVENT\nUID:a\nDTSTART;TZID=\(id):20260709T120000\nEND:VEVENT"
        )
    }

    @Test(arguments: [
        ("Europe/Berlin", "10"), ("/Europe/Berlin", "10"), ("\"Europe/Berlin\"", "10"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "10"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "15"),
        ("/citadel.org/20210210_1/America/New_York", "16"), ("UTC", "12"), ("Etc/GMT-3", "09"),
        ("W. Europe Standard Time", "10"), ("w. europe standard time", "10"),
        ("India Standard Time", "06"), ("GMT Standard Time", "11"), ("Pacific Standard Time", "19"),
    ])
    func `a zone has many names`(id: String, hour: String) throws {
        let minute = id.hasPrefix("India") ? "30" : "00"
        #expect(try start(id) == ["2026-07-09T\(hour):\(minute):00Z"])
    }

    private static func zone(_ id: String, _ summer: String, _ winter: String) -> String {
        """
        BEGIN:VTIMEZONE
        TZID:\(id)
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:\(summer)
        TZOFFSETTO:\(winter)
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:\(winter)
        TZOFFSETTO:\(summer)
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE

        """
    }

    @Test func `a zone without a known name is matched by its rules`() throws {
        #expect(
            try start("Office", Self.zone("Office", "+0200", "+0100")) == ["2026-07-09T10:00:00Z"]
        )
    }

    @Test func `a place beside the name counts`() throws {
        let zone = Self.zone("Here\nX-LIC-LOCATION:Asia/Tokyo", "+0200", "+0100")
        #expect(try start("Here", zone) == ["2026-07-09T03:00:00Z"])
    }

    @Test func `rules that no zone has are refused by name`() throws {
        let event = "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Moon:20260709T120000\nEND:VEVENT"
        let file = try Calendars.events(Self.zone("Moon", "+0222", "+0111") + event)
        #expect(file.series.isEmpty)
        #expect(file.refusals.map(\.given) == ["Moon"])
    }

    @Test func `every name of Windows is a zone of this system`() throws {
        for name in WindowsZones.names {
            #expect(throws: Never.self) { try Calendars.zones.zone(named: name) }
        }
        #expect(WindowsZones.names.count > 100)
    }
}
