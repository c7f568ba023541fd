import Delivery
import GRDB

/// How the ledger's database is connected to.
enum LedgerConnection {
    /// One connection that shares the file with nobody.
    ///
    /// `locking_mode = EXCLUSIVE` before the first access keeps the wal-index in memory and other
    /// processes out (<https://sqlite.org/wal.html#noshm>); `synchronous = FULL` makes each
    /// commit outlive a power cut. `secure_delete` writes zeros over what is deleted.
    static func alone(with path: String) throws -> DatabaseQueue {
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

    /// A connection that only looks at a file nobody else has open.
    static func reading(_ path: String) throws -> DatabaseQueue {
        try DatabaseQueue(path: path, configuration: plain)
    }

    /// A database in memory with what `source` holds; an empty one where there is none.
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

    /// Opens a file for writing, brings what its last process wrote to the disk, and makes the tables where
    /// there are none.
    ///
    /// - Throws: `LedgerError` where the file is corrupt or has another schema.
    static func open(_ path: String, mayBeEmpty: Bool) throws -> DatabaseQueue {
        let queue = try alone(with: path)
        try queue.writeWithoutTransaction { database in
            try check(database, mayBeEmpty: mayBeEmpty)
            // A process that dies between a commit and its synchronization leaves what the next one reads from
            // the system's memory, and what a power cut after that would still take away.
            try checkpoint(database)
        }
        try Schema.migrator.migrate(queue)
        return queue
    }

    /// Reads the whole file, and throws where it is no sound database of this schema.
    ///
    /// `integrity_check` and not `quick_check`: the index over an occurrence's stages is what keeps a second
    /// decision out, so it is compared with its table.
    static func check(_ database: Database, mayBeEmpty: Bool) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
        guard answer == "ok" else {
            throw LedgerError.corrupt(answer ?? "the check says nothing")
        }
        try Schema.check(database)
        guard try mayBeEmpty || !Schema.isEmpty(database) else {
            throw LedgerError.corrupt("it is empty, and there are backups of it")
        }
    }

    /// Writes the WAL into the file, and empties it.
    static func checkpoint(_ database: Database) throws {
        try database.checkpoint(.truncate)
    }
}

/// How far a ledger goes: two that are not equal in this are not the same.
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
