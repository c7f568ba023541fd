// swift-format-ignore-file
// Made by scripts/examples of the documentation: change that, then run `scripts/examples --write`.

import CivilTime
import Recurrence
import SystemZones
import Testing

/// The examples in the documentation of ZoneError.
@Suite struct ZoneErrorExamples {
    @Test func `ZoneError is as shown`() throws {
        func advice(_ error: ZoneError) -> String {
            switch error {
            case .unknown, .invalidName: "check the name"
            case .damaged, .leapSeconds, .unreadable: "install the system's time zones again"
            }
        }
        #expect(advice(.unknown(name: "Europe/Lisboa")) == "check the name")
    }

    @Test func `ZoneError.description is as shown`() throws {
        #expect(ZoneError.unknown(name: "Europe/Lisboa").description == "there is no time zone 'Europe/Lisboa'")
    }
}
