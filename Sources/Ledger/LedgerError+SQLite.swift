import Delivery
import GRDB

extension LedgerError {
    /// Runs `body`, and translates an error of SQLite to a `LedgerError`.
    ///
    /// The error has SQLite's message, but neither the statement nor its values, which can be
    /// private.
    static func translating<Value>(_ body: () throws -> Value) throws(LedgerError) -> Value {
        do {
            return try body()
        } catch let error as LedgerError {
            throw error
        } catch let error as DatabaseError {
            throw error.isCorruption ? .corrupt(error.reason) : .unavailable(error.reason)
        } catch {
            throw .unavailable("a value cannot be read or written")
        }
    }

    /// Whether the file cannot be opened or written now, but may be later.
    static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: error.isTransient
        case LedgerError.unavailable: true
        default: false
        }
    }

    /// Whether another process has locked the file.
    static func isLock(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.resultCode.primaryResultCode == .SQLITE_BUSY
    }

    /// The reason, if the error says that the file is corrupt; else `nil`.
    static func corruption(_ error: any Error) -> String? {
        switch error {
        case LedgerError.corrupt(let reason): reason
        case let error as DatabaseError where error.isCorruption: error.reason
        default: nil
        }
    }

    /// A short reason why the file cannot be used, without the statement and its values.
    static func reason(of error: any Error) -> String {
        switch error {
        case LedgerError.unavailable(let reason): reason
        case let error as LedgerError: error.description
        case let error as DatabaseError: error.reason
        default: "a file cannot be copied"
        }
    }
}

extension DatabaseError {
    /// The reason, without the statement and its values.
    var reason: String {
        switch resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program has it open"
        default: message ?? "\(resultCode)"
        }
    }

    /// Whether the file is not a sound database.
    var isCorruption: Bool {
        let code = resultCode.primaryResultCode
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    /// Whether the file cannot be written now, and may be later: a full or read-only disk, an
    /// input or output error, a lock that another program holds.
    var isTransient: Bool {
        switch resultCode.primaryResultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM,
            .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_NOLFS:
            true
        default: false
        }
    }
}
