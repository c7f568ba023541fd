import CivilTime
import Household
import TestKit
import Testing

@testable import Planning

/// What becomes of one stage, by what stands and when it is decided.
@Suite struct SuppressionTests {
    private static let date = "date@2026-01-09T19:00"

    /// A date of three hours on Friday, for Alex and for Sam, who sleeps from 22:00 on; a getaway on the
    /// Friday after takes its place.
    private static func keeper() throws -> ModelKeeper {
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) {
            $0.ladder = try .of(["2h", "0m"], followUp: "12h")
            $0.duration = try .of("3h")
            $0.lateWithin = try .of("1d")
            $0.absorbedBy = ["getaway"]
        }
        let getaway = try Ritual.of("getaway", .on("2026-01-16T12:00"), zone: .utc) {
            $0.duration = try .of("2d")
        }
        return try ModelKeeper(
            couple(.utc, quiet: "22:00-07:00", [date, getaway]),
            from: "2026-01-05T00:00:00Z"
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var occurrence = SuppressionTests.date
        var stage = "start"
        var partner = "alex"
        var at = "2026-01-09T19:00:00Z"
        var before: @Sendable (inout ModelKeeper) throws -> Void = { _ in }
        /// The verdict and the reason; `nil` where the stage is told.
        var expected: String?
    }

    private static let cases = [
        Case(testDescription: "in time", expected: nil),
        Case(
            testDescription: "done",
            before: { try $0.say(.done, of: date, by: "sam") },
            expected: "cancelled: done, said sam"
        ),
        Case(
            testDescription: "skipped for both",
            before: { try $0.say(.skipped, of: date) },
            expected: "cancelled: skipped"
        ),
        Case(
            testDescription: "a bigger ritual touches it",
            occurrence: "date@2026-01-16T19:00",
            at: "2026-01-16T19:00:00Z",
            expected: "absorbed: getaway@2026-01-16T12:00 takes its place"
        ),
        Case(
            testDescription: "the bigger ritual was skipped",
            occurrence: "date@2026-01-16T19:00",
            at: "2026-01-16T19:00:00Z",
            before: { try $0.say(.skipped, of: "getaway@2026-01-16T12:00") },
            expected: nil
        ),
        Case(
            testDescription: "on hold",
            before: { try $0.hold("date", until: "2026-01-12T00:00:00Z") },
            expected: "held: on hold until 2026-01-12T00:00"
        ),
        Case(
            testDescription: "a hold that ended before",
            before: { try $0.hold("date", until: "2026-01-08T00:00:00Z") },
            expected: nil
        ),
        Case(
            testDescription: "later",
            before: { try $0.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: date) },
            expected: "held: snoozed until 2026-01-09T20:00"
        ),
        Case(
            testDescription: "later, said by the other",
            before: {
                let later = Outcome.Kind.snoozed(until: try instant("2026-01-09T20:00:00Z"))
                try $0.say(later, of: date, by: "sam")
            },
            expected: nil
        ),
        Case(testDescription: "a day late", at: "2026-01-10T19:00:00Z", expected: nil),
        Case(
            testDescription: "more than a day late",
            at: "2026-01-10T20:00:00Z",
            expected: "expired: 1 d 1 h late, and it could be told until 2026-01-10T19:00"
        ),
        Case(
            testDescription: "a lead after the start",
            stage: "lead:2h",
            at: "2026-01-09T19:30:00Z",
            expected: "expired: 2 h 30 min late, and it could be told until 2026-01-09T19:00"
        ),
        Case(
            testDescription: "found in quiet hours, and over when they end",
            partner: "sam",
            at: "2026-01-09T22:30:00Z",
            expected: "expired: would be shown at 07:00, after its end"
        ),
        Case(
            testDescription: "the question waits for the morning",
            stage: "follow_up",
            partner: "sam",
            at: "2026-01-10T10:00:00Z",
            expected: nil
        ),
        Case(
            testDescription: "an answer goes before a hold",
            before: {
                try $0.hold("date", until: "2026-01-12T00:00:00Z")
                try $0.say(.done, of: date)
            },
            expected: "cancelled: done"
        ),
    ]

    private func stage(_ name: String, _ partner: String, of key: String, _ plan: Plan) throws
        -> DueStage
    {
        let key = try #require(OccurrenceKey(parsing: key))
        return try #require(
            plan.laidOut(key).first {
                $0.step.stage.description == name && $0.partner.id == partner
            }
        )
    }

    @Test(arguments: cases)
    func `a stage is suppressed by what stands, or told`(_ example: Case) throws {
        var keeper = try Self.keeper()
        try keeper.run(until: "2026-01-07T12:00:00Z")
        try example.before(&keeper)
        let plan = keeper.planner.plan
        let stage = try stage(example.stage, example.partner, of: example.occurrence, plan)
        let found = plan.suppression(of: stage, at: try instant(example.at))
        #expect(found.map { "\($0.verdict): \($0.reason)" } == example.expected)
    }

    @Test func `what was decided, or was due before its ritual was kept, gets no verdict`() throws {
        var keeper = try Self.keeper()
        let start = try stage("start", "alex", of: Self.date, keeper.planner.plan)
        let late = try instant("2026-01-20T00:00:00Z")
        #expect(keeper.planner.plan.ruling(on: start, at: start.due) == .told)
        guard case .suppressed(let why) = keeper.planner.plan.ruling(on: start, at: late) else {
            Issue.record("it is told")
            return
        }
        #expect(why.verdict == .expired)
        let old = try stage("start", "alex", of: "date@2026-01-02T19:00", keeper.planner.plan)
        #expect(keeper.planner.plan.ruling(on: old, at: late) == .ignored)
        try keeper.run(until: "2026-01-09T19:00:00Z")
        #expect(keeper.planner.plan.ruling(on: start, at: start.due) == .ignored)
    }
}
