import Foundation
import Glibc

/// The files that this process has open.
package enum OpenFiles {
    /// Duplicates the descriptor of what is open at `path`, as a child does between fork and exec.
    ///
    /// - Returns: `nil` where nothing is open there.
    package static func duplicate(at path: String) -> Int32? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let path = String(cString: real)
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let descriptor = (names ?? []).first { name in
            let file = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(name)"
            )
            return file == path
        }
        return descriptor.flatMap { Int32($0) }.map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    }
}
