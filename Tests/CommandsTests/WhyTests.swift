import CivilTime
import Commands
import Delivery
import Household
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct WhyTests {
    static func delivery(
        _ id: Int64,
        _ nudge: String,
        _ partner: String,
        _ channel: String,
        _ state: Delivery.State,
        attempts: Int = 1,
        detail: String? = nil,
        others: [String] = []
    ) -> DeliveryMessage {
        DeliveryMessage(
            id: id,
            nudge: nudge,
            ritual: "date-night",
            title: "Date night",
            occurrence: "date-night@2026-01-06T19:00",
            stage: "start",
            partner: partner,
            partners: [partner] + others,
            channel: channel,
            kind: .show,
            state: state,
            attempts: attempts,
            nextAttempt: state == .pending ? "2026-01-07T02:10:00Z" : nil,
            detail: detail,
            updated: "2026-01-07T02:00:01Z",
            zone: "America/Denver"
        )
    }

    static func decided(
        _ stage: Stage,
        _ partner: String,
        _ at: Instant,
        _ decision: Verdict,
        _ reason: String,
        due: Instant? = nil,
        nudge: String? = nil
    ) -> WhyMessage.Decided {
        WhyMessage.Decided(
            stage: stage,
            partner: partner,
            due: due ?? at,
            at: at,
            decision: decision,
            reason: reason,
            nudge: nudge,
            channels: nudge == nil ? [] : ["stdout", "phone"]
        )
    }

    static let why = WhyMessage(
        ritual: "date-night",
        title: "Date night",
        date: "2026-01-06",
        zone: "America/Denver",
        occurrences: [
            WhyMessage.Occurrence(
                occurrence: "date-night@2026-01-06T19:00",
                start: "2026-01-06T19:00:00-07:00[America/Denver]",
                end: "2026-01-06T22:00:00-07:00[America/Denver]",
                state: .done,
                decisions: [
                    decided(
                        "lead:3d",
                        "alex",
                        "2026-01-04T02:00:00Z",
                        .fired,
                        "in time",
                        nudge: "a"
                    ),
                    decided(
                        "start",
                        "alex",
                        "2026-01-07T02:00:00Z",
                        .fired,
                        "in time",
                        nudge: "b"
                    ),
                    decided(
                        "start",
                        "sam",
                        "2026-01-07T02:00:00Z",
                        .fired,
                        "in time",
                        nudge: "c"
                    ),
                    decided(
                        "follow_up",
                        "alex",
                        "2026-01-07T05:40:00Z",
                        .cancelled,
                        "done",
                        due: "2026-01-07T17:00:00Z"
                    ),
                ],
                outcomes: [
                    .init(
                        outcome: .snoozed,
                        partner: "alex",
                        at: "2026-01-07T02:01:00Z",
                        to: .snoozed("2026-01-07T02:21:00Z")
                    ),
                    .init(outcome: .done, note: "the new Thai place", at: "2026-01-07T05:40:00Z"),
                ],
                deliveries: [
                    delivery(1, "a", "alex", "stdout", .delivered),
                    delivery(2, "b", "alex", "stdout", .delivered),
                    delivery(3, "b", "alex", "phone", .dead, attempts: 5, detail: "HTTP 503"),
                    delivery(4, "c", "sam", "stdout", .delivered),
                    delivery(5, "c", "sam", "phone", .delivered, detail: "HTTP 204"),
                ],
                ahead: [
                    .init(
                        stage: "nag:1",
                        partner: "sam",
                        due: "2026-01-08T17:00:00Z",
                        decision: .fired,
                        reason: "in time; waited for the end of quiet hours",
                        channels: ["stdout", "phone"]
                    ),
                    .init(
                        stage: "nag:2",
                        partner: "sam",
                        due: "2026-01-09T17:00:00Z",
                        decision: .absorbed,
                        reason: "getaway@2026-01-09T17:00 takes its place"
                    ),
                    .init(stage: "nag:3", partner: "sam", due: "2031-01-09T17:00:00Z"),
                ],
                passed: [
                    .init(
                        stage: "lead:3w",
                        partner: "sam",
                        due: "2025-12-17T02:00:00Z",
                        reason: "it was due before it was kept here"
                    )
                ]
            )
        ]
    )

    @Test(arguments: [999, 1_000]) func `it says where not all of the date is shown`(
        rows: Int
    ) throws {
        let ritualctl = Ritualctl()
        var why = Self.why
        why.occurrences = Array(repeating: Self.why.occurrences[0], count: rows)
        try ritualctl.daemon.answer(.why, with: why)
        let message = "ritualctl: only the 1000 nearest to now are shown\n"
        let result = try ritualctl.run("why", "date-night", "--json")
        #expect(result.errors == (rows == 1_000 ? message : ""))
    }

    @Test func `the story of an occurrence is told in order`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: Self.why)
        let result = try ritualctl.run("why", "date-night", "2026-01-06")
        #expect(
            result.output == """
                Date night, yesterday 19:00: done  date-night@2026-01-06T19:00
                  Tue 16 Dec 2025 19:00  lead:3w for sam: not told, it was due before it was kept here
                  Sat 3 Jan 19:00        lead:3d for alex: fired, in time
                                           stdout: delivered yesterday 19:00
                  yesterday 19:00        start for alex and sam: fired, in time
                                           stdout: delivered
                                           phone for alex: dead after 5 attempts (HTTP 503)
                                           phone for sam: delivered (HTTP 204)
                  yesterday 19:01        alex snoozed it until yesterday 19:21
                  yesterday 22:40        you said done: “the new Thai place”
                  yesterday 22:40        follow_up for alex: cancelled, done; due today 10:00
                  tomorrow 10:00         nag:1 for sam: to come by stdout and phone, waited for the end of quiet hours
                  Fri 9 Jan 10:00        nag:2 for sam: will be absorbed, getaway@2026-01-09T17:00 takes its place
                  Thu 9 Jan 2031 10:00   nag:3 for sam: to come

                """
        )
        #expect(
            ritualctl.daemon.requests.map(\.target) == ["/v1/why?ritual=date-night&date=2026-01-06"]
        )
    }

    @Test func `a message that two share is told of once`() throws {
        var why = Self.why
        let ids = ["alex", "sam"].map {
            StageKey(occurrence: "date-night@2026-01-06T19:00", stage: "start", partner: $0).nudgeID
        }
        why.occurrences[0].decisions[1].nudge = ids[0]
        why.occurrences[0].decisions[2].nudge = ids[1]
        why.occurrences[0].deliveries = [
            Self.delivery(1, ids[0], "alex", "stdout", .delivered, others: ["sam"]),
            Self.delivery(2, ids[1], "sam", "phone", .delivered),
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: why)
        let told = try ritualctl.run("why", "date-night", "2026-01-06").output
            .split(separator: "\n").map { $0.drop { $0 == " " } }
        let start = try #require(told.firstIndex { $0.contains("start for alex and sam") })
        #expect(
            told[(start + 1)...].prefix(2) == ["stdout: delivered", "phone for sam: delivered"]
        )
    }

    @Test func `a ritual that is no longer kept still has its story`() throws {
        var why = Self.why
        why.occurrences[0].state = nil
        why.occurrences[0].ahead = []
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: why)
        let lines = try ritualctl.run("why", "date-night", "2026-01-06").output.split(
            separator: "\n"
        )
        #expect(
            lines.first
                == "Date night, yesterday 19:00: no longer kept  date-night@2026-01-06T19:00"
        )
    }

    @Test func `a day before the ritual was kept says so`() throws {
        var why = Self.why
        why.occurrences = [
            .init(
                occurrence: "date-night@2026-01-06T19:00",
                start: "2026-01-06T19:00:00-07:00[America/Denver]",
                end: "2026-01-06T22:00:00-07:00[America/Denver]",
                state: nil,
                keptSince: "2026-01-07T17:00:00Z",
                passed: [
                    .init(
                        stage: "start",
                        partner: "sam",
                        due: "2026-01-07T02:00:00Z",
                        reason: "it was over before it was kept here"
                    )
                ]
            )
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: why)
        #expect(
            try ritualctl.run("why", "date-night", "2026-01-06").output == """
                Date night, yesterday 19:00: not kept yet, it is kept since today 10:00  date-night@2026-01-06T19:00
                  yesterday 19:00  start for sam: not told, it was over before it was kept here

                """
        )
    }

    @Test func `two leads of one moment are listed once`() throws {
        var why = Self.why
        let told = Self.decided("lead:24h", "sam", "2026-01-06T02:00:00Z", .fired, "in time")
        var same = told
        same.stage = "lead:1d"
        same.decision = .coalesced
        same.reason = "told as lead:24h of date-night@2026-01-06T19:00"
        why.occurrences[0].decisions = [same, told]
        let due: Instant = "2026-01-08T17:00:00Z"
        why.occurrences[0].ahead = [
            .init(
                stage: "lead:1d",
                partner: "sam",
                due: due,
                decision: .coalesced,
                reason: same.reason
            ),
            .init(
                stage: "lead:24h",
                partner: "sam",
                due: due,
                decision: .fired,
                reason: "in time",
                channels: ["phone"]
            ),
        ]
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: why)
        let lines = try ritualctl.run("why", "date-night", "2026-01-06").output
            .split(separator: "\n").filter { $0.contains("lead:") && !$0.contains("3w") }
        #expect(
            lines == [
                "  Mon 5 Jan 19:00        lead:24h for sam: fired, in time",
                "  tomorrow 10:00         lead:24h for sam: to come by phone",
            ]
        )
    }

    @Test func `nothing known is said in words`() throws {
        var why = Self.why
        why.occurrences = []
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.why, with: why)
        #expect(
            try ritualctl.run("why", "date-night").output
                == "nothing is known of Date night on 2026-01-06\n"
        )
        #expect(ritualctl.daemon.requests.map(\.target) == ["/v1/why?ritual=date-night"])
    }

    @Test func `a date that does not exist is bad usage`() throws {
        let result = try Ritualctl().run("why", "date-night", "2026-02-30")
        #expect(
            result.errors == """
                ritualctl: '2026-02-30' is no time: day 30 is not between 1 and 28; give a date \
                such as yesterday, fri or 2026-01-09
                Usage: ritualctl why <ritual> [<date>] [<options>]
                  See 'ritualctl why --help' for more information.

                """
        )
        #expect(result.code == 64)
    }

    @Test func `the outbox is a table, with what the last attempt came to`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .outbox,
            with: [
                Self.delivery(31, "b", "alex", "phone", .pending, attempts: 2, detail: "HTTP 503"),
                Self.delivery(7, "a", "sam", "stdout", .delivered),
            ]
        )
        #expect(
            try ritualctl.run("outbox", "list", "--state", "pending", "--state", "delivered").output
                == """
                  31  yesterday 19:00  phone   pending    Date night (start) for alex
                      2 attempts, the last: HTTP 503, next yesterday 19:10
                   7  yesterday 19:00  stdout  delivered  Date night (start) for sam

                """
        )
        #expect(
            ritualctl.daemon.requests.map(\.target) == [
                "/v1/outbox?state=pending%2Cdelivered&count=20"
            ]
        )
        try ritualctl.daemon.answer(.outbox, with: [DeliveryMessage]())
        #expect(try ritualctl.run("outbox").output == "the outbox is empty\n")
    }
}
