package import CivilTime
package import ControlAPI
package import Household

// Times, occurrences and stages as texts that are written in a test.

/// A value that a test writes as its text; one that cannot be read ends the test program.
package protocol WrittenInTests: ExpressibleByStringInterpolation
where StringLiteralType == String {
    static func readInTest(_ text: String) throws -> Self?
}

extension WrittenInTests {
    package init(stringLiteral text: String) {
        guard let value = try? Self.readInTest(text) else {
            preconditionFailure("'\(text)' is no \(Self.self)")
        }
        self = value
    }
}

extension Instant: WrittenInTests {
    package static func readInTest(_ text: String) throws -> Instant? { try Instant(parsing: text) }
}

extension CivilDate: WrittenInTests {
    package static func readInTest(_ text: String) throws -> CivilDate? {
        try CivilDate(parsing: text)
    }
}

extension CivilDateTime: WrittenInTests {
    package static func readInTest(_ text: String) throws -> CivilDateTime? {
        try CivilDateTime(parsing: text)
    }
}

extension ExtendedTime: WrittenInTests {
    package static func readInTest(_ text: String) throws -> ExtendedTime? {
        try ExtendedTime(parsing: text)
    }
}

extension OccurrenceKey: WrittenInTests {
    package static func readInTest(_ text: String) throws -> OccurrenceKey? {
        OccurrenceKey(parsing: text)
    }
}

extension Stage: WrittenInTests {
    package static func readInTest(_ text: String) throws -> Stage? { Stage(parsing: text) }
}

extension DateOrTime: WrittenInTests {
    package static func readInTest(_ text: String) throws -> DateOrTime? {
        try DateOrTime.read(text)
    }
}

extension TimePoint: WrittenInTests {
    package static func readInTest(_ text: String) throws -> TimePoint? { try TimePoint.read(text) }
}
