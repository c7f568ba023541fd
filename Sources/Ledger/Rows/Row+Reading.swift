import CivilTime
import GRDB
import Delivery

extension Row {
    /// The value of a column that holds text.
    func text(_ column: String) throws(LedgerError) -> String {
        guard let text = try optionalText(column) else {
            throw .damaged("'\(column)' is empty")
        }
        return text
    }

    /// The value of a column that may hold text, or `nil` where it is empty.
    func optionalText(_ column: String) throws(LedgerError) -> String? {
        let value: DatabaseValue = self[column]
        guard value.isNull || String.fromDatabaseValue(value) != nil else {
            throw .damaged("'\(column)' is not text")
        }
        return String.fromDatabaseValue(value)
    }

    /// The value of a column that holds a number.
    func integer(_ column: String) throws(LedgerError) -> Int64 {
        let value: DatabaseValue = self[column]
        guard let integer = Int64.fromDatabaseValue(value) else {
            throw .damaged("'\(column)' is not a number")
        }
        return integer
    }

    /// The value of a column that may hold a number, or `nil` where it is empty.
    func optionalInteger(_ column: String) throws(LedgerError) -> Int64? {
        let value: DatabaseValue = self[column]
        return value.isNull ? nil : try integer(column)
    }

    /// The value of a column that holds a time, in seconds since 1970-01-01T00:00:00Z.
    func instant(_ column: String) throws(LedgerError) -> Instant {
        Instant(secondsSinceEpoch: try integer(column))
    }

    /// The value of a column that may hold a time, or `nil` where it is empty.
    func optionalInstant(_ column: String) throws(LedgerError) -> Instant? {
        let value: DatabaseValue = self[column]
        return value.isNull ? nil : try instant(column)
    }

    /// The value of a column that holds one of the words of `Value`.
    func word<Value: RawRepresentable>(
        _ column: String,
        as type: Value.Type
    ) throws(LedgerError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try text(column)) else {
            throw .damaged("'\(column)' holds an unknown word")
        }
        return value
    }

    /// The value of a column that holds a text `parse` can read.
    func parsed<Value>(
        _ column: String,
        with parse: (String) -> Value?
    ) throws(LedgerError) -> Value {
        guard let value = parse(try text(column)) else {
            throw .damaged("'\(column)' cannot be read")
        }
        return value
    }
}
