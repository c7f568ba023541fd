import GRDBSQLite
import Synchronization

/// The disks of a process that SQLite finds by name: `/frail/NAME/FILE` is a file on disk `NAME`.
///
/// They are an SQLite VFS (<https://sqlite.org/vfs.html>), made the default one: every other path
/// goes to the system as before.
enum FrailDisks {
    static let root = "/frail/"

    /// A disk is used by one thread at a time: that of its simulation.
    private struct Entry: @unchecked Sendable {
        var disk: FrailDisk
    }

    private static let disks = Mutex<[String: Entry]>([:])

    /// Adds a disk; returns the folder that its files are in.
    static func add(_ disk: FrailDisk, named name: String) -> String {
        _ = registered
        let entry = Entry(disk: disk)
        disks.withLock { $0[name] = entry }
        return root + name
    }

    static func remove(_ name: String) {
        disks.withLock { $0[name] = nil }
    }

    /// The disk and the name of a file on it, or `nil` for a path of the system's.
    static func place(_ path: UnsafePointer<CChar>?) -> (disk: FrailDisk, name: String)? {
        guard let path else {
            return nil
        }
        let text = String(cString: path)
        guard text.hasPrefix(root) else {
            return nil
        }
        let parts = text.dropFirst(root.count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let entry = disks.withLock({ $0[String(parts[0])] }) else {
            return nil
        }
        return (entry.disk, String(parts[1]))
    }

    /// The system's own VFS, by whose side ours stands.
    struct System: @unchecked Sendable {
        let vfs: UnsafeMutablePointer<sqlite3_vfs>
    }

    static let system: System? = sqlite3_vfs_find(nil).map(System.init)

    private static let registered: Bool = {
        guard let system else {
            return false
        }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: system.vfs.pointee)
        let name: StaticString = "frail"
        vfs.pointee.zName = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        vfs.pointee.pNext = nil
        let size = Int32(MemoryLayout<FrailFile>.size)
        vfs.pointee.szOsFile = max(size, system.vfs.pointee.szOsFile)
        vfs.pointee.xOpen = FrailFile.open
        vfs.pointee.xDelete = { vfs, path, sync in
            guard let (disk, name) = FrailDisks.place(path) else {
                return FrailDisks.system?.vfs.pointee.xDelete(vfs, path, sync) ?? SQLITE_IOERR
            }
            guard disk.file(name) != nil else {
                return IOError.deleteMissing
            }
            disk.remove(name)
            return disk.isDead ? SQLITE_IOERR : SQLITE_OK
        }
        vfs.pointee.xAccess = { vfs, path, flags, result in
            guard let (disk, name) = FrailDisks.place(path) else {
                return FrailDisks.system?.vfs.pointee.xAccess(vfs, path, flags, result)
                    ?? SQLITE_IOERR
            }
            result?.pointee = disk.file(name) == nil ? 0 : 1
            return SQLITE_OK
        }
        vfs.pointee.xFullPathname = { vfs, path, size, result in
            guard FrailDisks.place(path) != nil, let path, let result else {
                return FrailDisks.system?.vfs.pointee.xFullPathname(vfs, path, size, result)
                    ?? SQLITE_IOERR
            }
            copy(path, size, result)
            return SQLITE_OK
        }
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()

    /// Copies a path of at most `size` bytes, its end included.
    private static func copy(
        _ path: UnsafePointer<CChar>,
        _ size: Int32,
        _ result: UnsafeMutablePointer<CChar>
    ) {
        var index = 0
        while index < Int(size) - 1, path[index] != 0 {
            result[index] = path[index]
            index += 1
        }
        result[index] = 0
    }
}
