import CivilTime
import Household
import Planning
import TestKit
import Testing

/// What a secret ritual is called, alone and among others.
@Suite struct SecretTests {
    private func keeper(_ change: (inout Ritual, Int) -> Void) throws -> ModelKeeper {
        var rituals: [Ritual] = []
        for (number, name) in ["one", "two", "three"].enumerated() {
            rituals.append(
                try Ritual.of(name, .daily("19:00"), zone: .utc) { ritual in
                    ritual.title = name.uppercased()
                    ritual.sensitivity = .public
                    change(&ritual, number)
                }
            )
        }
        var household = try couple(.utc, rituals)
        household.discreetTitle = "Us"
        return try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var levels: [Sensitivity]
        var expected: Sensitivity
        var title: String?

        var testDescription: String { levels.map(\.rawValue).joined(separator: ", ") }
    }

    static let cases = [
        Case(levels: [.public, .public, .public], expected: .public, title: nil),
        Case(levels: [.public, .private, .public], expected: .private, title: nil),
        Case(levels: [.public, .secret, .private], expected: .secret, title: "ONE, Us and THREE"),
        Case(levels: [.secret, .secret, .public], expected: .secret, title: "Us and THREE"),
        Case(levels: [.secret, .secret, .secret], expected: .secret, title: "Us"),
    ]

    @Test(arguments: cases)
    func `what tells several takes the most care, and the others keep their titles`(
        _ one: Case
    ) throws {
        var keeper = try keeper { $0.sensitivity = one.levels[$1] }
        try keeper.run(until: "2026-01-09T19:00:00Z")
        let told = try #require(keeper.ledger.told.first?.nudge)
        #expect(told.sensitivity == one.expected && told.discreetTitle == one.title)
        #expect(told.title == "ONE, TWO and THREE")
    }

    @Test(arguments: [(false, "While this computer was away"), (true, "Us")])
    func `a digest is neutral where all of it is secret`(
        _ isAll: Bool,
        _ title: String
    ) throws {
        var keeper = try keeper { ritual, number in
            ritual.sensitivity = isAll || number == 1 ? .secret : .public
            ritual.lateWithin = Span(seconds: 7_200)
        }
        try keeper.wake(at: "2026-01-09T20:00:00Z")
        let digest = try #require(keeper.ledger.told.first { $0.key.stage == .digest }?.nudge)
        #expect(digest.sensitivity == .secret && digest.discreetTitle == title)
    }
}
