import Delivery
import GRDB

/// Opens, copies and checks the ledger's database.
enum LedgerConnection {
    /// Opens a connection that shares the file with no other.
    ///
    /// `locking_mode = EXCLUSIVE` before the first access keeps the wal-index in memory and other
    /// processes out (<https://sqlite.org/wal.html#noshm>); `synchronous = FULL` makes each commit
    /// outlive a power cut. `secure_delete` overwrites deleted rows with zeros.
    static func exclusive(_ path: String) throws -> DatabaseQueue {
        var configuration = plain
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    """
            )
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Opens a connection for reading a file that nobody else has open.
    static func reading(_ path: String) throws -> DatabaseQueue {
        try DatabaseQueue(path: path, configuration: plain)
    }

    /// Copies `source` into a database in memory; without a source the database is empty.
    static func memory(of source: DatabaseQueue?) throws -> DatabaseQueue {
        let memory = try DatabaseQueue(configuration: plain)
        try source?.backup(to: memory)
        return memory
    }

    private static var plain: Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .immediateError
        configuration.foreignKeysEnabled = true
        return configuration
    }

    /// Opens a file for writing, checkpoints the WAL of the last process, and creates missing
    /// tables.
    ///
    /// - Throws: `LedgerError` where the file is corrupt or has another schema.
    static func open(_ path: String, mayBeEmpty: Bool) throws -> DatabaseQueue {
        let queue = try exclusive(path)
        try queue.writeWithoutTransaction { database in
            try check(database, mayBeEmpty: mayBeEmpty)
            // If a process dies between a commit and its fsync, the next process reads the commit
            // from the page cache, but a power cut can still lose it.
            try checkpoint(database)
        }
        try Schema.migrator.migrate(queue)
        return queue
    }

    /// Reads the whole file, and throws where it is no sound database of this schema.
    ///
    /// The check is `integrity_check`, because `quick_check` skips indexes: the unique index on
    /// stages prevents a second decision, so it has to be compared with its table.
    static func check(_ database: Database, mayBeEmpty: Bool) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
        guard answer == "ok" else {
            throw LedgerError.corrupt(answer ?? "the integrity check returned nothing")
        }
        try Schema.check(database)
        guard try mayBeEmpty || !Schema.isEmpty(database) else {
            throw LedgerError.corrupt("it is empty, and there are backups of it")
        }
    }

    /// Checkpoints the WAL into the file and truncates the WAL.
    static func checkpoint(_ database: Database) throws {
        try database.checkpoint(.truncate)
    }
}

/// The counters and last ids of a ledger, to tell whether a file is still the one that was copied.
struct LedgerExtent: Equatable {
    private let values: [String]

    init(_ database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT machine, next_sequence, next_delivery, through,
                    (SELECT max(id) FROM decisions), (SELECT sum(attempts) FROM deliveries),
                    (SELECT max(id) FROM holds), (SELECT max(id) FROM repairs)
                FROM metadata
                """
        )
        values = row.map { $0.databaseValues.map(\.description) } ?? []
    }
}
