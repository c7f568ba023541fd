import TestKit

/// A disk in memory that breaks when it is told to, under the files that SQLite keeps on it.
///
/// It tells what was written from what was made durable: after a power cut only that is sure to be
/// there which was synchronized, and of the rest whatever the dice say.
final class FrailDisk {
    enum Fault: Equatable, Sendable {
        /// No file can grow (ENOSPC).
        case full
        /// Nothing can be written (EIO).
        case writes
        /// What is written cannot be made durable (EIO on fsync).
        case syncs
    }

    struct Overwrite {
        var offset: Int
        var old: [UInt8]
        var oldSize: Int
        var new: [UInt8]
    }

    final class Contents {
        var bytes: [UInt8] = []
        /// What was written since the last synchronization.
        var unsynced: [Overwrite] = []
    }

    private(set) var files: [String: Contents] = [:]
    var fault: Fault?
    /// How many more writes and synchronizations the process lives.
    var writesUntilDeath: Int?
    /// Whether the process has died: nothing that it does reaches the disk any more.
    private(set) var isDead = false
    /// How often something was written or synchronized.
    private(set) var writes = 0

    func file(_ name: String) -> Contents? { files[name] }

    func make(_ name: String) -> Contents {
        let contents = files[name] ?? Contents()
        files[name] = contents
        return contents
    }

    func remove(_ name: String) {
        if !isDead {
            files[name] = nil
        }
    }

    /// Whether the process is alive after one more write.
    private func survives() -> Bool {
        writes += 1
        if let left = writesUntilDeath {
            writesUntilDeath = left - 1
            isDead = isDead || left <= 1
        }
        return !isDead
    }

    /// Writes, and returns what went wrong.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int, of file: Contents) -> Fault? {
        guard survives() else {
            return .writes
        }
        let end = offset + bytes.count
        if fault == .writes || fault == .full && end > file.bytes.count {
            return fault
        }
        let size = file.bytes.count
        let old = Array(file.bytes[min(offset, size)..<min(end, size)])
        file.unsynced.append(
            Overwrite(offset: offset, old: old, oldSize: size, new: Array(bytes))
        )
        if end > size {
            file.bytes += [UInt8](repeating: 0, count: end - size)
        }
        file.bytes.withUnsafeMutableBytes { $0[offset..<end].copyBytes(from: bytes) }
        return nil
    }

    func truncate(_ file: Contents, to size: Int) -> Fault? {
        guard survives() else {
            return .writes
        }
        guard fault != .writes, size <= file.bytes.count else {
            return fault ?? .writes
        }
        let cut = Array(file.bytes[size...])
        file.unsynced.append(
            Overwrite(offset: size, old: cut, oldSize: file.bytes.count, new: [])
        )
        file.bytes.removeSubrange(size...)
        return nil
    }

    func synchronize(_ file: Contents) -> Fault? {
        guard survives() else {
            return .writes
        }
        guard fault != .syncs, fault != .writes else {
            return fault
        }
        file.unsynced.removeAll(keepingCapacity: true)
        return nil
    }

    /// The process dies here and now.
    func die() {
        isDead = true
    }

    /// The next process starts; what broke stays broken.
    func revive() {
        isDead = false
        writesUntilDeath = nil
    }

    /// The power fails: of what was not synchronized each write is there or is not.
    func losePower(_ dice: inout Dice) {
        for name in files.keys.sorted() {
            guard let file = files[name], !file.unsynced.isEmpty else {
                continue
            }
            let writes = file.unsynced
            file.unsynced = []
            for write in writes.reversed() {
                undo(write, in: file)
            }
            for write in writes where dice.chance(50) {
                redo(write, in: file)
            }
        }
    }

    private func undo(_ write: Overwrite, in file: Contents) {
        if file.bytes.count > write.oldSize {
            file.bytes.removeSubrange(write.oldSize...)
        }
        let missing = write.oldSize - file.bytes.count
        if missing > 0 {
            file.bytes += [UInt8](repeating: 0, count: missing)
        }
        file.bytes.replaceSubrange(write.offset..<(write.offset + write.old.count), with: write.old)
    }

    private func redo(_ write: Overwrite, in file: Contents) {
        if write.new.isEmpty {
            if file.bytes.count > write.offset {
                file.bytes.removeSubrange(write.offset...)
            }
            return
        }
        let end = write.offset + write.new.count
        if end > file.bytes.count {
            file.bytes += [UInt8](repeating: 0, count: end - file.bytes.count)
        }
        file.bytes.replaceSubrange(write.offset..<end, with: write.new)
    }
}
