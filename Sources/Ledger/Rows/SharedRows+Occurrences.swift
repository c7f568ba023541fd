import CivilTime
import GRDB
import Delivery
import Household

extension SharedRows {
    /// The number of an occurrence, which gets one where it has none.
    func number(of key: OccurrenceKey) throws -> Int64 {
        if let known = occurrences[key] {
            return known
        }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO occurrences (ritual, start, fold) VALUES (?, ?, ?)
                ON CONFLICT (ritual, start, fold) DO NOTHING RETURNING id
                """
        )
        let written = try Int64.fetchOne(
            statement,
            arguments: [number(of: key.ritual), key.start.localSeconds, key.isSecondOfFold]
        )
        guard let number = try written ?? knownNumber(of: key) else {
            throw LedgerError.damaged("an occurrence is missing")
        }
        occurrences[key] = number
        return number
    }

    /// The number of an occurrence; `nil` where no row can have it.
    func knownNumber(of key: OccurrenceKey) throws -> Int64? {
        if let known = occurrences[key] {
            return known
        }
        guard let ritual = try knownNumber(of: key.ritual) else {
            return nil
        }
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM occurrences WHERE ritual = ? AND start = ? AND fold = ?"
        )
        let number = try Int64.fetchOne(
            statement,
            arguments: [ritual, key.start.localSeconds, key.isSecondOfFold]
        )
        occurrences[key] = number
        return number
    }

    /// Reads the columns `ritual`, `start` and `fold` of an occurrence.
    func occurrence(_ row: Row) throws -> OccurrenceKey {
        OccurrenceKey(
            ritual: try word(row.integer("ritual")),
            start: CivilDateTime(localSeconds: try row.integer("start")),
            isSecondOfFold: try row.integer("fold") == 1
        )
    }

    /// Reads the columns of an occurrence, and beside them `stage` and `partner`.
    func stageKey(_ row: Row) throws -> StageKey {
        StageKey(
            occurrence: try occurrence(row),
            stage: try stage(row.integer("stage")),
            partner: try word(row.integer("partner"))
        )
    }

    private func stage(_ number: Int64) throws -> Stage {
        guard let stage = Stage(parsing: try word(number)) else {
            throw LedgerError.damaged("'stage' cannot be read")
        }
        return stage
    }
}
