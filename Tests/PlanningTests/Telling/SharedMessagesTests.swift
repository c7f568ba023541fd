import CivilTime
import Household
import Planning
import TestKit
import Testing

/// What two partners are told on one channel, and when it is one message.
@Suite struct SharedMessagesTests {
    /// A couple that is told of tea at 19:00 on a desk and a phone.
    private static func couple(
        _ change: (inout Household) throws -> Void = { _ in }
    ) throws -> Household {
        var household = try PlanningTests.couple(
            .utc,
            [.of("tea", .daily("19:00"), zone: .utc) { $0.lateWithin = try .of("1d") }]
        )
        household.channels = ["desk", "phone"].map { Channel(id: $0, kind: .journal) }
        try change(&household)
        return household
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The channels on which Sam's nudge goes along with Alex's.
        var shared: Set<String>
        var change: @Sendable (inout Household) throws -> Void = { _ in }
    }

    static let cases = [
        Case(testDescription: "the same words at the same time", shared: ["desk", "phone"]),
        Case(testDescription: "another tone", shared: []) { $0.partners[1].tone = .spacious },
        Case(testDescription: "another zone", shared: []) {
            $0.partners[1].zone = try Zone("Europe/Lisbon", rule: SettledZone.london.rule)
        },
        Case(testDescription: "one of them is asleep", shared: []) {
            $0.partners[1].quietHours = try .of("18:00-23:00")
        },
        Case(testDescription: "both are asleep until the same time", shared: ["desk", "phone"]) {
            $0.partners[0].quietHours = try .of("18:00-23:00")
            $0.partners[1].quietHours = try .of("17:00-23:00")
        },
        Case(testDescription: "both are asleep, one of them longer", shared: []) {
            $0.partners[0].quietHours = try .of("18:00-23:00")
            $0.partners[1].quietHours = try .of("18:00-23:30")
        },
        Case(testDescription: "one of them is told of more", shared: []) { household in
            var walk = household.rituals[0]
            walk.id = "walk"
            walk.partners = ["sam"]
            household.rituals.append(walk)
        },
        Case(testDescription: "a channel of Alex's own", shared: ["phone"]) {
            $0.channels[0].partner = "alex"
        },
        Case(testDescription: "a channel that Sam does not use", shared: ["desk"]) {
            $0.partners[1].channels = ["desk"]
        },
        Case(testDescription: "each has to say so, where nobody can", shared: ["desk", "phone"]) {
            $0.rituals[0].needs = .all
        },
        Case(
            testDescription: "each has to say so, where a button says who",
            shared: ["desk", "phone"]
        ) {
            $0.rituals[0].needs = .all
            $0.channels[0].kind = .desktop(DesktopSettings())
        },
        Case(
            testDescription: "each has to say so, where a button may name nobody",
            shared: ["phone"]
        ) {
            $0.rituals[0].needs = .all
            $0.channels[0].kind = .desktop(DesktopSettings())
            $0.channels[0].show = .discreet
        },
        Case(testDescription: "each has to say so, of what is secret", shared: ["phone"]) {
            $0.rituals[0].needs = .all
            $0.rituals[0].sensitivity = .secret
            $0.channels[0].kind = .desktop(DesktopSettings())
        },
        Case(testDescription: "one word is enough", shared: ["desk", "phone"]) {
            $0.channels[0].kind = .desktop(DesktopSettings())
        },
    ]

    @Test(arguments: cases)
    func `two nudges are one message where they say the same at the same time`(_ row: Case) throws {
        let household = try Self.couple(row.change)
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-10T08:00:00Z")
        let alex = try #require(keeper.decision("start", of: "tea@2026-01-09T19:00"))
        let sam = try #require(keeper.decision("start", of: "tea@2026-01-09T19:00", for: "sam"))
        #expect(alex.carriers == [:])
        #expect(alex.channels == ["desk", "phone"])
        #expect(sam.verdict == .fired)
        #expect(sam.nudge?.id == sam.key.nudgeID)
        #expect(sam.nudge?.partners == ["sam"])
        #expect(alex.nudge?.asksWho == (household.rituals[0].needs != .anyone))
        #expect(Set(sam.carriers.keys) == row.shared)
        #expect(sam.carriers.values.allSatisfy { $0 == alex.nudge?.id })
        #expect(Set(sam.carriers.keys).isSubset(of: sam.channels))
    }

    @Test func `what was late together is one digest for both`() throws {
        let household = try Self.couple { household in
            var walk = household.rituals[0]
            walk.id = "walk"
            household.rituals.append(walk)
        }
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        let step = try keeper.wake(at: "2026-01-09T22:00:00Z")
        let digests = step.decisions.filter { $0.key.stage == .digest }
        #expect(digests.map(\.key.partner) == ["alex", "sam"])
        #expect(digests.map(\.carriers.count) == [0, 2])
    }

    @Test func `of three the first that a channel reaches has the message`() throws {
        let household = try Self.couple { household in
            household.partners.append(Partner(id: "kim", name: "Kim", zone: .utc))
            household.partners[0].channels = ["desk"]
        }
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-09T20:00:00Z")
        let ids = try ["alex", "sam", "kim"].map { partner in
            try #require(
                keeper.decision("start", of: "tea@2026-01-09T19:00", for: partner)?.nudge?.id
            )
        }
        let kim = keeper.decision("start", of: "tea@2026-01-09T19:00", for: "kim")
        #expect(kim?.carriers == ["desk": ids[0], "phone": ids[1]])
    }

    @Test func `a change that two others hear of is one message to both`() throws {
        let household = try Self.couple {
            $0.partners.append(Partner(id: "kim", name: "Kim", zone: .utc))
        }
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        let key = try #require(OccurrenceKey(parsing: "tea@2026-01-09T19:00"))
        let skipped = Outcome(occurrence: key, kind: .skipped, partner: "alex", said: keeper.now)
        let step = keeper.perform(.said(skipped))
        let notices = step.decisions.filter { $0.key.stage.kind == .notice }
        #expect(notices.map(\.key.partner) == ["sam", "kim"])
        #expect(notices.map(\.carriers.count) == [0, 2])
    }
}
