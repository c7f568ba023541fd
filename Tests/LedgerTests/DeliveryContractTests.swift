import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about deliveries.
@Suite struct `The deliveries of a ledger` {
    let directory: TemporaryFolder
    let now: Instant

    init() throws {
        directory = try TemporaryFolder()
        now = try instant(evening)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a decision causes a delivery for each of its channels`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let told = try decision()
        try ledger.record(step([told, decision(dateNight, .end, .held)]))

        let due = try ledger.deliveries(dueAt: now, limit: 9)
        #expect(due.map(\.channel) == ["desktop", "phone"])
        #expect(due.map(\.nudge) == [told.nudge, told.nudge])
        #expect(
            due.allSatisfy { $0.state == .pending && $0.attempts == 0 && $0.nextAttempt == now }
        )
        #expect(try ledger.deliveries(about: told.key.occurrence) == due)
        #expect(try ledger.summary().deliveries == [.pending: 2])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a delivery waits for the end of quiet hours`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let morning = now + .seconds(12 * 3_600)
        try ledger.record(
            step([decision(dateNight, .start, .late, channels: ["phone"], notBefore: morning)])
        )
        #expect(try ledger.deliveries(dueAt: now, limit: 9) == [])
        #expect(try ledger.nextAttempt(after: now) == morning)
        #expect(try ledger.nextAttempt(after: morning) == nil)
        #expect(try ledger.deliveries(dueAt: morning, limit: 9).count == 1)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `an attempt that arrived ends the delivery`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step([decision(channels: ["phone"])]))
        let id = try #require(ledger.deliveries(dueAt: now, limit: 9).first?.id)
        #expect(try ledger.begin(id, at: now))
        try ledger.finish(
            id,
            as: .delivered,
            detail: "HTTP 204",
            nextAttempt: nil,
            at: now + .seconds(2)
        )

        let delivery = try #require(ledger.deliveries(in: [.delivered], limit: 9).first)
        #expect(delivery.attempts == 1)
        #expect(delivery.detail == "HTTP 204")
        #expect(delivery.updated == now + .seconds(2))
        #expect(delivery.nextAttempt == nil)
        #expect(try ledger.deliveries(dueAt: .distantFuture, limit: 9) == [])
        #expect(try ledger.begin(id, at: now) == false)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `an attempt that failed is made again when its time comes`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step([decision(channels: ["phone"])]))
        let id = try #require(ledger.deliveries(dueAt: now, limit: 9).first?.id)
        #expect(try ledger.begin(id, at: now))
        let again = now + .seconds(300)
        try ledger.finish(id, as: .pending, detail: "HTTP 503", nextAttempt: again, at: now)

        #expect(try ledger.deliveries(dueAt: again - .seconds(1), limit: 9) == [])
        #expect(try ledger.nextAttempt(after: now) == again)
        let delivery = try #require(ledger.deliveries(dueAt: again, limit: 9).first)
        #expect(delivery.id == id)
        #expect(delivery.attempts == 1)
        #expect(delivery.detail == "HTTP 503")
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `those that waited longest come first`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let times = ["2026-01-09T18:00:00Z", "2026-01-09T16:00:00Z", "2026-01-09T17:00:00Z"]
        try ledger.record(
            step(
                times.enumerated().map { number, time in
                    try decision(dateNight, .nag(number), due: time, channels: ["phone"])
                }
            )
        )
        let stages = try ledger.deliveries(dueAt: now, limit: 9).map(\.nudge.stage)
        #expect(stages == [.nag(1), .nag(2), .nag(0)])
        let newest = try ledger.deliveries(in: [.pending, .dead], limit: 2).map(\.nudge.stage)
        #expect(newest == [.nag(2), .nag(1)])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a long queue hides no other channel`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(
            step(
                (1...5).map { number in
                    let channels = number == 5 ? ["phone", "desktop"] : ["phone"]
                    return try decision(dateNight, .nag(number), channels: channels)
                }
            )
        )
        let due = try ledger.deliveries(dueAt: now, limit: 2)
        #expect(due.map(\.channel) == ["phone", "phone", "desktop"])
        #expect(due.map(\.nudge.stage) == [.nag(1), .nag(2), .nag(5)])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a wait that a clock ahead of its time had set is over when it comes back`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let ahead = try instant("2038-01-01T00:00:00Z")
        try ledger.record(step(through: evening, [decision(channels: ["phone"])]))
        let id = try #require(ledger.deliveries(dueAt: now, limit: 9).first?.id)
        #expect(try ledger.begin(id, at: ahead))
        try ledger.finish(
            id,
            as: .pending,
            detail: "HTTP 503",
            nextAttempt: ahead + .seconds(5),
            at: ahead
        )
        #expect(try ledger.deliveries(dueAt: now, limit: 9).map(\.id) == [id])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a word withdraws what waits, of its partner or of both`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let key = try occurrence(dateNight)
        try ledger.record(
            step([
                decision(for: "alex", channels: ["phone"]),
                decision(for: "sam", channels: ["phone"]),
                decision("walk@2026-01-09T19:00", for: "alex", channels: ["phone"]),
            ])
        )
        let withdrawal = Withdrawal(occurrence: key, partner: "alex")
        try ledger.record(step(outcomes: [outcome(by: "alex")], withdrawals: [withdrawal]))
        #expect(try ledger.deliveries(about: key).map(\.state) == [.withdrawn, .pending])
        #expect(try ledger.deliveries(dueAt: now, limit: 9).count == 2)

        try ledger.record(step(withdrawals: [Withdrawal(occurrence: key)]))
        #expect(try ledger.deliveries(about: key).map(\.state) == [.withdrawn, .withdrawn])
        #expect(
            try ledger.deliveries(dueAt: now, limit: 9).map(\.nudge.ritual) == ["walk"]
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a notice outlives the word that it tells of, and not the next one`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let withdrawal = Withdrawal(occurrence: try occurrence(dateNight))
        try ledger.record(step([decision(dateNight, .lead(Span(days: 3)), channels: ["phone"])]))
        let first = try decision(dateNight, .notice(1), channels: ["phone"])
        try ledger.record(
            step([decision(channels: ["phone"]), first], withdrawals: [withdrawal])
        )
        #expect(
            try ledger.deliveries(in: [.pending], limit: 9).map(\.nudge.stage) == [.notice(1)]
        )
        #expect(
            try ledger.deliveries(in: [.withdrawn], limit: 9).map(\.nudge.stage.kind)
                == [.start, .lead]
        )

        let second = try decision(dateNight, .notice(2), channels: ["phone"])
        try ledger.record(step([second], withdrawnRituals: ["date-night"]))
        #expect(
            try ledger.deliveries(in: [.pending], limit: 9).map(\.nudge.stage) == [.notice(2)]
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a ritual that is gone withdraws all that waits of it, and of no other`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let keys = ["walk@2026-01-09T19:00", "walk@2026-01-10T19:00", "walks@2026-01-09T19:00"]
        try ledger.record(step(keys.map { try decision($0, channels: ["phone"]) }))
        try ledger.record(step(withdrawnRituals: ["walk"]))
        #expect(
            try ledger.deliveries(in: [.pending], limit: 9).map(\.nudge.ritual) == ["walks"]
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what is withdrawn is not sent, and stays so unless it had arrived`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let withdrawal = Withdrawal(occurrence: try occurrence(dateNight))
        try ledger.record(step([decision(channels: ["desktop", "phone", "tablet"])]))
        let due = try ledger.deliveries(dueAt: now, limit: 9)
        #expect(try ledger.begin(due[0].id, at: now))
        #expect(try ledger.begin(due[1].id, at: now))
        try ledger.record(step(withdrawals: [withdrawal]))
        #expect(try ledger.begin(due[2].id, at: now) == false)

        try ledger.finish(due[0].id, as: .delivered, detail: "shown", nextAttempt: nil, at: now)
        try ledger.finish(
            due[1].id,
            as: .pending,
            detail: "HTTP 503",
            nextAttempt: now + .seconds(5),
            at: now
        )
        #expect(
            try ledger.deliveries(about: withdrawal.occurrence).map(\.state)
                == [.delivered, .withdrawn, .withdrawn]
        )
    }
}
