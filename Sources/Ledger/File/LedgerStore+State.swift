import Delivery
import GRDB

extension LedgerStore {
    /// Whether transactions go to the file, and where they go if they do not.
    ///
    /// | state | event | next state |
    /// |---|---|---|
    /// | opening (`LedgerOpening`) | a sound file | `healthy` |
    /// | | a corrupt file: it is repaired | `healthy`; `degraded` where the folder cannot be written |
    /// | | a file that cannot be opened for now | `degraded`, on a copy of the files |
    /// | | another schema, another rituald, somebody else's file | nothing: the ledger is refused |
    /// | `healthy` | a write that fails for now (a full disk, a lock) | `degraded`, the file stays open |
    /// | | `flush` where the file was removed or replaced | `degraded`, and at once `healthy` with a new file |
    /// | | a page that is corrupt | `corrupt` |
    /// | `degraded` | `flush`, once the file can be written | `healthy` |
    /// | | `flush` that meets a corrupt page | `corrupt` |
    /// | `corrupt` | `repair` | `healthy`; `degraded` where the folder cannot be written |
    enum State {
        case healthy(OpenFile)
        case degraded(StandIn)
        /// The corrupt database is still read and written; `nil` once it is closed.
        case corrupt(reason: String, DatabaseQueue?)
    }

    /// The open file, and its identity when it was opened.
    struct OpenFile {
        var queue: DatabaseQueue
        /// `nil` for a database that was opened by its SQLite name alone.
        var identities: LedgerOpening.FileIdentities?
    }

    /// The copy in memory that stands in for the file.
    struct StandIn {
        enum Target {
            /// The file is open; the backlog is replayed on it.
            case open(OpenFile)
            /// The file is not open; once opened, the backlog is replayed if the file is still the
            /// one that was copied.
            case unopened(LedgerExtent)
            /// The file is lost or corrupt; the copy becomes the ledger's file.
            case replacement(LedgerOpening.Loss)
        }

        var memory: DatabaseQueue
        var target: Target
        /// Why the file is not written.
        var reason: String
        /// The transactions that are in the copy and not yet in the file.
        var backlog: [Change] = []
    }
}

extension LedgerStore.State {
    /// The database that is read and written.
    func queue() throws(LedgerError) -> DatabaseQueue {
        switch self {
        case .healthy(let file): return file.queue
        case .degraded(let standIn): return standIn.memory
        case .corrupt(_, let queue?): return queue
        case .corrupt(_, nil): throw .unavailable("it is closed")
        }
    }

    /// The open file, and the copy that stands in for it where there is one.
    var openFile: (LedgerStore.OpenFile, DatabaseQueue?)? {
        switch self {
        case .healthy(let file): return (file, nil)
        case .degraded(let standIn):
            guard case .open(let file) = standIn.target else {
                return nil
            }
            return (file, standIn.memory)
        case .corrupt: return nil
        }
    }

    /// Why transactions do not reach the disk; `nil` where they do.
    var degradedReason: String? {
        if case .degraded(let standIn) = self { standIn.reason } else { nil }
    }

    /// Why the file is corrupt; `nil` where no corruption was found.
    var corruption: String? {
        if case .corrupt(let reason, _) = self { reason } else { nil }
    }
}
