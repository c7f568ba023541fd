import Glibc

/// Whether what is written to a descriptor lands in the journal.
package enum JournalStream {
    /// `name` is `$JOURNAL_STREAM`: the device and the inode of the journal's stream (systemd.exec(5)).
    package static func isBehind(_ descriptor: Int32, named name: String?) -> Bool {
        guard let parts = name?.split(separator: ":"), parts.count == 2 else {
            return false
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            return false
        }
        return UInt64(parts[0]) == UInt64(status.st_dev)
            && UInt64(parts[1]) == UInt64(status.st_ino)
    }
}
