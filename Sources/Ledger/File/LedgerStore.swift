import Delivery
import GRDB
import Synchronization

/// Runs transactions on the file or, while the file cannot be written, on a copy in memory.
///
/// While the ledger is degraded, each transaction that is not on disk yet is kept as a closure and
/// replayed once the file can be written. The copy starts out equal to the file, so a replay has
/// the same result, down to the row ids.
final class LedgerStore: Sendable {
    typealias Change = @Sendable (Database) throws -> Void

    private struct Contents {
        var state: State
        /// A repair that `takeRepair` has not handed out yet.
        var repair: LedgerRepair?
    }

    private let contents: Mutex<Contents>
    /// `nil` for a database that was opened by its SQLite name alone.
    private let opening: LedgerOpening?

    init(_ state: State, repair: LedgerRepair? = nil, _ opening: LedgerOpening? = nil) {
        contents = Mutex(Contents(state: state, repair: repair))
        self.opening = opening
    }

    var degradedReason: String? { contents.withLock { $0.state.degradedReason } }
    var corruption: String? { contents.withLock { $0.state.corruption } }

    /// The database that is read and written now.
    var queue: DatabaseQueue {
        get throws(LedgerError) { try contents.withLock { $0.state }.queue() }
    }

    // MARK: - Transactions

    /// Runs `change` in one transaction.
    func write<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        try access { state in
            if case .healthy(let file) = state {
                do {
                    return try file.queue.write(change)
                } catch let error as DatabaseError where error.isTransient {
                    let memory = try LedgerConnection.memory(of: file.queue)
                    let reason = LedgerError.reason(of: error)
                    state = .degraded(
                        StandIn(memory: memory, target: .open(file), reason: reason)
                    )
                }
            }
            let value = try state.queue().write(change)
            if case .degraded(var standIn) = state {
                standIn.backlog.append { _ = try change($0) }
                state = .degraded(standIn)
            }
            return value
        }
    }

    /// Runs `body`, which only reads.
    func read<Value: Sendable>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        // Calls are serialized, so a read is consistent without a transaction, for which GRDB's
        // `read` would run four more statements.
        try access { try $0.queue().unsafeRead(body) }
    }

    /// Runs an erasing `change` on the file, and returns once the erased bytes are gone from the
    /// file and its WAL.
    ///
    /// `secure_delete` overwrites deleted rows with zeros; `compacting` also rewrites the file with
    /// `VACUUM`.
    ///
    /// - Throws: `unavailable` while the ledger is degraded or corrupt, since the file would keep
    /// the rows.
    func erase<Value: Sendable>(
        compacting: Bool,
        _ change: (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        try access { state in
            guard case .healthy(let file) = state else {
                let reason = state.degradedReason ?? state.corruption
                throw LedgerError.unavailable(reason ?? "it is closed")
            }
            let value = try file.queue.write(change)
            try file.queue.writeWithoutTransaction { database in
                if compacting {
                    try database.execute(sql: "VACUUM")
                }
                try LedgerConnection.checkpoint(database)
            }
            return value
        }
    }

    /// Runs `body` on the database in use, be that the file or the copy in memory.
    func withQueue<Value: Sendable>(_ body: (DatabaseQueue) throws -> Value) throws(LedgerError)
        -> Value
    {
        try access { try body($0.queue()) }
    }

    /// Runs `body` on the file, unless the ledger is degraded or corrupt; returns whether it ran.
    func withHealthyFile(_ body: (DatabaseQueue) throws -> Void) throws(LedgerError) -> Bool {
        try access { state in
            guard case .healthy(let file) = state else {
                return false
            }
            try body(file.queue)
            return true
        }
    }

    /// Runs `body`; an error of SQLite that says the database is corrupt makes the state `corrupt`.
    private func access<Value: Sendable>(
        _ body: (inout State) throws -> Value
    ) throws(LedgerError) -> Value {
        try LedgerError.translating {
            try contents.withLock { contents in
                do {
                    return try body(&contents.state)
                } catch let error as DatabaseError where error.isCorruption {
                    contents.state = .corrupt(reason: error.reason, try? contents.state.queue())
                    throw error
                }
            }
        }
    }

    // MARK: - Flushing

    /// Replays the backlog on the file, if the file can be written.
    ///
    /// If the open file was removed or replaced, a new file is written: what is written to the old
    /// one is lost when this process ends.
    func flush() {
        contents.withLock { contents in
            leaveLostFile(&contents.state)
            guard case .degraded(var standIn) = contents.state else {
                return
            }
            do {
                contents.state = .healthy(try write(standIn.backlog, of: standIn))
            } catch let error as DatabaseError where error.isCorruption {
                contents.state = .corrupt(reason: error.reason, standIn.memory)
            } catch {
                standIn.reason = LedgerError.reason(of: error)
                contents.state = .degraded(standIn)
            }
        }
    }

    /// Switches to the copy in memory if the open file was removed or replaced.
    private func leaveLostFile(_ state: inout State) {
        guard let (file, memory) = state.openFile else {
            return
        }
        // If this check fails, or memory is short, the next flush checks again.
        guard let opening, let identities = file.identities,
            (try? opening.isLost(identities)) ?? false,
            let copy = try? memory ?? LedgerConnection.memory(of: file.queue)
        else {
            return
        }
        try? file.queue.close()
        try? opening.removeWAL(of: identities)
        state = .degraded(
            StandIn(
                memory: copy,
                target: .replacement(.gone),
                reason: "its file was removed or replaced"
            )
        )
    }

    /// Writes the backlog, or the whole copy, to the file; returns the open file.
    private func write(_ backlog: [Change], of standIn: StandIn) throws -> OpenFile {
        switch standIn.target {
        case .open(let file):
            try replay(backlog, of: standIn, on: file)
            return file
        case .unopened(let extent):
            guard let opening else {
                throw LedgerError.unavailable("it is closed")
            }
            guard let file = try opening.openSoundFile() else {
                return try opening.install(standIn.memory, after: .gone)
            }
            let isCopied = try file.queue.read { try LedgerExtent($0) } == extent
            try replay(isCopied ? backlog : nil, of: standIn, on: file)
            return file
        case .replacement(let loss):
            guard let opening else {
                throw LedgerError.unavailable("it is closed")
            }
            return try opening.install(standIn.memory, after: loss)
        }
    }

    /// Replays the backlog on the file in one transaction.
    ///
    /// Where the file is not the one that was copied, the copy replaces the file's content, so that
    /// every decision made since stands.
    private func replay(_ backlog: [Change]?, of standIn: StandIn, on file: OpenFile) throws {
        if let backlog {
            do {
                return try file.queue.write { database in
                    for change in backlog {
                        try change(database)
                    }
                }
            } catch let error as DatabaseError where error.isTransient || error.isCorruption {
                throw error
            } catch {
                // Another program has changed the file, so the copy replaces its content.
            }
        }
        try standIn.memory.backup(to: file.queue)
    }

    // MARK: - Repairing

    /// Closes a corrupt file, repairs it, and continues with the result; in memory where the folder
    /// cannot be written.
    ///
    /// `change` runs on the repaired database.
    func repair(_ change: @escaping Change) throws(LedgerError) {
        try LedgerError.translating {
            try contents.withLock { contents in
                guard let opening, case .corrupt(let reason, let queue) = contents.state else {
                    return
                }
                try? queue?.close()
                contents.state = .corrupt(reason: reason, nil)
                let repaired = try opening.repair(reason)
                try repaired.state.queue().write(change)
                contents = Contents(state: repaired.state, repair: repaired.repair)
            }
        }
    }

    /// Returns the last repair once, and `nil` until there is another.
    func takeRepair() -> LedgerRepair? {
        contents.withLock { contents in
            defer { contents.repair = nil }
            return contents.repair
        }
    }
}
