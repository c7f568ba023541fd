import CivilTime
import Foundation
import ICalendar
import SystemZones
import Testing

/// What is written: lines, escapes, zones.
@Suite struct WriterTests {
    private func written(_ write: (inout ContentWriter) throws -> Void) rethrows -> String {
        var writer = ContentWriter()
        try write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        String(repeating: "a", count: 300), String(repeating: "ü", count: 200),
        "x" + String(repeating: "😀", count: 100), String(repeating: "日", count: 66),
    ])
    func `no line has more than 75 octets, and none ends within a character`(text: String) throws {
        let lines = written { $0.text("SUMMARY", text) }.split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        #expect(!lines.joined().contains("\u{FFFD}"))
        #expect(lines[0] + lines.dropFirst().map { $0.dropFirst() }.joined() == "SUMMARY:\(text)")
    }

    @Test(arguments: [
        ("a, b; c \\ d", #"a\, b\; c \\ d"#), ("two\nlines", #"two\nlines"#),
        ("crlf\r\nend", #"crlf\nend"#), ("bell\u{7}", "bell "), ("\u{202E}x", " x"),
    ])
    func `texts are escaped`(text: String, value: String) {
        #expect(written { $0.text("SUMMARY", text) } == "SUMMARY:\(value)\r\n")
    }

    @Test(arguments: [
        (0, "PT0S"), (900, "PT15M"), (5400, "PT1H30M"), (-86_400, "-P1D"), (90_061, "P1DT1H1M1S"),
    ])
    func `lengths are written`(seconds: Int64, text: String) {
        #expect(CalendarMoments.length(seconds: seconds) == text)
    }

    private static let zones = [
        "Europe/Berlin", "Europe/Dublin", "Europe/London", "Europe/Lisbon", "America/New_York",
        "America/Los_Angeles", "America/Nuuk", "America/Sao_Paulo", "America/Santiago",
        "Asia/Kolkata", "Asia/Kathmandu", "Asia/Jerusalem", "Asia/Gaza", "Asia/Tokyo",
        "Africa/Casablanca", "Africa/Cairo", "Australia/Sydney", "Australia/Lord_Howe",
        "Pacific/Auckland", "Pacific/Chatham", "Antarctica/Troll", "Pacific/Apia", "Asia/Tehran",
    ]

    @Test func `icalendar reads a zone's changes as the system has them`() async throws {
        let text = try written { writer in
            writer.begin("VCALENDAR")
            for name in Self.zones {
                writer.zone(
                    try Calendars.zones.zone(named: name),
                    from: try Instant(parsing: "2025-06-01T00:00:00Z"),
                    until: try Instant(parsing: "2031-01-01T00:00:00Z")
                )
            }
            writer.end("VCALENDAR")
        }
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let rows = try await CalendarPython.ask("zones.py", ["\(file.path) 2026 2031"])
        #expect(rows.count == Self.zones.count)
        for row in rows { #expect(row[1] == "0", "\(row)") }
    }
}
