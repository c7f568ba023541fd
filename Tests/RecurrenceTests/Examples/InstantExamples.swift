// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of Instant.
@Suite struct InstantExamples {
    @Test func `Instant is as shown`() throws {
        let due = try Instant(parsing: "2026-03-08T03:30:00-04:00")
        #expect(due.description == "2026-03-08T07:30:00Z")
    }

    @Test func `Instant.+(_:_:) is as shown`() throws {
        #expect((now + .seconds(3600)).description == "2026-01-05T13:00:00Z")
    }

    @Test func `Instant.-(_:_:) is as shown`() throws {
        #expect((now - .seconds(3600)).description == "2026-01-05T11:00:00Z")
    }

    @Test func `Instant.-(_:_:), 2 is as shown`() throws {
        #expect(try Instant(parsing: "2026-01-05T12:01:00Z") - now == .seconds(60))
    }

    @Test func `Instant.description is as shown`() throws {
        #expect(Instant(secondsSinceEpoch: 0).description == "1970-01-01T00:00:00Z")
        #expect(newYork.instant(of: .latest).description == "+010000-01-01T04:59:59Z")
    }

    @Test func `Instant.distantFuture is as shown`() throws {
        #expect(now < Instant.distantFuture)
    }

    @Test func `Instant.distantPast is as shown`() throws {
        #expect(Instant.distantPast < now)
    }

    @Test func `Instant.init(parsing:) is as shown`() throws {
        #expect(try Instant(parsing: "2026-01-05T07:00:00.25-05:00") == now)
    }

    @Test func `Instant.init(secondsSinceEpoch:) is as shown`() throws {
        #expect(Instant(secondsSinceEpoch: -1).description == "1969-12-31T23:59:59Z")
    }

    @Test func `Instant.secondsSinceEpoch is as shown`() throws {
        #expect(try Instant(parsing: "1970-01-01T00:01:00Z").secondsSinceEpoch == 60)
    }
}
