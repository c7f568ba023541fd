import CivilTime
import Delivery
import Foundation
import GRDB
import Glibc

/// Opens the ledger's file, or makes the copy in memory that stands in for it.
struct LedgerOpening {
    let folder: LedgerFolder

    /// The result of opening or repairing the ledger.
    struct Opened {
        var state: LedgerStore.State
        /// A repair that has to be reported: the one just made, or one that no process has reported yet.
        var repair: LedgerRepair?
    }

    var backups: LedgerBackups { LedgerBackups(folder: folder) }

    /// Opens the ledger: a corrupt file is repaired; a file that cannot be opened for now is copied
    /// into memory.
    func open() throws -> Opened {
        do {
            return try openOrRepair()
        } catch  where LedgerError.isTransient(error) {
            guard folder.isHeld else {
                throw LedgerError.isLock(error) ? LedgerError.inUse : error
            }
            return try copy(because: LedgerError.reason(of: error))
        }
    }

    private func openOrRepair() throws -> Opened {
        do {
            let file = try openFile()
            return Opened(
                state: .healthy(file),
                repair: try file.queue.read(RepairRow.unreported)
            )
        } catch {
            guard let reason = LedgerError.corruption(error) else {
                throw error
            }
            return try repair(reason)
        }
    }

    /// Opens the file.
    ///
    /// An empty or missing file is a new ledger where `mayBeEmpty` says so, or where it is `nil` and there are no
    /// backups.
    ///
    /// - Throws: `LedgerError.corrupt` where it is no sound database.
    func openFile(mayBeEmpty: Bool? = nil) throws -> LedgerStore.OpenFile {
        let mayBeEmpty = mayBeEmpty ?? backups.isEmpty
        guard mayBeEmpty || hasContent else {
            throw LedgerError.corrupt("it is empty, and there are backups of it")
        }
        try folder.prepare(folder.file)
        let queue = try LedgerConnection.open(folder.file, mayBeEmpty: mayBeEmpty)
        return LedgerStore.OpenFile(queue: queue, identities: identities)
    }

    /// Opens the file; `nil` where it is no sound database.
    func openSoundFile() throws -> LedgerStore.OpenFile? {
        do {
            return try openFile()
        } catch  where LedgerError.corruption(error) != nil {
            return nil
        }
    }

    /// Whether the file or its WAL has any content.
    var hasContent: Bool {
        ["", "-wal"].contains { suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.file + suffix)
            return (attributes?[.size] as? Int ?? 0) > 0
        }
    }

    // MARK: - Identity of the open file

    /// The identities of the open file and its WAL.
    struct FileIdentities {
        fileprivate var file: LedgerFolder.FileIdentity
        fileprivate var wal: LedgerFolder.FileIdentity?
    }

    /// The identities of the file and its WAL now; `nil` where they cannot be read.
    private var identities: FileIdentities? {
        guard let file = try? folder.identity(of: LedgerFolder.name) else {
            return nil
        }
        return FileIdentities(file: file, wal: (try? folder.identity(of: Self.wal)) ?? nil)
    }

    /// Whether the open file was removed or replaced.
    func isLost(_ open: FileIdentities) throws -> Bool {
        try folder.identity(of: LedgerFolder.name) != open.file
    }

    /// Removes the WAL of a lost file, which SQLite would otherwise take for the WAL of the new
    /// one.
    func removeWAL(of lost: FileIdentities) throws {
        if let wal = lost.wal, try folder.identity(of: Self.wal) == wal {
            folder.remove(Self.wal)
        }
    }

    private static let wal = LedgerFolder.name + "-wal"

    // MARK: - A copy that stands in

    /// Opens a copy of the file in memory, where the file cannot be opened for writing.
    ///
    /// SQLite has to write even to read a database that a crash left behind, and cannot open one
    /// that another program has locked; so it opens temporary copies of the files.
    private func copy(because reason: String) throws -> Opened {
        let (place, copied) = try copyFiles()
        defer { try? FileManager.default.removeItem(at: place) }
        do {
            let queue = try LedgerConnection.reading(copied)
            try queue.writeWithoutTransaction { database in
                try LedgerConnection.check(database, mayBeEmpty: backups.isEmpty)
            }
            let memory = try LedgerConnection.memory(of: queue)
            try Schema.migrator.migrate(memory)
            let extent = try memory.read { try LedgerExtent($0) }
            return Opened(
                state: .degraded(.init(memory: memory, target: .unopened(extent), reason: reason)),
                repair: try memory.read(RepairRow.unreported)
            )
        } catch {
            guard let corruption = LedgerError.corruption(error) else {
                throw error
            }
            return try restoreInMemory(after: corruption, because: reason)
        }
    }

    /// Copies the file and its WAL into a temporary directory; on a full disk, into /dev/shm.
    private func copyFiles() throws -> (place: URL, file: String) {
        let files = FileManager.default
        let name = "rituald-\(UUID().uuidString)"
        let places = [files.temporaryDirectory, URL(fileURLWithPath: "/dev/shm")]
        for place in places.map({ $0.appendingPathComponent(name) }) {
            do {
                try files.createDirectory(
                    at: place,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
                let copied = place.appendingPathComponent(LedgerFolder.name).path
                for suffix in ["", "-wal"] where files.fileExists(atPath: folder.file + suffix) {
                    try files.copyItem(atPath: folder.file + suffix, toPath: copied + suffix)
                    try files.setAttributes(
                        [.posixPermissions: 0o600],
                        ofItemAtPath: copied + suffix
                    )
                }
                return (place, copied)
            } catch {
                try? files.removeItem(at: place)
            }
        }
        throw LedgerError.unavailable("'\(folder.file)' cannot be read or copied")
    }
}
