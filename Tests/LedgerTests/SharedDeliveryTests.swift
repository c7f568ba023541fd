import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about a message that two partners share.
@Suite struct `A shared delivery` {
    let directory: TemporaryFolder
    let now: Instant

    init() throws {
        directory = try TemporaryFolder()
        now = try instant(evening)
    }

    /// Both are told on the desk, and Sam on a phone, too.
    private func both() throws -> [Decision] {
        let alex = try decision(channels: ["desk"])
        var sam = try decision(for: "sam", channels: ["desk", "phone"])
        sam.carriers = ["desk": alex.key.nudgeID]
        return [alex, sam]
    }

    private func told(_ ledger: any LedgerWriting & LedgerReading) throws -> [String] {
        try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
            .sorted { $0.id < $1.id }
            .map { "\($0.channel) \($0.nudge.partners.joined(separator: "+")): \($0.state)" }
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `is one for both, and each has the decision and the nudge`(_ kind: LedgerUnderTest) throws
    {
        let ledger = try kind.make(in: directory.path)
        let both = try both()
        try ledger.record(step(both))
        #expect(try told(ledger) == ["desk alex+sam: pending", "phone sam: pending"])
        let due = try ledger.deliveries(dueAt: now, limit: 9)
        #expect(due.map(\.nudge.id) == both.map(\.key.nudgeID))
        #expect(due[0].nudge.keys == both.map(\.key))
        let kept = try ledger.decisions(about: occurrence(dateNight))
        #expect(kept.map(\.nudgeID) == both.map(\.key.nudgeID))
        #expect(kept.map(\.channels) == [["desk"], ["desk", "phone"]])
        #expect(kept.map(\.nudge?.partners) == [["alex"], ["sam"]])
        #expect(try ledger.deliveries(about: occurrence(dateNight)) == due)
    }

    struct Word: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var partners: [String?]
        var told: [String]
    }

    static let words = [
        Word(
            testDescription: "for Alex",
            partners: ["alex"],
            told: ["desk alex+sam: pending", "phone sam: pending"]
        ),
        Word(
            testDescription: "for Sam",
            partners: ["sam"],
            told: ["desk alex+sam: pending", "phone sam: withdrawn"]
        ),
        Word(
            testDescription: "for one after the other",
            partners: ["sam", "alex"],
            told: ["desk alex+sam: withdrawn", "phone sam: withdrawn"]
        ),
        Word(
            testDescription: "for both",
            partners: [nil],
            told: ["desk alex+sam: withdrawn", "phone sam: withdrawn"]
        ),
    ]

    @Test(arguments: words)
    func `is withdrawn once nobody waits for it`(_ word: Word) throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step(both()))
        for partner in word.partners {
            let withdrawal = Withdrawal(occurrence: try occurrence(dateNight), partner: partner)
            try ledger.record(step(withdrawals: [withdrawal]))
        }
        #expect(try told(ledger) == word.told)
    }

    @Test func `is withdrawn with its ritual`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step(both()))
        try ledger.record(step(withdrawnRituals: ["date-night"]))
        #expect(try told(ledger) == ["desk alex+sam: withdrawn", "phone sam: withdrawn"])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `becomes one for each, but for who has answered`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        try ledger.record(step(both()))
        let shared = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        let later = now + .seconds(60)
        try ledger.separate(shared.id, at: later)
        #expect(
            try told(ledger) == ["desk alex: pending", "phone sam: pending", "desk sam: pending"]
        )
        #expect(try ledger.deliveries(dueAt: later, on: "desk", limit: 9).count == 2)
        try ledger.separate(shared.id, at: later)
        #expect(try told(ledger).count == 3)
    }

    @Test func `that becomes one for each leaves out who has answered`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step(both()))
        let withdrawal = Withdrawal(occurrence: try occurrence(dateNight), partner: "alex")
        try ledger.record(step(withdrawals: [withdrawal]))
        let shared = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        try ledger.separate(shared.id, at: now)
        #expect(
            try told(ledger) == ["desk alex: withdrawn", "phone sam: pending", "desk sam: pending"]
        )
    }

    @Test func `is one's own where the other was told already`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let both = try both()
        try ledger.record(step([both[0]]))
        let first = try #require(ledger.deliveries(dueAt: now, limit: 9).first)
        #expect(try ledger.begin(first.id, at: now))
        try ledger.record(step([both[1]]))
        #expect(
            try told(ledger) == ["desk alex: sending", "desk sam: pending", "phone sam: pending"]
        )
    }

    @Test func `of which no decision is behind is told once, too`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let both = try both()
        for _ in 1...2 {
            for decision in both {
                let nudge = try #require(decision.nudge)
                try ledger.enqueue(nudge, on: ["desk"], carriers: decision.carriers, at: now)
            }
        }
        #expect(try told(ledger) == ["desk alex+sam: pending"])
    }

    @Test func `goes when its occurrence is erased`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step(both()))
        for delivery in try ledger.deliveries(dueAt: now, limit: 9) {
            #expect(try ledger.begin(delivery.id, at: now))
            try ledger.finish(delivery.id, as: .delivered, detail: "", nextAttempt: nil, at: now)
        }
        let erased = try ledger.erase(
            .ritual("date-night", isKept: false),
            at: now + .seconds(86_400),
            copies: false
        ) { _ in .nothing }
        #expect(erased.nudges == 2 && erased.deliveries == 2)
        #expect(try told(ledger) == [])
    }
}
