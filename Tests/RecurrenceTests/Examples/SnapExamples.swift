// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Snap.
@Suite struct SnapExamples {
    @Test func `Snap is as shown`() throws {
        let anchor = try CivilDate(parsing: "2026-01-07")
        func date(_ snap: Snap) throws -> Int? {
            let step = try AnchoredStep(every: 1, .years, from: anchor, at: [.midnight], snap: snap)
            return Schedule.every(step).next(in: .utc, after: .distantPast)?.local.date.day
        }
        #expect(try date(.nearest(.friday)) == 9)
        #expect(try date(.next(.tuesday)) == 13)
        #expect(try date(.previous(.tuesday)) == 6)
    }
}
