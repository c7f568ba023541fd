import CivilTime
import Delivery
import GRDB
import Planning
import TestKit
import Testing

@testable import Ledger

@Suite struct `A token that was used` {
    private let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private func token(_ digest: String, expires: String) throws -> SpentToken {
        SpentToken(digest: digest, expires: try instant(expires))
    }

    private func spending(_ token: SpentToken, at time: String) throws -> PlannerStep {
        var step = PlannerStep(through: try instant(time))
        step.spent = token
        return step
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `is known with its step, until it has expired`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let first = try token("a", expires: "2026-01-09T20:00:00Z")
        #expect(try !ledger.isSpent(first))
        try ledger.record(spending(first, at: evening))
        #expect(try ledger.isSpent(first))
        let second = try token("b", expires: "2026-01-09T22:00:00Z")
        #expect(try !ledger.isSpent(second))
        try ledger.record(spending(second, at: "2026-01-09T20:00:00Z"))
        #expect(try ledger.isSpent(first) && ledger.isSpent(second))
        let third = try token("c", expires: "2026-01-09T22:00:00Z")
        try ledger.record(spending(third, at: "2026-01-09T20:00:01Z"))
        #expect(try !ledger.isSpent(first) && ledger.isSpent(second))
    }

    @Test func `is not known where its step is refused`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let decision = try decision()
        try ledger.record(step([decision]))
        var again = try step([decision])
        again.spent = try token("a", expires: "2026-01-09T20:00:00Z")
        #expect(throws: LedgerError.self) { try ledger.record(again) }
        #expect(try !ledger.isSpent(#require(again.spent)))
    }

    @Test func `goes with the days`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let used = try token("a", expires: "2026-01-09T20:00:00Z")
        try ledger.record(spending(used, at: evening))
        try ledger.performMaintenance(before: used.expires)
        #expect(try ledger.isSpent(used))
        try ledger.performMaintenance(before: used.expires + .seconds(1))
        #expect(try !ledger.isSpent(used))
    }
}
