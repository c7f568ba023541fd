import Foundation
import Glibc
import Delivery
import Planning

/// The state directory, created where it is missing and locked by one rituald at a time.
///
/// The directory is created with mode 0700 and the file with 0600. An existing directory keeps its
/// mode; the mode of an existing file is narrowed to 0600.
///
/// A directory or file of another user is an error (`foreign`) and is left untouched. A symbolic
/// link is followed if the link, its directory and its target belong to the user.
///
/// The lock is flock(2) on the directory, which needs no write permission and ends with the
/// process. Another rituald holds that lock; another program that has the file open does not.
final class LedgerFolder: Sendable {
    static let name = "ledger.sqlite"

    let directory: String
    /// Whether this process holds the lock; a network file system may not support one.
    let isHeld: Bool
    private let descriptor: Int32

    /// Creates, checks and locks the directory.
    ///
    /// - Throws: `inUse` where another rituald holds the lock, `foreign` where the directory is
    ///   another user's, `unavailable` where it cannot be created or opened.
    init(_ directory: String) throws(LedgerError) {
        self.directory = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        try Self.makeDirectories(self.directory)
        descriptor = Glibc.open(self.directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unavailable("'\(self.directory)': \(String(cString: strerror(errno)))")
        }
        do throws(LedgerError) {
            try Self.checkOwner(of: descriptor, self.directory)
        } catch {
            close(descriptor)
            throw error
        }
        isHeld = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        guard isHeld || errno != EWOULDBLOCK else {
            close(descriptor)
            throw .inUse
        }
    }

    deinit {
        // A child process that is just being started still has the descriptor, and so the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    var file: String { path(Self.name) }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Creates the file where it is missing, and narrows its mode to 0600.
    func prepare(_ path: String) throws(LedgerError) {
        try checkLink(path)
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else {
            throw .unavailable("'\(path)': \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        try Self.checkOwner(of: descriptor, path)
        guard fchmod(descriptor, mode_t(0o600)) == 0 else {
            throw .unavailable("'\(path)': \(String(cString: strerror(errno)))")
        }
    }

    /// Refuses a symbolic link of another user, and one that leads to another user's file.
    private func checkLink(_ path: String) throws(LedgerError) {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
            try Self.check(status, "the link '\(path)'")
        }
        if stat(path, &status) == 0 {
            try Self.check(status, "'\(path)'")
        }
    }

    private static func checkOwner(of descriptor: Int32, _ path: String) throws(LedgerError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unavailable("'\(path)': \(String(cString: strerror(errno)))")
        }
        try check(status, "'\(path)'")
    }

    private static func check(_ status: stat, _ what: String) throws(LedgerError) {
        guard status.st_uid == geteuid() else {
            throw .foreign(
                "\(what) belongs to another user (uid \(status.st_uid)), and it has to be yours"
            )
        }
    }

    /// Whether there is a file of that name.
    func has(_ name: String) -> Bool {
        access(path(name), F_OK) == 0
    }

    /// Renames a file within the directory, and returns once the rename is on disk.
    func rename(_ name: String, to other: String) throws(LedgerError) {
        guard Glibc.rename(path(name), path(other)) == 0 else {
            throw .unavailable("'\(path(other))': \(String(cString: strerror(errno)))")
        }
        fsync(descriptor)
    }

    /// The names of all files in the directory.
    func names() throws(LedgerError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw .unavailable("'\(directory)' cannot be read")
        }
    }

    /// Removes a file if it exists.
    func remove(_ name: String) {
        unlink(path(name))
    }

    /// Opens a file for reading.
    func open(_ name: String) throws(LedgerError) -> (file: Int32, length: Int) {
        let file = Glibc.open(path(name), O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else {
            throw .unavailable("'\(path(name))': \(String(cString: strerror(errno)))")
        }
        return (file, Int(status.st_size))
    }

    /// Flushes the file to the disk with fsync(2).
    func synchronize(_ name: String) throws(LedgerError) {
        let file = try open(name).file
        defer { close(file) }
        guard fsync(file) == 0 else {
            throw .unavailable("'\(path(name))': \(String(cString: strerror(errno)))")
        }
    }

    /// The identity of a file on this machine: its device and inode number.
    struct FileIdentity: Equatable {
        var device: UInt64
        var number: UInt64
    }

    /// Returns the identity of the file of a name; `nil` where there is none.
    ///
    /// - Throws: `unavailable` where the file's status cannot be read.
    func identity(of name: String) throws(LedgerError) -> FileIdentity? {
        var status = stat()
        guard stat(path(name), &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else {
                throw .unavailable("'\(path(name))': \(String(cString: strerror(errno)))")
            }
            return nil
        }
        return FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    /// Makes the directory again where it was removed.
    func makeAgain() throws(LedgerError) {
        try Self.makeDirectories(directory)
    }

    /// When the file was last written, in seconds since 1970; `nil` where there is none.
    func modified(_ name: String) -> Int64? {
        var status = stat()
        return stat(path(name), &status) == 0 ? Int64(status.st_mtim.tv_sec) : nil
    }

    private static func makeDirectories(_ path: String) throws(LedgerError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
            let failed = mkdir(made, mode_t(0o700)) != 0
            let reason = errno
            // For an existing directory, mkdir(2) may report another error than EEXIST.
            guard !failed || access(made, F_OK) == 0 else {
                throw .unavailable("'\(made)': \(String(cString: strerror(reason)))")
            }
        }
    }
}
