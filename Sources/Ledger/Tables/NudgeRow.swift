import CivilTime
import Delivery
import Foundation
import GRDB
import Household
import Planning

/// A row of `nudges`: what queries use has columns, the rest is the JSON of `words`.
struct NudgeRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "nudges"
    /// The columns of a nudge to select from `nudges n`; the query also selects the id, as `nudge`.
    static let columns = """
        n.ritual, n.start, n.stage, n.partner, n.due, n.late, n.expires, n.words, n.quote
        """

    var nudge: Nudge

    init(_ nudge: Nudge) {
        self.nudge = nudge
    }

    init(row: Row) throws {
        let words = try Words(parsing: row.text("words"))
        let key = try row.stageKey()
        nudge = Nudge(
            key: key,
            title: words.title,
            body: words.body,
            prompt: words.prompt,
            quote: try row.optionalText("quote"),
            occurrence: OccurrenceReference(key: key.occurrence, words),
            due: try row.instant("due"),
            late: .seconds(try row.integer("late")),
            tone: words.tone,
            sensitivity: words.sensitivity,
            discreetTitle: words.discreetTitle,
            isUrgent: words.isUrgent,
            actions: words.actions,
            expires: try row.instant("expires")
        )
        nudge.id = try row.text("nudge")
        nudge.step = words.step
        nudge.asksWho = words.asksWho ?? false
        nudge.choices = words.choices ?? []
    }

    func encode(to container: inout PersistenceContainer) throws {
        container["id"] = nudge.id
        container.set(nudge.key)
        container["due"] = nudge.due.secondsSinceEpoch
        container["late"] = nudge.late.components.seconds
        container["expires"] = nudge.expires.secondsSinceEpoch
        container["words"] = try Words(nudge).text
        container["quote"] = nudge.quote
    }

    static func find(_ id: String, in database: Database) throws -> Nudge? {
        let rows: [NudgeRow] = try database.records(
            "SELECT n.id AS nudge, \(columns) FROM nudges n WHERE n.id = ?",
            [id]
        )
        return rows.first?.nudge
    }

    /// Erases what is remembered with nudges that were decided from `instant` on.
    static func eraseQuotes(since instant: Instant, in database: Database) throws {
        try database.run(
            "UPDATE nudges SET quote = NULL WHERE quote IS NOT NULL AND due >= ?",
            [instant.secondsSinceEpoch]
        )
    }

    static func exists(_ id: String, in database: Database) throws -> Bool {
        try database.row("SELECT 1 FROM nudges WHERE id = ?", [id]) != nil
    }
}

/// The text, manner and buttons of a nudge, as the JSON of `words`.
private struct Words: Codable {
    var title: String
    var body: String
    var prompt: String?
    var step: String?
    var discreetTitle: String?
    var tone: Tone
    var sensitivity: Sensitivity
    var isUrgent: Bool
    var actions: [NudgeAction]
    /// `nil` stands for no.
    var asksWho: Bool?
    /// `nil` stands for none.
    var choices: [NudgeChoice]?
    /// The occurrence's start and end as its partner's clock shows them, and that clock's zone.
    var starts: String
    var ends: String
    var zone: String

    private enum CodingKeys: String, CodingKey {
        case title, body, prompt, step, tone, sensitivity, actions, choices, starts, ends, zone
        case discreetTitle = "discreet_title"
        case asksWho = "asks_who"
        case isUrgent = "urgent"
    }

    private static let decoder = JSONDecoder()
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return encoder
    }()

    init(_ nudge: Nudge) {
        title = nudge.title
        body = nudge.body
        prompt = nudge.prompt
        step = nudge.step
        discreetTitle = nudge.discreetTitle
        tone = nudge.tone
        sensitivity = nudge.sensitivity
        isUrgent = nudge.isUrgent
        actions = nudge.actions
        asksWho = nudge.asksWho ? true : nil
        choices = nudge.choices.isEmpty ? nil : nudge.choices
        starts = nudge.occurrence.start
        ends = nudge.occurrence.end
        zone = nudge.occurrence.zone
    }

    init(parsing text: String) throws(LedgerError) {
        guard let words = try? Self.decoder.decode(Words.self, from: Data(text.utf8)) else {
            throw .corrupt("a nudge cannot be read")
        }
        self = words
    }

    var text: String {
        get throws { String(decoding: try Self.encoder.encode(self), as: UTF8.self) }
    }
}

extension OccurrenceReference {
    /// Makes a reference with the times as they were stored.
    fileprivate init(key: OccurrenceKey, _ words: Words) {
        let epoch = ZonedTime(instant: Instant(secondsSinceEpoch: 0), zone: .utc)
        self.init(key: key, start: epoch, end: epoch)
        start = words.starts
        end = words.ends
        zone = words.zone
    }
}
