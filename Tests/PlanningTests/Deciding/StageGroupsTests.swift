import CivilTime
import Household
import TestKit
import Testing

@testable import Planning

/// How due stages become nudges.
@Suite struct StageGroupsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// When they are decided, on 9 January or after.
        var at: String
        /// Stages of occurrences, in the order in which they are due.
        var stages: [String]
        /// The stages that one nudge tells, for each nudge.
        var groups: [[Int]]
        /// Which one is told instead of a stage.
        var tellers: [Int: Int] = [:]
    }

    private static let cases = [
        Case(
            testDescription: "one alone",
            at: "2026-01-09T19:00:00Z",
            stages: ["start walk@2026-01-09T19:00"],
            groups: [[0]]
        ),
        Case(
            testDescription: "two at one instant",
            at: "2026-01-09T19:00:00Z",
            stages: ["start walk@2026-01-09T19:00", "start talk@2026-01-09T19:00"],
            groups: [[0, 1]]
        ),
        Case(
            testDescription: "of one occurrence the last",
            at: "2026-01-09T19:00:00Z",
            stages: ["lead:1h talk@2026-01-09T19:00", "start talk@2026-01-09T19:00"],
            groups: [[1]],
            tellers: [0: 1]
        ),
        Case(
            testDescription: "of what is late the last of each ritual",
            at: "2026-01-10T20:00:00Z",
            stages: [
                "start walk@2026-01-09T19:00", "start talk@2026-01-09T19:00",
                "start walk@2026-01-10T19:00",
            ],
            groups: [[1, 2]],
            tellers: [0: 2]
        ),
        Case(
            testDescription: "a lead goes with the one that is told instead of its start",
            at: "2026-01-10T20:00:00Z",
            stages: [
                "lead:1h talk@2026-01-09T19:00", "start talk@2026-01-09T19:00",
                "start talk@2026-01-10T19:00",
            ],
            groups: [[2]],
            tellers: [0: 2, 1: 2]
        ),
        Case(
            testDescription: "what is in time does not take what is late of its ritual along",
            at: "2026-01-10T19:00:00Z",
            stages: ["start walk@2026-01-09T19:00", "start walk@2026-01-10T19:00"],
            groups: [[0, 1]]
        ),
        Case(
            testDescription: "at night what is urgent is shown before what waits",
            at: "2026-01-09T23:00:00Z",
            stages: ["start walk@2026-01-09T19:00", "start pills@2026-01-09T22:30"],
            groups: [[1], [0]]
        ),
    ]

    /// Daily rituals of Alex, who sleeps from 22:00 on; `pills` are urgent.
    private func plan() throws -> Plan {
        let rituals = try [("walk", "19:00"), ("talk", "19:00"), ("pills", "22:30")].map {
            id,
            time in
            try Ritual.of(id, .daily(time), zone: .utc) {
                $0.ladder = try .of(["1h", "0m"])
                $0.isUrgent = id == "pills"
            }
        }
        let now = try instant("2026-01-08T00:00:00Z")
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", rituals)
        return Planner(household, memory: PlannerMemory(), now: now).plan
    }

    @Test(arguments: cases)
    func `stages are grouped by when they are shown`(_ example: Case) throws {
        let plan = try plan()
        let stages = try example.stages.map { text in
            let words = text.split(separator: " ")
            let key = try #require(OccurrenceKey(parsing: words[1]))
            return try #require(
                plan.laidOut(key).first { $0.step.stage.description == words[0] }
            )
        }
        let found = StageGroups(stages, at: try instant(example.at))
        #expect(found.groups == example.groups)
        #expect(found.tellers == example.tellers)
    }
}
