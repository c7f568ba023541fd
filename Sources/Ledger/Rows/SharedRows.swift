import GRDB
import Delivery
import Household

/// What other rows name by its number, because many of them share it: words, occurrences, nudges.
///
/// For one transaction: what was looked up once is remembered, and forgotten with it, since the
/// number of a row that is rolled back is nobody's.
final class SharedRows {
    /// The number of the word `digest`, the first that a ledger gets.
    static let digest: Int64 = 1

    let database: Database
    private var numbers: [ExactText: Int64] = [:]
    private var texts: [Int64: String] = [:]
    var occurrences: [OccurrenceKey: Int64] = [:]
    var nudges: [Int64: NudgeRow] = [:]
    var nudgeNumbers: [String: Int64] = [:]
    private var nextDelivery: Int64?

    init(_ database: Database) {
        self.database = database
    }

    /// The number of a word, which gets one where it has none.
    func number(of word: String) throws -> Int64 {
        if let known = try knownNumber(of: word) {
            return known
        }
        let statement = try database.cachedStatement(
            sql: "INSERT INTO words (hash, word) VALUES (?, ?)"
        )
        try statement.execute(arguments: [ExactText(text: word).hash, word])
        return remember(word, as: database.lastInsertedRowID)
    }

    /// The number of a word; `nil` where no row can have it.
    func knownNumber(of word: String) throws -> Int64? {
        let exact = ExactText(text: word)
        if let known = numbers[exact] {
            return known
        }
        let statement = try database.cachedStatement(
            sql: "SELECT id FROM words WHERE hash = ? AND word = ?"
        )
        return try Int64.fetchOne(statement, arguments: [exact.hash, word])
            .map { remember(word, as: $0) }
    }

    /// The word of a number.
    func word(_ number: Int64) throws -> String {
        if let known = texts[number] {
            return known
        }
        let statement = try database.cachedStatement(sql: "SELECT word FROM words WHERE id = ?")
        guard let word = try String.fetchOne(statement, arguments: [number]) else {
            throw LedgerError.damaged("a word is missing")
        }
        _ = remember(word, as: number)
        return word
    }

    /// The number that the next delivery gets.
    ///
    /// It is none that was handed out before a backup took this ledger's place: an attempt that was
    /// under way meanwhile must not end another nudge's delivery.
    func newDelivery() throws -> Int64 {
        if let next = nextDelivery {
            return next
        }
        let next =
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT max(ifnull((SELECT max(id) FROM deliveries), 0) + 1,
                        ifnull((SELECT value FROM meta WHERE key = 'next_delivery'), 1))
                    """
            ) ?? 1
        nextDelivery = next
        return next
    }

    /// Notes that `newDelivery` is somebody's.
    func takeDelivery() {
        nextDelivery = nextDelivery.map { $0 + 1 }
    }

    private func remember(_ word: String, as number: Int64) -> Int64 {
        numbers[ExactText(text: word)] = number
        texts[number] = word
        return number
    }
}

/// A text that is equal to another one only where all its bytes are, as SQLite compares them.
///
/// Two spellings of one letter are equal to Swift, and would give a nudge another id.
private struct ExactText: Hashable {
    var text: String

    /// The 32-bit FNV-1a hash of its bytes, by which `words` is searched: an index over the words
    /// themselves would keep each of them twice.
    var hash: Int64 {
        var hash: UInt32 = 0x811c_9dc5
        for byte in text.utf8 {
            hash = (hash ^ UInt32(byte)) &* 0x0100_0193
        }
        return Int64(hash)
    }

    static func == (left: ExactText, right: ExactText) -> Bool {
        let (one, other) = (left.text.utf8, right.text.utf8)
        let isSame = one.withContiguousStorageIfAvailable { one in
            other.withContiguousStorageIfAvailable {
                one.count == $0.count && one.elementsEqual($0)
            }
        }
        return (isSame ?? nil) ?? one.elementsEqual(other)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
