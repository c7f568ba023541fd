import CivilTime
import Foundation
import SystemZones
import Testing

@Test(arguments: ["hardcases", "tz-local-to-utc"])
func `wall times are read as the verified answers say`(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let zones = SystemZoneDatabase(directory: folder.appendingPathComponent("tzif-2026f").path)
    let text = try String(contentsOf: folder.appendingPathComponent("\(name).tsv"), encoding: .utf8)
    var compared = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let fields = line.split(separator: "\t").map(String.init)
        let local = try CivilDateTime(parsing: fields[1])
        let zone = try zones.zone(named: fields[0])
        let other = fields[fields.count - 1]
        let resolution = zone.resolve(local)
        var got = [zone.instant(of: local).description]
        switch resolution {
        case .unique: got.append("unique"); got.append("-")
        case .gap(_, let after): got += ["gap", after.description]
        case .fold(_, let second): got += ["overlap", second.description]
        }
        #expect(got == [fields[3], fields[2], other], "\(fields[0]) \(fields[1])")
        compared += 1
    }
    #expect(compared > 60)
}
