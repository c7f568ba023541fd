import CivilTime
import Delivery
import Foundation
import GRDB

/// The one row of `metadata`: this machine's id, the next numbers, and the time reached.
struct Metadata {
    let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// Writes the row into a new ledger.
    func begin() throws {
        try database.run(
            "INSERT INTO metadata (id, machine, next_sequence, next_delivery) VALUES (1, ?, 1, 1)",
            [Self.newMachine()]
        )
    }

    /// Gives the ledger another machine id.
    ///
    /// Facts that were written after the backup may be known elsewhere, under sequence numbers that
    /// the restored ledger will use again.
    func changeMachine() throws {
        try database.run("UPDATE metadata SET machine = ?", [Self.newMachine()])
    }

    /// A random id of 16 hexadecimal digits, which says nothing of the host.
    private static func newMachine() -> String {
        String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16))
    }

    /// The time up to which everything is decided; `nil` in a new ledger.
    func through() throws -> Instant? {
        try database.row("SELECT through FROM metadata")?.optionalInstant("through")
    }

    func reach(_ through: Instant) throws {
        try database.run("UPDATE metadata SET through = ?", [through.secondsSinceEpoch])
    }

    /// Reserves `count` sequence numbers for facts; returns this machine's id and the first number.
    func reserveSequences(_ count: Int) throws -> (machine: String, first: Int64) {
        let row = try reserve(count, "next_sequence", returning: "machine, next_sequence")
        return (try row.text("machine"), try row.integer("next_sequence") - Int64(count))
    }

    /// Reserves `count` ids for deliveries; returns the first.
    ///
    /// No id is used twice, not even after an erasure or a restored backup: an attempt that is
    /// under way meanwhile must not end the delivery of another nudge.
    func reserveDeliveries(_ count: Int) throws -> Int64 {
        let row = try reserve(count, "next_delivery", returning: "next_delivery")
        return try row.integer("next_delivery") - Int64(count)
    }

    private func reserve(_ count: Int, _ column: String, returning: String) throws -> Row {
        let sql = "UPDATE metadata SET \(column) = \(column) + ? RETURNING \(returning)"
        guard let row = try database.row(sql, [count]) else {
            throw LedgerError.corrupt("'metadata' is empty")
        }
        return row
    }

    /// Makes the next delivery ids greater than `number`.
    func passOver(_ number: Int64) throws {
        try database.run(
            "UPDATE metadata SET next_delivery = :next WHERE next_delivery < :next",
            ["next": number + 1]
        )
    }
}
