import GRDB
import Delivery

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

    /// Reads the whole file, and throws `damaged` where it is no sound database.
    ///
    /// `integrity_check` and not `quick_check`: the index over (occurrence, stage, partner) is what
    /// keeps a second decision out, so it is compared with its table.
    static func check(_ database: Database) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
        guard answer == "ok" else {
            throw LedgerError.damaged(answer ?? "the check says nothing")
        }
    }

    /// Brings what the last process wrote to the disk, before anything is built upon it.
    ///
    /// A process that dies between a commit and its synchronization leaves what the next one reads
    /// from the system's memory, and what a power cut after that would still take away.
    static func settle(_ database: Database) throws {
        try database.checkpoint(.truncate)
    }

    /// Brings an older ledger up to date, and gives back the room that this leaves in its file.
    ///
    /// A disk without room for that is no reason not to go on: the pages are used again.
    static func migrate(_ queue: DatabaseQueue) throws {
        try Schema.migrator.migrate(queue)
        try? queue.writeWithoutTransaction { database in
            let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            guard free * 4 > pages else {
                return
            }
            try database.execute(sql: "VACUUM")
            try settle(database)
        }
    }

    /// Throws `newerSchema` where the file has a migration that this version does not know.
    static func refuseNewer(_ database: Database) throws {
        let migrator = Schema.migrator
        let applied = try migrator.appliedIdentifiers(database)
        if let unknown = applied.subtracting(migrator.migrations).min() {
            throw LedgerError.newerSchema(found: unknown)
        }
    }
}
