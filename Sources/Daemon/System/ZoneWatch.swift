import Glibc
import Synchronization

/// Notices when the files that hold time zone rules are replaced, without looking (inotify(7)).
///
/// Packages replace a zone file by renaming a new one over it, so the directories are watched. The
/// system's own zone is the link `/etc/localtime`, in a directory where much else changes: there
/// only that name counts.
final class ZoneWatch: Sendable {
    let file: Int32
    private let named = Mutex<[Int32: String]>([:])

    private static let changes = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_CREATE)

    /// - Parameters:
    ///   - directories: every change in these counts; one that does not exist is left out.
    ///   - link: a file of which only its own replacement counts.
    /// - Throws: `SystemError` where the system has no inotify instance left.
    init(directories: Set<String>, link: (directory: String, name: String)?) throws(SystemError) {
        let flags = Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)
        file = try SystemError.check("inotify_init1", inotify_init1(flags))
        for directory in directories.sorted() {
            inotify_add_watch(file, directory, Self.changes)
        }
        if let link {
            let watch = inotify_add_watch(file, link.directory, Self.changes)
            named.withLock { $0[watch] = link.name }
        }
    }

    deinit {
        close(file)
    }

    /// Takes what has happened; true where any of it concerns a zone.
    func readChanges() -> Bool {
        var hasChanged = false
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
            while case let count = read(file, buffer.baseAddress, buffer.count), count > 0 {
                var offset = 0
                while offset < count {
                    let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let start = offset + MemoryLayout<inotify_event>.size
                    let name = buffer[start..<start + Int(event.len)].prefix { $0 != 0 }
                    let wanted = named.withLock { $0[event.wd] }
                    let isWanted = wanted.map { $0 == String(decoding: name, as: UTF8.self) }
                    hasChanged = hasChanged || isWanted ?? true
                    offset = start + Int(event.len)
                }
            }
        }
        return hasChanged
    }
}
