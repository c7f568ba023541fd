import CivilTime
import Delivery
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about what is done by hand, and about its channels.
@Suite struct `The outbox of a ledger` {
    let directory: TemporaryFolder
    let now: Instant

    init() throws {
        directory = try TemporaryFolder()
        now = try instant(evening)
    }

    private func waiting(
        in ledger: any LedgerWriting,
        on channels: [String] = ["phone"]
    ) throws -> [Delivery] {
        try ledger.record(step([decision(channels: channels)]))
        return try ledger.deliveries(dueAt: now, limit: 9)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `shows each attempt with what the other side answered`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let id = try waiting(in: ledger)[0].id
        #expect(try ledger.attempts(at: id) == [])
        #expect(try ledger.begin(id, at: now))
        let busy = DeliveryAttempt(
            .failed(retryAfter: nil),
            detail: "HTTP 503",
            status: 503,
            latency: .milliseconds(1_250),
            reply: "come back\u{2026}"
        )
        let again = now + .seconds(5)
        try ledger.finish(
            DeliveryEnd(
                id,
                as: .pending,
                detail: busy.detail,
                nextAttempt: again,
                attempt: busy
            ),
            at: now + .seconds(1)
        )
        #expect(try ledger.begin(id, at: again))

        let first = AttemptRecord(
            number: 1,
            begun: now,
            ended: now + .seconds(1),
            state: .pending,
            detail: "HTTP 503",
            status: 503,
            latency: .milliseconds(1_250),
            reply: "come back\u{2026}"
        )
        #expect(try ledger.attempts(at: id) == [first, AttemptRecord(number: 2, begun: again)])
        let found = try ledger.delivery(id)
        let delivery = try #require(found)
        #expect(delivery.attempts == 2)
        #expect(delivery.detail == "HTTP 503")
        #expect(try ledger.delivery(id + 1) == nil)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a dead delivery that is tried again has all its retries before it`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let id = try waiting(in: ledger)[0].id
        #expect(try ledger.begin(id, at: now))
        try ledger.finish(id, as: .dead, detail: "HTTP 404", nextAttempt: nil, at: now)
        #expect(try ledger.deliveries(dueAt: now, limit: 9) == [])

        #expect(try ledger.retry(id, at: now + .seconds(60)))
        let delivery = try #require(ledger.deliveries(dueAt: now + .seconds(60), limit: 9).first)
        #expect(delivery.attempts == 1)
        #expect(delivery.attemptsBefore == 1)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what arrived, was withdrawn or never was cannot be tried again`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let due = try waiting(in: ledger, on: ["desktop", "phone", "tablet"])
        #expect(try ledger.begin(due[0].id, at: now))
        try ledger.finish(due[0].id, as: .delivered, detail: "shown", nextAttempt: nil, at: now)
        #expect(try ledger.drop(due[1].id, at: now))
        try ledger.finish(DeliveryEnd(due[2].id, as: .expired, detail: "too late"), at: now)
        for id in due.map(\.id) + [4_711] {
            #expect(try ledger.retry(id, at: now) == false)
        }
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what is dropped is not sent`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let id = try waiting(in: ledger)[0].id
        #expect(try ledger.drop(id, at: now))
        #expect(try ledger.begin(id, at: now) == false)
        #expect(try ledger.delivery(id)?.state == .withdrawn)
        #expect(try ledger.drop(id, at: now) == false)
        #expect(try ledger.drop(id + 1, at: now) == false)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a channel that rests has nothing due before its rest is over`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let due = try waiting(in: ledger, on: ["desktop", "phone"])
        var health = ChannelHealth(channel: "phone", endpoint: "there", updated: now)
        for _ in 1...5 {
            health.note(DeliveryAttempt(.failed(retryAfter: nil), detail: "HTTP 500"), at: now)
        }
        let rest = try #require(health.coolDownUntil)
        #expect(try ledger.begin(due[1].id, at: now))
        try ledger.finish(
            DeliveryEnd(
                due[1].id,
                as: .pending,
                detail: "HTTP 500",
                nextAttempt: now + .seconds(2),
                attempt: DeliveryAttempt(.failed(retryAfter: nil), detail: "HTTP 500"),
                health: health
            ),
            at: now
        )
        #expect(try ledger.health(of: "phone") == health)
        #expect(try ledger.health(of: "desktop") == nil)
        let soon = now + .seconds(3)
        #expect(try ledger.channels(dueAt: soon) == ["desktop"])
        #expect(try ledger.deliveries(dueAt: soon, on: "phone", limit: 9) == [])
        #expect(try ledger.nextAttempt(after: soon) == rest)
        #expect(try ledger.channels(dueAt: rest) == ["desktop", "phone"])
        // The clock that wrote the rest was ahead.
        let before = now - .seconds(86_400)
        #expect(try ledger.channels(dueAt: before).contains("phone"))

        #expect(try ledger.retry(due[1].id, at: soon))
        #expect(try ledger.channels(dueAt: soon) == ["desktop", "phone"])
        #expect(try ledger.health(of: "phone")?.breaker(at: soon) == .closed)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a disabled channel stays so until it is enabled`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let id = try waiting(in: ledger)[0].id
        var health = ChannelHealth(channel: "phone", endpoint: "there", updated: now)
        health.note(DeliveryAttempt(.gone, detail: "HTTP 410"), at: now)
        try ledger.finish(
            DeliveryEnd(id, as: .dead, detail: "HTTP 410", health: health),
            at: now
        )
        let disabled = ChannelHealth.Disabled(since: now, reason: "HTTP 410")
        #expect(try ledger.health(of: "phone")?.disabled == disabled)
        #expect(try ledger.enable("phone", at: now + .seconds(9)))
        #expect(try ledger.health(of: "phone")?.disabled == nil)
        #expect(try ledger.health(of: "phone")?.lastFailure == now)
        #expect(try ledger.enable("phone", at: now) == false)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what was put out of sight is so until it is shown again`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let id = try waiting(in: ledger)[0].id
        try ledger.dismiss(id, at: now)
        #expect(try ledger.delivery(id)?.dismissed == nil)
        #expect(try ledger.begin(id, at: now))
        try ledger.finish(id, as: .delivered, detail: "shown", nextAttempt: nil, at: now)
        try ledger.dismiss(id, at: now + .seconds(5))
        let dismissed = try #require(try ledger.delivery(id))
        #expect(dismissed.dismissed == now + .seconds(5) && dismissed.state == .delivered)
        #expect(dismissed.detail == "shown")

        let again = DeliveryEnd(id, as: .pending, detail: "gone", nextAttempt: now)
        try ledger.finish(again, at: now)
        #expect(try ledger.begin(id, at: now))
        #expect(try ledger.delivery(id)?.dismissed == nil)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what no decision is behind is told once`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let told = try decision()
        let notice = try #require(told.nudge)
        try ledger.enqueue(notice, on: ["desktop"], carriers: [:], at: now)
        try ledger.enqueue(notice, on: ["desktop", "phone"], carriers: [:], at: now)
        let due = try ledger.deliveries(dueAt: now, limit: 9)
        #expect(due.map(\.channel) == ["desktop", "phone"])
        #expect(due.allSatisfy { $0.nudge == notice })
    }
}
