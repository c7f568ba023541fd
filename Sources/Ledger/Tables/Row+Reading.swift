import CivilTime
import Delivery
import GRDB
import Household

// GRDB traps on a value of an unexpected type; these accessors throw `LedgerError.corrupt` instead.

extension Row {
    /// The value of a column that holds text.
    func text(_ column: String) throws(LedgerError) -> String {
        guard let text = try optionalText(column) else {
            throw .corrupt("'\(column)' is empty")
        }
        return text
    }

    /// The value of a column that may hold text, or `nil` where it is empty.
    func optionalText(_ column: String) throws(LedgerError) -> String? {
        let value: DatabaseValue = self[column]
        guard value.isNull || String.fromDatabaseValue(value) != nil else {
            throw .corrupt("'\(column)' is not text")
        }
        return String.fromDatabaseValue(value)
    }

    /// The value of a column that holds a number.
    func integer(_ column: String) throws(LedgerError) -> Int64 {
        let value: DatabaseValue = self[column]
        guard let integer = Int64.fromDatabaseValue(value) else {
            throw .corrupt("'\(column)' is not a number")
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
        try optionalInteger(column).map(Instant.init(secondsSinceEpoch:))
    }

    /// The value of a column that holds one of the words of `Value`.
    func word<Value: RawRepresentable>(
        _ column: String,
        as type: Value.Type
    ) throws(LedgerError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try text(column)) else {
            throw .corrupt("'\(column)' holds an unknown word")
        }
        return value
    }

    /// The value of a column that may hold a text which `parse` can read, or `nil` where it is empty.
    func optionalParsed<Value>(
        _ column: String,
        with parse: (String) -> Value?
    ) throws(LedgerError) -> Value? {
        guard let text = try optionalText(column) else {
            return nil
        }
        guard let value = parse(text) else {
            throw .corrupt("'\(column)' cannot be read")
        }
        return value
    }

    /// The occurrence that the columns `ritual` and `start` name.
    func occurrence() throws(LedgerError) -> OccurrenceKey {
        guard let key = OccurrenceKey(parsing: "\(try text("ritual"))@\(try text("start"))") else {
            throw .corrupt("'start' cannot be read")
        }
        return key
    }

    /// The stage that the columns `ritual`, `start`, `stage` and `partner` name.
    func stageKey() throws(LedgerError) -> StageKey {
        guard let stage = Stage(parsing: try text("stage")) else {
            throw .corrupt("'stage' cannot be read")
        }
        return StageKey(occurrence: try occurrence(), stage: stage, partner: try text("partner"))
    }
}

extension OccurrenceKey {
    /// The scheduled local start as the column `start` has it.
    ///
    /// The text is `2026-01-09T19:00`, followed by `+2` for the second of a fold, and sorts like
    /// the starts.
    var startText: String { "\(start.short)\(isSecondOfFold ? "+2" : "")" }

    /// The values of `ritual` and `start`.
    var place: StatementArguments { [ritual, startText] }
}

extension PersistenceContainer {
    /// Sets `ritual` and `start`.
    mutating func set(_ key: OccurrenceKey) {
        self["ritual"] = key.ritual
        self["start"] = key.startText
    }

    /// Sets `ritual`, `start`, `stage` and `partner`.
    mutating func set(_ key: StageKey) {
        set(key.occurrence)
        self["stage"] = key.stage.description
        self["partner"] = key.partner
    }
}
