import CivilTime
import SystemZones
import Testing

@Suite struct ExtendedTimeTests {
    @Test(
        arguments: [
            ("2026-01-01T00:00:00Z", nil),
            ("2026-01-01T00:00:00Z[Europe/Berlin]", "Europe/Berlin"),
            ("2026-01-01T01:00:00+01:00[!Europe/Berlin][u-ca=hebrew]", "Europe/Berlin"),
            ("2026-01-01T01:00:00+01:00[+01:00]", "+01:00"),
            ("2026-01-01T00:00:00Z[u-ca=iso8601][foo=bar-b4]", nil),
            ("2026-01-01T00:00:00Z[!u-ca=gregory]", nil),
            ("2026-01-01T00:00:00-00:00[America/New_York]", "America/New_York"),
        ] as [(String, String?)]
    )
    func `a time is read with what stands behind it`(_ text: String, _ zone: String?) throws {
        let time = try ExtendedTime(parsing: text)
        #expect(time.instant.description == "2026-01-01T00:00:00Z")
        #expect(time.zone == zone)
        #expect(try time.contradiction(in: SystemZoneDatabase()) == nil)
    }

    @Test(
        arguments: [
            "[garbage", "[Europe/Berlin]xyz", "[Europe/Berlin", "[]", "[!]", "[Europe/Berlin]]",
            "[!foo=bar]", "[!u-ca=hebrew]", "[Europe/Berlin][Europe/Berlin]", "[u-ca=gregory][UTC]",
            "[Foo=bar]", "[foo=]", "[New York]", " [UTC]", "[foo=bar][!foo=bar]",
        ]
    )
    func `what RFC 9557 does not allow behind a time is refused`(_ suffix: String) {
        #expect(throws: CivilTimeError.self) {
            try ExtendedTime(parsing: "2026-01-01T00:00:00Z\(suffix)")
        }
    }

    @Test(arguments: ["-06:00[!America/New_York]", "-06:00[America/New_York]", "+00:00[+01:00]"])
    func `an offset that is not the zone's contradicts it`(_ suffix: String) throws {
        let time = try ExtendedTime(parsing: "2026-01-01T00:00:00\(suffix)")
        #expect(try time.contradiction(in: SystemZoneDatabase()) != nil)
    }

    @Test(arguments: ["wee\u{212A}", "ſat", "sunday\u{301}"])
    func `names are compared in ASCII only`(_ name: String) {
        #expect(Weekday(abbreviation: name) == nil)
        #expect((try? Span(parsing: "1 \(name)")) == nil)
        #expect("wee\u{212A}".asciiLowercased != "week")
    }
}
