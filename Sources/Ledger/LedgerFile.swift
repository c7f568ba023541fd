import GRDB
import Glibc
import Rituals

/// Where the ledger lies, and how its file is made and opened.
///
/// The directory is made with mode 0700 and the file with 0600; one that is there already keeps
/// its directory's mode, for that may be somebody else's, and has its own narrowed to 0600.
struct LedgerFile {
    static let name = "ledger.sqlite"

    let path: String

    init(directory: String) {
        path = directory.hasSuffix("/") ? directory + Self.name : "\(directory)/\(Self.name)"
    }

    /// Makes what is missing of the directory and the file.
    func prepare() throws(LedgerError) {
        try makeDirectories()
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
        guard descriptor >= 0 else {
            throw .unavailable("'\(path)': \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode_t(0o600)) == 0 else {
            throw .unavailable("'\(path)': \(String(cString: strerror(errno)))")
        }
    }

    private func makeDirectories() throws(LedgerError) {
        var made = ""
        for part in path.split(separator: "/").dropLast() {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
            let failed = mkdir(made, mode_t(0o700)) != 0
            let reason = errno
            // A directory that is there may be refused for another reason than that.
            guard !failed || access(made, F_OK) == 0 else {
                throw .unavailable("'\(made)': \(String(cString: strerror(reason)))")
            }
        }
    }

    /// One connection that shares the file with nobody.
    ///
    /// `locking_mode = EXCLUSIVE` before the first access keeps the wal-index in memory and other
    /// processes out (<https://sqlite.org/wal.html#noshm>); `synchronous = FULL` makes each
    /// commit outlive a power cut.
    func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .immediateError
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    """
            )
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
