import Glibc

/// Where the calendars lie that a config names, and their bytes.
///
/// A path is absolute, or begins with `~/`, or is counted from the folder of the config.
package struct CalendarFiles: Sendable {
    /// Why a calendar cannot be read.
    struct Failure: Error {
        var message: String
    }

    /// The longest calendar that is read: as long as the reader of calendars takes it.
    private static let limit = 32 << 20

    /// The folder for which `~` stands; `nil` where there is none.
    private let home: String?

    package init(in environment: [String: String] = [:]) {
        home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The path that a config means.
    func path(_ given: String, in config: String) throws(Failure) -> String {
        guard !given.utf8.contains(0), !given.isEmpty else {
            throw Failure(message: "is no path")
        }
        if given.hasPrefix("/") {
            return given
        }
        if given.hasPrefix("~/") {
            guard let home else {
                throw Failure(message: "cannot be found: HOME is not set")
            }
            return home + given.dropFirst(1)
        }
        guard let slash = config.lastIndex(of: "/") else {
            return given
        }
        return config[...slash] + given
    }

    func read(_ path: String) throws(Failure) -> [UInt8] {
        // To open a pipe that nobody writes to would wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw Failure(
                message: errno == ENOENT
                    ? "cannot be read: there is no such file" : "cannot be opened"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(message: "is not a regular file")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR {
                continue
            }
            guard count >= 0 else {
                throw Failure(message: "cannot be read")
            }
            guard count > 0 else {
                return bytes
            }
            bytes += chunk[..<count]
        }
        throw Failure(message: "is longer than \(Self.limit) bytes")
    }
}

extension TableReader {
    /// The path that a text of the config means; reports where it means none.
    func path(_ given: Located<String>, _ files: CalendarFiles) -> String? {
        do {
            return try files.path(given.value, in: findings.file)
        } catch {
            findings.error("\(quoted(given.value)) \(error.message)", at: given)
            return nil
        }
    }
}
