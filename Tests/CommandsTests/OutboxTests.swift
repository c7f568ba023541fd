import Commands
import Delivery
import TestKit
import Testing

@testable import ControlAPI

struct OutboxTests {
    private static let pending = WhyTests.delivery(
        31,
        "b",
        "alex",
        "phone",
        .pending,
        attempts: 3,
        detail: "HTTP 503"
    )

    @Test func `a delivery is shown with every attempt and what was answered`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .outboxShow,
            with: DeliveryStoryMessage(
                delivery: Self.pending,
                attempts: [
                    .init(
                        number: 1,
                        begun: "2026-01-07T02:00:00Z",
                        ended: "2026-01-07T02:00:00Z",
                        state: .pending,
                        detail: "HTTP 503",
                        status: 503,
                        milliseconds: 120,
                        reply: "upstream\u{1B}[31m down"
                    ),
                    .init(number: 2, begun: "2026-01-07T02:00:05Z"),
                    .init(
                        number: 3,
                        begun: "2026-01-07T02:05:00Z",
                        ended: "2026-01-07T02:05:03Z",
                        state: .pending,
                        detail: "timed out",
                        milliseconds: 3_400
                    ),
                ]
            )
        )
        #expect(
            try ritualctl.run("outbox", "show", "31").output == """
                delivery 31, Date night (start) for alex, by phone: pending, next yesterday 19:10
                  date-night@2026-01-06T19:00  nudge b
                  1  yesterday 19:00  HTTP 503 after 120 ms
                     it answered: upstream [31m down
                  2  yesterday 19:00  cut off: the daemon ended in the middle of it
                  3  yesterday 19:05  timed out after 3.4 s

                """
        )
        #expect(ritualctl.daemon.requests.map(\.target) == ["/v1/outbox/show?id=31"])
    }

    @Test func `each delivery that is named is tried again, or given up`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.outboxRetry, with: Self.pending)
        try ritualctl.daemon.answer(.outboxDrop, with: Self.pending)
        let retry = try ritualctl.run("outbox", "retry", "31", "32")
        let line = "delivery 31, Date night (start) for alex, by phone, is tried again now\n"
        #expect(retry.output == line + line)
        let drop = try ritualctl.run("outbox", "drop", "31")
        #expect(drop.output == "delivery 31, Date night (start) for alex, by phone, is given up\n")
        #expect(
            ritualctl.daemon.requests == [
                ControlRequest(.outboxRetry, body: #"{"id":31}"#),
                ControlRequest(.outboxRetry, body: #"{"id":32}"#),
                ControlRequest(.outboxDrop, body: #"{"id":31}"#),
            ]
        )
    }

    @Test func `a number that is none is bad usage, one that is not there a failure`() throws {
        #expect(try Ritualctl().run("outbox", "show", "x").code == 64)
        #expect(try Ritualctl().run("outbox", "drop").code == 64)
        let ritualctl = Ritualctl()
        let problem = Problem(.unknownDelivery, detail: "there is no delivery 9")
        try ritualctl.daemon.refuse(.outboxShow, with: problem)
        let result = try ritualctl.run("outbox", "show", "9")
        #expect(result.code == 1)
        #expect(result.errors == "ritualctl: there is no delivery 9\n")
    }

    @Test func `a test nudge shows what the other side answered`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .sendTest,
            with: SendTestMessage(
                channel: "phone",
                type: "webhook",
                detail: "HTTP 200",
                status: 200,
                milliseconds: 84,
                reply: #"{"id":"abc"}"#
            )
        )
        #expect(
            try ritualctl.run("send-test", "phone").output == """
                sent to phone (webhook): HTTP 200 after 84 ms
                it answered: {"id":"abc"}

                """
        )
    }
}
