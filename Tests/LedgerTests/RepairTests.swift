import CivilTime
import Delivery
import Foundation
import GRDB
import Household
@testable import Ledger
import Planning
import TestKit
import Testing

/// What becomes of a ledger whose file was damaged.
@Suite struct `A damaged ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private var file: String { "\(directory.path)/ledger.sqlite" }

    /// Ways in which a file is found in the morning.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case missing, empty, cutShort, notADatabase, noiseInTheMiddle

        var testDescription: String { rawValue }

        func strike(_ path: String) throws {
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            switch self {
            case .missing:
                try FileManager.default.removeItem(atPath: path)
                return
            case .empty: bytes = Data()
            case .cutShort: bytes.removeLast(bytes.count / 2)
            case .notADatabase:
                bytes.replaceSubrange(0..<100, with: Data(repeating: 65, count: 100))
            case .noiseInTheMiddle:
                let page = 3 * 4_096
                bytes.replaceSubrange(
                    page..<(page + 4_096),
                    with: Data(repeating: 0xa7, count: 4_096)
                )
            }
            try bytes.write(to: URL(fileURLWithPath: path))
        }
    }

    /// A ledger with a night's decisions, a backup of them, and one decision more.
    private func makeLedger() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.record(step((0..<40).map { try decision(dateNight, .nag($0)) }))
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        try ledger.record(step(through: "2026-01-10T19:00:00Z", [decision()]))
    }

    private func names(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasPrefix(prefix) }.sorted()
    }

    @Test(arguments: Damage.allCases)
    func `is set aside, and the backup takes its place`(_ damage: Damage) throws {
        try makeLedger()
        try damage.strike(file)
        let ledger = try SQLiteLedger(directory: directory.path)
        let repair = try #require(try ledger.repair())
        #expect(repair.restored == (try instant(evening)))
        #expect(try ledger.summary().decisions == 40)
        #expect(try ledger.repair() == nil)
        let aside = try names("ledger-damaged-").filter { $0.hasSuffix(".sqlite") }
        #expect(aside == [repair.setAside].compactMap(\.self))
        #expect(aside.count == (damage == .missing || damage == .empty ? 0 : 1))
        try ledger.record(step([decision()]))
        #expect(ledger.degradedReason == nil)
    }

    @Test func `begins anew where there is no backup`() throws {
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: file))
        let ledger = try SQLiteLedger(directory: directory.path)
        let repair = try #require(try ledger.repair())
        #expect(repair.restored == nil)
        #expect(repair.reason == "file is not a database")
        let name = try #require(repair.setAside)
        #expect(name.hasPrefix("ledger-damaged-20"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.path(name))).count == 8_192)
        try ledger.record(step([decision()]))
        #expect(try ledger.summary().decisions == 1)
    }

    @Test(arguments: [1, 2, 3, 5, 8])
    func `is never a crash, whichever page is noise`(_ page: Int) throws {
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            try ledger.record(step((0..<200).map { try decision(dateNight, .nag($0)) }))
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let start = page * 4_096
        try #require(bytes.count >= start + 4_096)
        bytes.replaceSubrange(start..<(start + 4_096), with: Data(repeating: 0xa7, count: 4_096))
        try bytes.write(to: URL(fileURLWithPath: file))
        #expect(try SQLiteLedger(directory: directory.path).repair() != nil)
    }

    @Test func `is not replaced by a backup that is damaged too`() throws {
        try makeLedger()
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        }
        try Damage.cutShort.strike(file)
        try Damage.cutShort.strike(directory.path("ledger-backup-1.sqlite"))
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(try ledger.repair()?.restored == instant(evening))
        #expect(try ledger.summary().decisions == 40)
    }

    @Test func `is found out while it is in use, and mended`() throws {
        try makeLedger()
        let ledger = try SQLiteLedger(directory: directory.path)
        // What is damaged on the disk shows when it is read from there.
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA shrink_memory") }
        let descriptor = try #require(FileHandle(forUpdatingAtPath: file))
        let size = try descriptor.seekToEnd()
        try descriptor.seek(toOffset: 4_096)
        try descriptor.write(contentsOf: Data(repeating: 0xa7, count: Int(size) - 4_096))
        #expect(throws: LedgerError.self) {
            try ledger.decisions(about: occurrence(dateNight))
        }
        #expect(ledger.corruption != nil)
        let repair = try #require(try ledger.repair())
        #expect(repair.restored == (try instant(evening)))
        #expect(ledger.corruption == nil)
        #expect(try ledger.decisions(about: occurrence(dateNight)).count == 40)
    }

    @Test func `is told of again at the next start where nobody was told before`() throws {
        try makeLedger()
        try Damage.cutShort.strike(file)
        let name = try SQLiteLedger(directory: directory.path).repair()?.setAside
        do {
            let ledger = try SQLiteLedger(directory: directory.path)
            let repair = try #require(try ledger.repair())
            #expect(repair.setAside == name)
            #expect(try repair.restored == instant(evening))
            try ledger.markRepairsReported()
        }
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(try ledger.repair() == nil)
        #expect(try ledger.repairs(since: .distantPast).map(\.setAside) == [name])
        #expect(try ledger.repairs(since: .distantFuture) == [])
        // To take the damaged file away is to say that one knows.
        try FileManager.default.removeItem(atPath: directory.path(#require(name)))
        #expect(try ledger.repairs(since: .distantPast) == [])
    }

    @Test func `ends no other nudge's delivery with an attempt that was under way`() throws {
        try makeLedger()
        let now = try instant("2026-01-10T19:00:00Z")
        let ledger = try SQLiteLedger(directory: directory.path)
        let last = try #require(
            ledger.deliveries(dueAt: now, on: "phone", limit: 99).max { $0.id < $1.id }
        )
        #expect(last.nudge.stage == .start)
        #expect(try ledger.begin(last.id, at: now))
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA shrink_memory") }
        try Data(repeating: 0xa7, count: 65_536).write(to: URL(fileURLWithPath: file))
        #expect(throws: LedgerError.self) { try ledger.decisions(about: occurrence(dateNight)) }
        #expect(try ledger.repair() != nil)

        let walk = try decision("walk@2026-01-10T19:00")
        try ledger.record(step([walk]))
        try ledger.finish(DeliveryEnd(last.id, as: .delivered, detail: "HTTP 200"), at: now)
        let states = try ledger.deliveries(about: walk.key.occurrence).map(\.state)
        #expect(states == [.pending, .pending])
    }

    @Test func `is found by the backup that reads all of it`() throws {
        try makeLedger()
        let ledger = try SQLiteLedger(directory: directory.path)
        try ledger.queue.inDatabase { try $0.execute(sql: "PRAGMA shrink_memory") }
        let descriptor = try #require(FileHandle(forUpdatingAtPath: file))
        let size = try descriptor.seekToEnd()
        try descriptor.seek(toOffset: 4_096)
        try descriptor.write(contentsOf: Data(repeating: 0xa7, count: Int(size) - 4_096))
        #expect(throws: LedgerError.self) { try ledger.backUp(unlessMadeSince: .distantFuture) }
        #expect(ledger.corruption != nil)
        #expect(try ledger.repair()?.restored == instant(evening))
        #expect(try ledger.summary().decisions == 40)
        #expect(try names("ledger-backup") == ["ledger-backup-1.sqlite"])
    }

    @Test func `a backup that a clock ahead has dated keeps no other from being made`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        let now = Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        #expect(try ledger.backUp(unlessMadeSince: now - .seconds(3_600)) == false)
        try FileManager.default.setAttributes(
            [.modificationDate: Date().addingTimeInterval(12 * 366 * 86_400)],
            ofItemAtPath: directory.path("ledger-backup-1.sqlite")
        )
        #expect(try ledger.backUp(unlessMadeSince: now - .seconds(3_600)))
        #expect(try names("ledger-backup").count == 2)
    }

    @Test func `a backup that cannot be made leaves the ledger and the older ones alone`() throws {
        try makeLedger()
        let ledger = try SQLiteLedger(directory: directory.path)
        let part = directory.path("ledger-backup.part")
        try FileManager.default.createDirectory(
            atPath: "\(part)/in-the-way",
            withIntermediateDirectories: true
        )
        #expect(throws: LedgerError.self) { try ledger.backUp(unlessMadeSince: .distantFuture) }
        #expect(ledger.degradedReason == nil)
        #expect(ledger.corruption == nil)
        try ledger.record(step([decision("walk@2026-01-10T10:00")]))
        #expect(try names("ledger-backup-") == ["ledger-backup-1.sqlite"])
    }

    @Test func `has three backups at most, the newest first, and one a day`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        for number in 1...5 {
            try ledger.record(step([decision(dateNight, .nag(number))]))
            #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        }
        #expect(try ledger.backUp(unlessMadeSince: instant(evening)) == false)
        #expect(
            try names("ledger-backup") == (1...3).map { "ledger-backup-\($0).sqlite" }
        )
        let counts = try (1...3).map { number in
            try DatabaseQueue(path: directory.path("ledger-backup-\(number).sqlite")).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM decisions")
            }
        }
        #expect(counts == [5, 4, 3])
    }
}
