import CivilTime
import Foundation
import Testing

@Suite struct TZifTests {
    /// A version 2 file with one kind of local time and a footer.
    private func file(footer: String, offset: Int32 = 0) -> [UInt8] {
        func header(_ version: UInt8) -> [UInt8] {
            Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
                + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        }
        let kind = withUnsafeBytes(of: offset.bigEndian) { Array($0) } + [0, 0]
        let block = kind + Array("LMT".utf8) + [0]
        return header(0x32) + block + header(0x32) + block + Array("\n\(footer)\n".utf8)
    }

    private func zone(_ footer: String) throws -> Zone {
        try Zone(identifier: "Test/Zone", tzif: file(footer: footer))
    }

    private func offset(_ zone: Zone, _ text: String) throws -> String {
        zone.offset(at: try Instant(parsing: text)).description
    }

    @Test func `a footer holds for ever`() throws {
        let zone = try zone("EST5EDT,M3.2.0,M11.1.0")
        #expect(try offset(zone, "2400-07-01T00:00:00Z") == "-04:00")
        #expect(try offset(zone, "9999-12-01T00:00:00Z") == "-05:00")
        #expect(zone.abbreviation(at: try Instant(parsing: "3000-07-01T00:00:00Z")) == "EDT")
        let local = try CivilDateTime(parsing: "2100-03-14T02:30")
        #expect(zone.instant(of: local).description == "2100-03-14T07:30:00Z")
    }

    @Test(
        arguments: [
            // The end of the south's summer, Julian days, hours below zero and above a day.
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", "+11:00"),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", "+10:00"),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", "-01:00"),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", "+03:00"),
            ("XXX0YYY,J60/0,J61/0", "2024-03-01T12:00:00Z", "+01:00"),
            ("XXX0YYY,59/0,60/0", "2024-02-29T12:00:00Z", "+01:00"),
            // RFC 9636 section 3.3.1: daylight saving time all year.
            ("XXX3EDT4,0/0,J365/23", "2026-01-01T05:00:00Z", "-04:00"),
            ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:30:00Z", "-04:00"),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", "+01:00"),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", "+00:00"),
        ]
    )
    func `footers of every form are read`(_ footer: String, _ at: String, _ wanted: String) throws {
        #expect(try offset(zone(footer), at) == wanted)
    }

    @Test(
        arguments: [
            "EST", "5", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT", "EST25",
            "EST5EDT,M3.2.0/200,M11.1.0", "<EST5", "EST5EDT,M3.2.0,M11.1.0,x", "EST5EDT,J0,J366",
        ]
    )
    func `a footer that is no rule is an error that names the zone`(_ footer: String) {
        #expect(throws: ZoneError.self) { try zone(footer) }
    }

    @Test func `bytes changed at random neither hang nor trap`() throws {
        let folder = try #require(Bundle.module.resourceURL)
            .appendingPathComponent("Fixtures/tzif-2026f/America/New_York")
        let whole = [UInt8](try Data(contentsOf: folder))
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var readable = 0
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            if random(5) == 0 { bytes.removeLast(random(bytes.count)) }
            guard let zone = try? Zone(identifier: "Broken", tzif: bytes) else { continue }
            readable += 1
            for _ in 0..<5 {
                let local = CivilDateTime(localSeconds: Int64(random(8_000_000)) * 40_000)
                let instant = zone.instant(of: local)
                _ = zone.resolve(local)
                _ = zone.nextTransition(after: instant)
                _ = ZonedTime(instant: instant, zone: zone).description
            }
        }
        #expect(readable > 100)
    }

    @Test func `a choice decides between the instants of a gap and a fold`() throws {
        let zone = try zone("EST5EDT,M3.2.0,M11.1.0")
        let gap = try CivilDateTime(parsing: "2026-03-08T02:30")
        let fold = try CivilDateTime(parsing: "2026-11-01T01:30")
        let answers: [(Disambiguation, String, String)] = [
            (.earlier, "2026-03-08T06:30:00Z", "2026-11-01T05:30:00Z"),
            (.later, "2026-03-08T07:30:00Z", "2026-11-01T06:30:00Z"),
            (.compatible, "2026-03-08T07:30:00Z", "2026-11-01T05:30:00Z"),
        ]
        for (choice, inGap, inFold) in answers {
            #expect(try zone.instant(of: gap, choosing: choice).description == inGap)
            #expect(try zone.instant(of: fold, choosing: choice).description == inFold)
        }
        #expect(throws: CivilTimeError.ambiguous(local: gap, zone: "Test/Zone")) {
            try zone.instant(of: gap, choosing: .reject)
        }
    }
}
