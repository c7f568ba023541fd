import Emitters
import Foundation
import Glibc

/// Locks a state directory against a second rituald, even if the directory is removed meanwhile.
///
/// The lock is on a file elsewhere, named by a hash of the directory's canonical path: a file in
/// the directory would be removed with it. The kernel releases the lock when the process ends.
final class StateLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - directory: the state directory, which need not exist.
    ///   - folders: the folders for the lock's file, of which the first usable one is taken.
    /// - Throws: `StateInUse` where another process holds the lock, `SystemError` where no folder
    ///   can be used.
    init(on directory: String, in folders: [String]) throws {
        let path = Self.canonical(directory)
        let name = "state-\(Fingerprint.of([path])).lock"
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        var failure: SystemError?
        for folder in folders {
            try? FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let file = open("\(folder)/\(name)", flags, mode_t(0o600))
            guard file >= 0 else {
                failure = failure ?? SystemError("cannot lock '\(path)' in '\(folder)'")
                continue
            }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                defer { close(file) }
                guard code == EWOULDBLOCK else {
                    failure =
                        failure ?? SystemError("cannot lock '\(path)' in '\(folder)'", code: code)
                    continue
                }
                throw StateInUse(directory: directory, process: Self.process(in: file))
            }
            let text = Array("\(getpid())\n".utf8)
            // The process id is only for messages, so a failure to write it is ignored.
            if ftruncate(file, 0) == 0 {
                _ = pwrite(file, text, text.count, 0)
            }
            descriptor = file
            return
        }
        throw failure ?? SystemError("cannot lock '\(path)'", code: ENOENT)
    }

    deinit {
        // A child process that is just being started still has the descriptor, and so the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func process(in file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &bytes, bytes.count, 0)
        return Int32(
            String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self)
        )
    }

    /// The path without links, dots and doubled slashes; for a missing path, that of its nearest
    /// folder that exists, and the rest.
    private static func canonical(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let root = path.hasPrefix("/") ? "/" : "./"
        for count in (0...parts.count).reversed() {
            let start = root + parts.prefix(count).joined(separator: "/")
            if let resolved = realpath(start, nil) {
                defer { free(resolved) }
                let rest = parts.dropFirst(count).filter { $0 != "." }
                let known = String(cString: resolved)
                return ([known == "/" ? "" : known] + rest).joined(separator: "/")
            }
        }
        return path
    }
}

/// Another rituald has locked the state directory.
struct StateInUse: Error, CustomStringConvertible {
    var directory: String
    var process: Int32?

    var description: String {
        let stop = "stop it with 'systemctl --user stop rituald.socket rituald'"
        guard let process else {
            return "another rituald uses '\(directory)'; \(stop)"
        }
        return
            "another rituald, process \(process), uses '\(directory)'; \(stop) or 'kill \(process)'"
    }
}
