import CivilTime
import Foundation
import SystemZones
import Testing

@Test(arguments: ["hardcases", "tz-local-to-utc"])
func `wall times are read as the verified answers say`(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let zones = SystemZoneDatabase(directory: folder.appendingPathComponent("tzif-2026f").path)
    let text = try String(contentsOf: folder.appendingPathComponent("\(name).tsv"), encoding: .utf8)
    var bad = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let f = line.split(separator: "\t").map(String.init)
        let local = try CivilDateTime(parsing: f[1])
        let zone = try zones.zone(named: f[0])
        let other = f[f.count - 1]
        let r = zone.resolve(local)
        var got = [zone.instant(of: local).description]
        switch r {
        case .unique: got.append("unique"); got.append("-")
        case .gap(_, let after): got += ["gap", after.description]
        case .fold(_, let second): got += ["overlap", second.description]
        }
        if got != [f[3], f[2], other] { bad += 1; if bad < 10 { print("BAD", f, got) } }
    }
    #expect(bad == 0)
}
