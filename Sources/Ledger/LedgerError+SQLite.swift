import GRDB
import Rituals

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

    private init(_ error: DatabaseError) {
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(reason)
        default: self = .unavailable(reason)
        }
    }
}
