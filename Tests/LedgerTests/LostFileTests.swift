import CivilTime
import Delivery
import Foundation
import GRDB
import Household
import TestKit
import Testing

@testable import Ledger

/// A ledger whose file is taken away from under it.
@Suite struct `A ledger whose file is lost` {
    let directory: TemporaryFolder
    let state: String

    init() throws {
        directory = try TemporaryFolder()
        state = directory.path("state")
    }

    /// Ways to lose an open file.
    enum Loss: String, CaseIterable, CustomTestStringConvertible {
        case removed, movedAway, replaced, removedWithItsWAL, removedWithItsFolder

        var testDescription: String { rawValue }

        func strike(_ state: String) throws {
            let files = FileManager.default
            let file = "\(state)/ledger.sqlite"
            switch self {
            case .removed: try files.removeItem(atPath: file)
            case .movedAway: try files.moveItem(atPath: file, toPath: "\(file).old")
            case .replaced:
                try files.removeItem(atPath: file)
                try Data("not ours".utf8).write(to: URL(fileURLWithPath: file))
            case .removedWithItsWAL:
                try files.removeItem(atPath: file)
                try files.removeItem(atPath: "\(file)-wal")
            case .removedWithItsFolder: try files.removeItem(atPath: state)
            }
        }
    }

    @Test(arguments: Loss.allCases, [false, true])
    func `makes it anew, with all that it knew`(_ loss: Loss, hasBackup: Bool) throws {
        do {
            let ledger = try SQLiteLedger(directory: state)
            try ledger.record(step([decision()]))
            if hasBackup {
                #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
            }
            try ledger.record(step([decision("walk@2026-01-10T10:00")]))
            try loss.strike(state)
            try ledger.record(step([decision("walk@2026-01-11T10:00")]))
            ledger.flush()
            #expect(ledger.degradedReason == nil)
            try ledger.record(step([decision("walk@2026-01-12T10:00")]))
            #expect(try ledger.summary().decisions == 4)
        }
        let ledger = try SQLiteLedger(directory: state)
        #expect(try ledger.repair() == nil)
        #expect(try ledger.summary().decisions == 4)
        let aside = try FileManager.default.contentsOfDirectory(atPath: state)
            .filter { $0.hasPrefix("ledger-damaged-") }
        #expect(aside.count == (loss == .replaced ? 1 : 0))
    }

    @Test(arguments: [false, true])
    func `is what was read of it, where it was lost before it could be opened`(
        _ hasBackup: Bool
    ) throws {
        do {
            let ledger = try SQLiteLedger(directory: state)
            try ledger.record(step([decision()]))
            if hasBackup {
                #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
            }
            try ledger.record(step([decision("walk@2026-01-10T10:00")]))
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let path = "\(state)/ledger.sqlite"
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let ledger = try SQLiteLedger(directory: state)
        #expect(ledger.degradedReason == "another program has it open")
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try FileManager.default.removeItem(atPath: path)
        ledger.flush()
        #expect(ledger.degradedReason == nil)
        #expect(try ledger.summary().decisions == 2)
        #expect(try ledger.repair() == nil)
    }

    @Test func `is set aside as soon as that can be, where it was damaged and cannot be moved`()
        throws
    {
        do {
            let ledger = try SQLiteLedger(directory: state)
            try ledger.record(step([decision()]))
            #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        }
        let path = "\(state)/ledger.sqlite"
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path))
        let opening = LedgerOpening(folder: try LedgerFolder(state))
        let opened = try opening.restoreInMemory(
            after: "file is not a database",
            because: "read-only file system"
        )
        let store = LedgerStore(opened.state, repair: opened.repair, opening)
        try store.write(RepairRow.markReported)
        store.flush()
        #expect(store.degradedReason == nil)
        let name = try store.read { database in
            try String.fetchOne(database, sql: "SELECT set_aside FROM repairs")
        }
        let aside = "\(state)/\(try #require(name))"
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)).count == 8_192)
    }

    @Test func `goes on in memory while there is no place for it`() throws {
        let ledger = try SQLiteLedger(directory: state)
        try ledger.record(step([decision()]))
        try FileManager.default.removeItem(atPath: state)
        try Data().write(to: URL(fileURLWithPath: state))
        ledger.flush()
        #expect(ledger.degradedReason?.hasSuffix("': Not a directory") == true)
        try ledger.record(step([decision("walk@2026-01-10T10:00")]))

        try FileManager.default.removeItem(atPath: state)
        ledger.flush()
        #expect(ledger.degradedReason == nil)
        #expect(try ledger.summary().decisions == 2)
    }
}
