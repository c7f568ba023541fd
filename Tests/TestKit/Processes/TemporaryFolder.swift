import Foundation
import Glibc

/// A folder of a test's own, removed with everything in it when the test lets go of it.
package final class TemporaryFolder: Sendable {
    /// The folder's path; short, because a Unix socket's path has 107 bytes at most.
    package let path: String

    package init() throws {
        var template = Array("/tmp/rituald-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ProcessError("cannot make a temporary folder", errno: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file that only its owner may read, with the folders on the way to it, and returns
    /// its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
        chmod(url.path, 0o600)
        return url.path
    }
}
