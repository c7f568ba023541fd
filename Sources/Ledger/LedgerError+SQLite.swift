import GRDB
import Delivery

extension LedgerError {
    /// Runs `body` and says what SQLite did not like in the words of the ledger.
    ///
    /// SQLite's own message names tables and reasons; the statement and its values are left out.
    static func translating<Value>(_ body: () throws -> Value) throws(LedgerError) -> Value {
        do {
            return try body()
        } catch let error as LedgerError {
            throw error
        } catch let error as DatabaseError {
            throw LedgerError(error)
        } catch {
            throw .unavailable("a value cannot be read or written")
        }
    }

    /// Whether the file cannot be opened or written now, and may be later.
    static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: error.isPassing
        case LedgerError.unavailable: true
        default: false
        }
    }

    /// Whether a lock is in the way.
    static func isLock(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.resultCode.primaryResultCode == .SQLITE_BUSY
    }

    /// Why the file cannot be used, in a few words and without the ledger's own.
    static func reason(of error: any Error) -> String {
        switch error {
        case LedgerError.unavailable(let reason): reason
        case let error as LedgerError: error.description
        case let error as DatabaseError: error.cause
        default: "a file cannot be copied"
        }
    }

    private init(_ error: DatabaseError) {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(error.cause)
        default: self = .unavailable(error.cause)
        }
    }
}

extension DatabaseError {
    fileprivate var cause: String {
        switch resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program has it open"
        default: message ?? "\(resultCode)"
        }
    }
}
