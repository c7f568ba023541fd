import GRDB
import Delivery
import Planning
import Synchronization

/// Where transactions go: into the file, or, while that cannot be written, into a copy in memory.
///
/// What the file could not take is kept as the same transactions, in their order. They are run on the
/// file in one transaction when it can be written again. The copy began as what the file held, so
/// they come to the same there, down to the numbers of the rows.
final class LedgerStore: Sendable {
    typealias Change = @Sendable (Database) throws -> Void
    /// Opens the file for writing.
    typealias Opening = @Sendable () throws -> DatabaseQueue

    /// Why the copy is to become a file of its own.
    enum Loss {
        /// The file was found damaged, and could not be set aside yet.
        case damage
        /// The open file has its name no more.
        case gone
    }

    fileprivate struct State {
        /// The file; `nil` while it could not be opened.
        var file: DatabaseQueue?
        /// Where the file lay when it was opened.
        var places: LedgerOpening.Places?
        /// What the copy began as, where its file has to be opened yet.
        var origin: [Int64]?
        /// Whether the copy is to become a file of its own, since the one it was made of is lost.
        var loss: Loss?
        /// The copy that stands in for it.
        var memory: DatabaseQueue?
        /// What the copy has and the file has not.
        var owed: [Change] = []
        var trouble: String?
        var damage: String?
        /// What was mended and not yet told.
        var repair: LedgerRepair?
    }

    private let state: Mutex<State>
    private let open: Opening
    /// `nil` for a file that SQLite alone knows how to find.
    private let opening: LedgerOpening?

    /// A store over a file that is open and that SQLite alone knows how to find.
    init(_ file: DatabaseQueue, open: @escaping Opening) {
        state = Mutex(State(file: file))
        self.open = open
        opening = nil
    }

    /// A store over a file that is open.
    init(_ file: DatabaseQueue, _ repair: LedgerRepair?, _ opening: LedgerOpening) {
        state = Mutex(State(file: file, places: opening.places, repair: repair))
        self.opening = opening
        open = { try opening.open().queue }
    }

    /// A store over a copy of a file that cannot be opened now, and why not.
    init(copy: LedgerOpening.Copy, because trouble: String, _ opening: LedgerOpening) {
        state = Mutex(State(copy, because: trouble))
        self.opening = opening
        open = { try opening.open().queue }
    }

    var trouble: String? { state.withLock { $0.trouble } }
    var damage: String? { state.withLock { $0.damage } }

    /// What is read and written now.
    var queue: DatabaseQueue {
        get throws(LedgerError) {
            guard let queue = state.withLock({ $0.memory ?? $0.file }) else {
                throw .unavailable("it is closed")
            }
            return queue
        }
    }

    /// Runs `change` in one transaction.
    func write<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        try LedgerError.translating {
            try state.withLock { state in
                do {
                    return try Self.write(change, &state)
                } catch let error as DatabaseError where error.isDamage {
                    state.damage = error.message ?? "\(error.resultCode)"
                    throw error
                }
            }
        }
    }

    private static func write<Value: Sendable>(
        _ change: @escaping @Sendable (Database) throws -> Value,
        _ state: inout State
    ) throws -> Value {
        if state.memory == nil {
            guard let file = state.file else {
                throw LedgerError.unavailable("it is closed")
            }
            do {
                return try file.write(change)
            } catch let error as DatabaseError where error.isPassing {
                state.memory = try LedgerConnection.memory(of: file)
                state.trouble = LedgerError.reason(of: error)
            }
        }
        guard let memory = state.memory else {
            throw LedgerError.unavailable("it is closed")
        }
        let value = try memory.write(change)
        state.owed.append { _ = try change($0) }
        return value
    }

    /// Runs `change`, which erases, on the file alone, and returns when nothing of that is left in it.
    ///
    /// `secure_delete` has zeros where rows were; to be compacted, the file is written anew as well.
    /// What stays in memory cannot be erased from a file that cannot be written.
    func erase<Value: Sendable>(
        compacting: Bool,
        _ change: (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        try LedgerError.translating {
            try state.withLock { state in
                guard state.memory == nil, state.damage == nil, let file = state.file else {
                    throw LedgerError.unavailable(state.trouble ?? state.damage ?? "it is closed")
                }
                do {
                    let value = try file.write(change)
                    try file.writeWithoutTransaction { database in
                        if compacting {
                            try database.execute(sql: "VACUUM")
                        }
                        try LedgerConnection.settle(database)
                    }
                    return value
                } catch let error as DatabaseError where error.isDamage {
                    state.damage = error.message ?? "\(error.resultCode)"
                    throw error
                }
            }
        }
    }

    /// Empties the WAL into the file.
    func settle() throws {
        try state.withLock { state in
            guard state.memory == nil else {
                return
            }
            try state.file?.writeWithoutTransaction(LedgerConnection.settle)
        }
    }

    /// Runs `body`, which only reads.
    func read<Value: Sendable>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        try LedgerError.translating {
            try state.withLock { state in
                guard let queue = state.memory ?? state.file else {
                    throw LedgerError.unavailable("it is closed")
                }
                do {
                    // Calls come one after another, so what is read hangs together as it is; and
                    // `read` would parse four statements more each time.
                    return try queue.unsafeRead(body)
                } catch let error as DatabaseError where error.isDamage {
                    state.damage = error.message ?? "\(error.resultCode)"
                    throw error
                }
            }
        }
    }

    /// Writes to the file what it owes, if it can be written.
    ///
    /// A file that was removed or replaced while it was open is made anew: what is written to it
    /// would be gone with this process.
    func catchUp() {
        state.withLock { state in
            do {
                try leaveLostFile(&state)
                guard let memory = state.memory else {
                    return
                }
                if let loss = state.loss, let opening {
                    let file = try opening.install(memory, after: loss)
                    state = State(
                        file: file,
                        places: opening.places,
                        damage: state.damage,
                        repair: state.repair
                    )
                } else {
                    let file = try state.file ?? open()
                    state.file = file
                    state.places = opening?.places
                    try Self.settle(memory, file, &state)
                }
            } catch {
                state.trouble = LedgerError.reason(of: error)
            }
        }
    }

    /// Goes on in memory where the open file has its name no more.
    private func leaveLostFile(_ state: inout State) throws {
        guard let opening, let places = state.places, let file = state.file,
            try opening.isLost(places)
        else {
            return
        }
        if state.memory == nil {
            state.memory = try LedgerConnection.memory(of: file)
        }
        state.trouble = "its file was removed or replaced"
        state.loss = .gone
        state.places = nil
        state.file = nil
        state.owed = []
        try file.close()
        try opening.removeWAL(of: places)
    }

    private static func settle(
        _ memory: DatabaseQueue,
        _ file: DatabaseQueue,
        _ state: inout State
    ) throws {
        do {
            if let origin = state.origin, try file.read(SQLiteLedger.extent) != origin {
                throw LedgerError.unavailable("it is another one")
            }
            try file.write { database in
                for change in state.owed {
                    try change(database)
                }
            }
        } catch let error as DatabaseError where error.isPassing || error.isDamage {
            if error.isDamage {
                state.damage = error.message ?? "\(error.resultCode)"
            }
            throw error
        } catch {
            // It is not the file that was copied: what was decided since stands.
            try memory.backup(to: file)
        }
        state.memory = nil
        state.origin = nil
        state.owed = []
        state.trouble = nil
    }

    /// Lets go of a damaged file, has `opening` mend it, and goes on with what that comes to; in
    /// memory where the folder cannot be written.
    ///
    /// `change` is made in what comes of it.
    func mend(
        with opening: LedgerOpening,
        _ change: @escaping Change
    ) throws(LedgerError) {
        try LedgerError.translating {
            try state.withLock { state in
                guard let reason = state.damage else {
                    return
                }
                try? state.file?.close()
                state = State(damage: reason)
                do {
                    let (file, repair) = try opening.mend(reason)
                    try file.write(change)
                    state = State(file: file, places: opening.places, repair: repair)
                } catch  where LedgerError.isPassing(error) {
                    let copy = try opening.backup(because: reason)
                    try copy.queue.write(change)
                    let trouble = LedgerError.reason(of: error)
                    state = State(copy, because: trouble)
                }
            }
        }
    }

    /// Notes that the file was found damaged.
    func note(damage: DatabaseError) {
        state.withLock { $0.damage = damage.message ?? "\(damage.resultCode)" }
    }

    /// What was mended since it was last asked.
    func takeRepair() -> LedgerRepair? {
        state.withLock { state in
            defer { state.repair = nil }
            return state.repair
        }
    }
}

extension LedgerStore.State {
    fileprivate init(_ copy: LedgerOpening.Copy, because trouble: String) {
        self.init(
            origin: try? copy.queue.read(SQLiteLedger.extent),
            loss: copy.isRepaired ? .damage : nil,
            memory: copy.queue,
            trouble: trouble,
            repair: copy.repair
        )
    }
}
