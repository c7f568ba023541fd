// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of UTCOffset.
@Suite struct UTCOffsetExamples {
    @Test func `UTCOffset is as shown`() throws {
        #expect(newYork.offset(at: now) == UTCOffset(seconds: -5 * 3600))
        #expect(newYork.offset(at: now) < newYork.offset(at: try Instant(parsing: "2026-07-01T12:00:00Z")))
    }

    @Test func `UTCOffset.description is as shown`() throws {
        #expect(UTCOffset(seconds: 20_700).description == "+05:45")
        #expect(UTCOffset(seconds: -2670).description == "-00:44:30")
    }

    @Test func `UTCOffset.init(seconds:) is as shown`() throws {
        #expect(UTCOffset(seconds: 3600).description == "+01:00")
    }

    @Test func `UTCOffset.seconds is as shown`() throws {
        #expect(newYork.offset(at: now).seconds == -18_000)
    }
}
