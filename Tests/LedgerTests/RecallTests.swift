import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about messages that are shown and that nobody waits for any more.
@Suite struct `What a ledger has taken back` {
    let directory: TemporaryFolder
    let now: Instant

    init() throws {
        directory = try TemporaryFolder()
        now = try instant(evening)
    }

    /// A ledger in which a date night was told on a desk and a phone, of which the desk can take back.
    private func told(_ kind: LedgerUnderTest = .kept) throws -> any LedgerWriting & LedgerReading {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step([decision(channels: ["desk", "phone"])]))
        for delivery in try ledger.deliveries(dueAt: now, limit: 9) {
            #expect(try ledger.begin(delivery.id, at: now))
            try arrive(delivery.id, in: ledger)
        }
        return ledger
    }

    private func arrive(_ id: Delivery.ID, in ledger: any LedgerWriting) throws {
        try ledger.finish(id, as: .delivered, detail: "shown", nextAttempt: nil, at: now)
    }

    private func withdrawal(_ partner: String? = nil) throws -> PlannerStep {
        let withdrawal = Withdrawal(occurrence: try occurrence(dateNight), partner: partner)
        var step = try step(outcomes: [outcome()], withdrawals: [withdrawal])
        step.recalling = ["desk"]
        return step
    }

    private func standing(_ ledger: any LedgerReading) throws -> [String] {
        try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
            .sorted { $0.id < $1.id }
            .map { "\($0.channel): \($0.kind) \($0.state)" }
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `waits, by the word itself, on the channels that can`(_ kind: LedgerUnderTest) throws {
        let ledger = try told(kind)
        try ledger.record(withdrawal())
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show delivered"])
        let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(due.attemptsBefore == 1)
        #expect(try ledger.begin(due.id, at: now))
        try ledger.finish(DeliveryEnd(due.id, as: .withdrawn, detail: "taken away"), at: now)
        #expect(try standing(ledger) == ["desk: withdraw withdrawn", "phone: show delivered"])
        #expect(try ledger.deliveries(dueAt: .distantFuture, limit: 9) == [])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `is named as the service named it last`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step([decision(channels: ["desk"])]))
        let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(due.message == nil)
        for (name, known) in [(nil, nil), ("$1", "$1"), (nil, "$1"), ("$2", "$2")]
            as [(String?, String?)]
        {
            #expect(try ledger.begin(due.id, at: now))
            var attempt = DeliveryAttempt(.failed(retryAfter: nil), detail: "HTTP 200")
            attempt.message = name
            let end = DeliveryEnd(
                due.id,
                as: .pending,
                detail: "again",
                nextAttempt: now,
                attempt: attempt
            )
            try ledger.finish(end, at: now)
            #expect(try ledger.delivery(due.id)?.message == known)
        }
        let end = DeliveryEnd(due.id, as: .delivered, detail: "shown")
        try ledger.finish(end, at: now)
        try ledger.record(withdrawal())
        #expect(try ledger.deliveries(dueAt: now, limit: 9).map(\.message) == ["$2"])
    }

    @Test func `is asked for again after a crash`() throws {
        let ledger = try told(.reopened)
        try ledger.record(withdrawal())
        let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(try ledger.begin(due.id, at: now))
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show delivered"])
    }

    @Test func `is also what arrives after the word`() throws {
        let ledger = try LedgerUnderTest.kept.make(in: directory.path)
        try ledger.record(step([decision(channels: ["desk", "phone"])]))
        let due = try ledger.deliveries(dueAt: now, limit: 9)
        for delivery in due {
            #expect(try ledger.begin(delivery.id, at: now))
        }
        try ledger.record(withdrawal())
        #expect(try standing(ledger) == ["desk: withdraw sending", "phone: show withdrawn"])
        for delivery in due {
            try arrive(delivery.id, in: ledger)
        }
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show delivered"])
    }

    // A reply may have been lost, and then nobody else takes the message away.
    @Test(arguments: [Delivery.State.pending, .dead, .expired], [nil, 503])
    func `is also what may have arrived, but not what was refused in so many words`(
        _ state: Delivery.State,
        _ status: Int?
    ) throws {
        let ledger = try LedgerUnderTest.kept.make(in: directory.path)
        try ledger.record(step([decision(channels: ["desk"])]))
        let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(try ledger.begin(due.id, at: now))
        let attempt = DeliveryAttempt(.failed(retryAfter: nil), detail: "", status: status)
        let end = DeliveryEnd(
            due.id,
            as: .pending,
            detail: "",
            nextAttempt: now + .seconds(60),
            attempt: attempt
        )
        try ledger.finish(end, at: now)
        if state != .pending {
            try ledger.finish(DeliveryEnd(due.id, as: state, detail: ""), at: now)
        }
        try ledger.record(withdrawal())
        let left = state == .pending ? Delivery.State.withdrawn : state
        #expect(
            try standing(ledger) == [
                status == nil ? "desk: withdraw pending" : "desk: show \(left)"
            ]
        )
    }

    @Test func `is also what a crash left in doubt`() throws {
        let ledger = try LedgerUnderTest.reopened.make(in: directory.path)
        try ledger.record(step([decision(channels: ["desk", "phone"])]))
        let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(try ledger.begin(due.id, at: now))
        try ledger.record(withdrawal())
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show withdrawn"])
    }

    @Test func `stays put away`() throws {
        let ledger = try told()
        let shown = try #require(ledger.deliveries(in: [.delivered], limit: 9).last)
        try ledger.dismiss(shown.id, at: now)
        try ledger.record(withdrawal())
        #expect(try ledger.begin(shown.id, at: now))
        #expect(try ledger.delivery(shown.id)?.dismissed == now)
    }

    @Test func `leaves what the other still waits for`() throws {
        let ledger = try told()
        try ledger.record(withdrawal("sam"))
        #expect(try standing(ledger) == ["desk: show delivered", "phone: show delivered"])
        try ledger.record(withdrawal("alex"))
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show delivered"])
    }

    @Test(arguments: [false, true])
    func `stays where it is open again, before or after`(_ isAway: Bool) throws {
        let ledger = try told()
        try ledger.record(withdrawal())
        if isAway {
            let due = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
            #expect(try ledger.begin(due.id, at: now))
            try ledger.finish(DeliveryEnd(due.id, as: .withdrawn, detail: "taken away"), at: now)
        }
        let recalled = try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
            .first { $0.kind == .withdraw }
        try ledger.reopen(try #require(recalled?.id), at: now)
        #expect(try standing(ledger) == ["desk: show delivered", "phone: show delivered"])
    }

    @Test func `is what a hold silences`() throws {
        let ledger = try told()
        var held = try step(withdrawnRituals: ["date-night"])
        held.recalling = ["desk"]
        try ledger.record(held)
        #expect(try standing(ledger) == ["desk: withdraw pending", "phone: show delivered"])
    }

    @Test func `is nothing that has expired, where a ritual goes`() throws {
        let ledger = try told()
        var gone = try step(
            through: (now + .seconds(2 * 3_600)).description,
            withdrawnRituals: ["date-night"]
        )
        gone.recalling = ["desk"]
        try ledger.record(gone)
        #expect(try standing(ledger) == ["desk: show delivered", "phone: show delivered"])
    }
}
