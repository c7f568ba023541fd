import CivilTime
import Delivery
import Foundation
import GRDB
import Household
import Planning

/// What a row of `nudges` holds.
struct NudgeRow {
    /// The nudge's id.
    var name: String
    /// `nil` where only its id is known.
    var nudge: Nudge?
}

extension SharedRows {
    /// The number of the nudge with that id, which gets a row without words where it has none.
    func number(ofNudge name: String) throws -> Int64 {
        if let known = try knownNumber(ofNudge: name) {
            return known
        }
        let statement = try database.cachedStatement(sql: "INSERT INTO nudges (name) VALUES (?)")
        try statement.execute(arguments: [Self.stored(name)])
        nudgeNumbers[name] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    /// The number of the nudge with that id; `nil` where it has none.
    func knownNumber(ofNudge name: String) throws -> Int64? {
        if let known = nudgeNumbers[name] {
            return known
        }
        let statement = try database.cachedStatement(sql: "SELECT id FROM nudges WHERE name = ?")
        let number = try Int64.fetchOne(statement, arguments: [Self.stored(name)])
        nudgeNumbers[name] = number
        return number
    }

    /// Writes the words of a nudge, unless they are there, and returns its number.
    func write(_ nudge: Nudge) throws -> Int64 {
        guard let parts = NudgeParts(nudge) else {
            return try keep(NudgeText.write(nudge), of: nudge.id, until: nudge.expires)
        }
        // In one statement where the nudge is new, since ten thousand may be due in one second.
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO nudges (name, occurrence, stage, partner, title, body, prompt, manner,
                    start, length, due, late, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET occurrence = excluded.occurrence,
                    stage = excluded.stage, partner = excluded.partner, title = excluded.title,
                    body = excluded.body, prompt = excluded.prompt, manner = excluded.manner,
                    start = excluded.start, length = excluded.length, due = excluded.due,
                    late = excluded.late, expires = excluded.expires
                WHERE nudges.occurrence IS NULL AND nudges.content IS NULL
                RETURNING id
                """
        )
        let written = try Int64.fetchOne(
            statement,
            arguments: [
                Self.stored(nudge.id), number(of: nudge.occurrence.key),
                number(of: nudge.stage.description), number(of: nudge.partner),
                number(of: nudge.title), number(of: nudge.body),
                nudge.prompt.map { try number(of: $0) }, number(of: parts.manner), parts.start,
                parts.length, nudge.due.secondsSinceEpoch, nudge.late.components.seconds,
                nudge.expires.secondsSinceEpoch,
            ]
        )
        nudgeNumbers[nudge.id] = written
        return try written ?? number(ofNudge: nudge.id)
    }

    /// Keeps a nudge's text as it is, which cannot be taken apart, and returns its number.
    func keep(_ text: String, of name: String, until expiry: Instant? = nil) throws -> Int64 {
        let number = try number(ofNudge: name)
        try database.execute(
            sql: """
                UPDATE nudges SET content = ?, expires = ?
                WHERE id = ? AND occurrence IS NULL AND content IS NULL
                """,
            arguments: [text, expiry?.secondsSinceEpoch, number]
        )
        return number
    }

    /// Reads a row of `nudges`.
    func nudge(_ number: Int64) throws -> NudgeRow {
        if let known = nudges[number] {
            return known
        }
        let statement = try database.cachedStatement(
            sql: """
                SELECT n.id, n.name, n.occurrence, n.stage, n.partner, n.title, n.body, n.prompt,
                    n.manner, n.start AS shown, n.length, n.due, n.late, n.expires, n.content,
                    o.ritual, o.start, o.fold
                FROM nudges n LEFT JOIN occurrences o ON o.id = n.occurrence WHERE n.id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [number]) else {
            throw LedgerError.damaged("a nudge is missing")
        }
        let read = NudgeRow(name: try Self.name(row), nudge: try nudge(row))
        nudges[number] = read
        return read
    }

    private func nudge(_ row: Row) throws -> Nudge? {
        if let content = try row.optionalText("content") {
            return try NudgeText.read(content)
        }
        guard try row.optionalInteger("occurrence") != nil else {
            return nil
        }
        let parts = NudgeParts(
            manner: try word(row.integer("manner")),
            start: try row.integer("shown"),
            length: try row.integer("length")
        )
        let key = try stageKey(row)
        guard let told = parts.told(of: key.occurrence) else {
            throw LedgerError.damaged("a nudge cannot be read")
        }
        return Nudge(
            key: key,
            title: try word(row.integer("title")),
            body: try word(row.integer("body")),
            prompt: try row.optionalInteger("prompt").map(word),
            occurrence: told.occurrence,
            due: try row.instant("due"),
            late: .seconds(try row.integer("late")),
            tone: told.tone,
            sensitivity: told.sensitivity,
            isUrgent: told.isUrgent,
            actions: told.actions,
            expires: try row.instant("expires")
        )
    }

    /// An id of 32 hexadecimal digits as the 16 bytes that they are; any other as the text it is.
    private static func stored(_ name: String) -> DatabaseValue {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in name.utf8 {
            guard let value = value(ofDigit: digit), bytes.count < 16 else {
                return name.databaseValue
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard bytes.count == 16, high == nil else {
            return name.databaseValue
        }
        return Data(bytes).databaseValue
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func name(_ row: Row) throws -> String {
        let value: DatabaseValue = row["name"]
        guard case .blob(let data) = value.storage else {
            return try row.text("name")
        }
        let digits = Array("0123456789abcdef".utf8)
        let text = data.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
