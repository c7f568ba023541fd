import CivilTime
import Delivery
import Foundation
import GRDB
import Household
@testable import Ledger
import Planning
import TestKit
import Testing

/// A ledger whose file cannot be written for a while.
@Suite struct `A ledger in trouble` {
    let directory: TemporaryFolder
    let now: Instant

    init() throws {
        directory = try TemporaryFolder()
        now = try instant(evening)
    }

    /// Lets the file not grow any more, as on a full disk, or lets it grow again.
    private func set(full: Bool, _ file: DatabaseQueue) throws {
        try file.inDatabase { database in
            try database.execute(sql: "PRAGMA max_page_count = \(full ? 1 : 1_000_000)")
        }
    }

    private func fill(_ ledger: SQLiteLedger, from number: Int) throws {
        try ledger.record(
            step((number..<(number + 300)).map { try decision(dateNight, .nag($0)) })
        )
    }

    @Test func `goes on in memory on a full disk, and is written when there is room`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        let file = try ledger.queue
        try fill(ledger, from: 0)
        try set(full: true, file)
        try fill(ledger, from: 1_000)
        #expect(ledger.degradedReason == "database or disk is full")
        #expect(try ledger.summary().decisions == 600)

        let due = try ledger.deliveries(dueAt: now, on: "phone", limit: 1)
        let first = try #require(due.first)
        #expect(try ledger.begin(first.id, at: now))
        try ledger.finish(DeliveryEnd(first.id, as: .delivered, detail: ""), at: now)
        ledger.flush()
        #expect(ledger.degradedReason == "database or disk is full")

        try set(full: false, file)
        ledger.flush()
        #expect(ledger.degradedReason == nil)
        #expect(try ledger.queue === file)
        #expect(try ledger.summary().decisions == 600)
        #expect(try ledger.deliveries(in: [.delivered], limit: 9).map(\.id) == [first.id])
        #expect(try ledger.deliveries(in: [.delivered], limit: 9).first?.nudge == first.nudge)
    }

    @Test func `refuses what is decided already, in memory too`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try set(full: true, ledger.queue)
        try fill(ledger, from: 0)
        #expect(ledger.degradedReason != nil)
        let again = try decision(dateNight, .nag(7))
        #expect(throws: LedgerError.decidedTwice(again.key)) { try ledger.record(step([again])) }
        #expect(try ledger.summary().decisions == 300)
    }

    @Test func `is read and kept in memory while another program has it open`() throws {
        do {
            try fill(SQLiteLedger(directory: directory.path), from: 0)
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let path = directory.path("ledger.sqlite")
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(ledger.degradedReason == "another program has it open")
        #expect(try ledger.summary().decisions == 300)
        try fill(ledger, from: 1_000)
        ledger.flush()
        #expect(ledger.degradedReason == "another program has it open")

        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        ledger.flush()
        #expect(ledger.degradedReason == nil)
        #expect(try ledger.summary().decisions == 600)
        #expect(try ledger.memory(at: now).decided.count == 600)
    }

    @Test func `makes no backup of what is not in the file`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try set(full: true, ledger.queue)
        try fill(ledger, from: 0)
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture) == false)
    }
}
