import Glibc

/// A key of 32 random bytes in a file of the state directory that only its owner may use.
///
/// A missing key is made. A file that other users could have read, written or put there is not
/// used: a new key replaces it, and everything that was made with the old key becomes invalid.
package struct KeyFile: Sendable {
    private static let length = 32

    package let bytes: [UInt8]
    /// What was wrong with the file, or why the key could not be written; `nil` if all went well.
    package let problem: String?

    /// Reads the key, or makes one; a key that cannot be written lasts for this run only.
    package init(_ name: String, in folder: String) {
        let path = "\(folder)/\(name)"
        let (kept, fault) = Self.read(path)
        if let kept {
            (bytes, problem) = (kept, nil)
            return
        }
        bytes = Self.random()
        if Self.write(bytes, to: path) {
            problem = fault.map { "'\(path)' is no key: \($0); a new one was made" }
        } else {
            let reason = String(cString: strerror(errno))
            problem = "'\(path)' cannot be written: \(reason); the key is for this run"
        }
    }

    static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<length).map { _ in .random(in: .min ... .max, using: &generator) }
    }

    /// Returns the key in the file, or what is wrong with the file; neither where there is no file.
    private static func read(_ path: String) -> (key: [UInt8]?, fault: String?) {
        // Without O_NONBLOCK, opening a named pipe would block the daemon.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return (nil, nil)
            case ELOOP: return (nil, "it is a link")
            default: return (nil, String(cString: strerror(errno)))
            }
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return (nil, "it is not a regular file")
        }
        guard status.st_uid == geteuid() else {
            return (nil, "it belongs to another user")
        }
        guard status.st_mode & 0o077 == 0 else {
            return (nil, "other users have access to it")
        }
        var bytes = [UInt8](repeating: 0, count: length + 1)
        guard Glibc.read(file, &bytes, bytes.count) == length else {
            return (nil, "it does not hold \(length) bytes")
        }
        return (Array(bytes.prefix(length)), nil)
    }

    /// Writes the key to a temporary file and renames that, so that nobody reads half a key.
    private static func write(_ key: [UInt8], to path: String) -> Bool {
        let unfinished = path + ".part"
        unlink(unfinished)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = open(unfinished, flags, mode_t(0o600))
        guard file >= 0 else {
            return false
        }
        let isWritten = Glibc.write(file, key, key.count) == key.count && fsync(file) == 0
        close(file)
        return isWritten && rename(unfinished, path) == 0
    }
}
