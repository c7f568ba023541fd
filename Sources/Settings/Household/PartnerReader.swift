import CivilTime
import Household

/// A partner as read, with the channel names that are still to be checked.
struct PartnerDraft {
    var partner: Partner
    /// Where the id is written; `nil` where there is none.
    var id: Located<String>?
    var channels: [Located<String>]
    /// Where the channels of `else` are named.
    var fallbacks: [Located<String>] = []
    var matrix: Located<String>?
}

/// Reads every `[[partner]]`.
struct PartnerReader {
    let zones: ZoneLookup
    let household: HouseholdSettings
    let files: CalendarFiles

    func read(_ root: TableReader) -> [PartnerDraft] {
        let drafts = root.tables("partner", limit: ConfigLimits.partners).map(draft)
        refuseTwins(drafts.compactMap(\.id), root.findings)
        refuseTwins(drafts.compactMap(\.matrix), root.findings)
        if !root.has("partner") {
            root.findings.error(
                "missing: a household has partners; add '[[partner]]' with an id for each",
                at: TextPosition(line: 1, column: 1),
                key: "partner"
            )
        } else if drafts.count == 1, let only = drafts[0].id {
            root.findings.warning("the household has one partner only", at: only)
        }
        return drafts
    }

    private func refuseTwins(_ ids: [Located<String>], _ findings: Findings) {
        var lines: [String: Int] = [:]
        for id in ids {
            if let line = lines[id.value] {
                findings.error("\(quoted(id.value)) is already the partner of line \(line)", at: id)
            } else {
                lines[id.value] = id.position.line
            }
        }
    }

    private func draft(_ unnamed: TableReader) -> PartnerDraft {
        let id = unnamed.identifier(naming: "partner")
        let table = unnamed.named("partner", id)
        table.refuseKeys(notIn: KnownKeys.partner)
        var partner = Partner(
            id: id?.value ?? "",
            name: Identifier.title(of: id?.value ?? ""),
            zone: household.zone,
            quietHours: household.quietHours
        )
        if let name = table.text("name", limit: ConfigLimits.titleLength) {
            partner.name = name
        }
        if let name = table.string("time_zone", expecting: "a zone such as 'Europe/Lisbon'"),
            let zone = zones.zone(name, table.findings)
        {
            partner.zone = zone
        }
        if let window = table.window("quiet_hours") {
            partner.quietHours = QuietHours(window)
        }
        if let tone = table.choice("tone", of: Tone.self) {
            partner.tone = tone
        }
        partner.busy = BusyReader(table: table, files: files).read()
        if let buffer = table.span("buffer"), BusyReader(table: table, files: files).allows(buffer)
        {
            partner.buffer = buffer
        }
        let matrix = matrix(table)
        partner.matrix = matrix?.value
        let channels = table.names("channels", of: "channel names")
        partner.channels = channels?.map(\.value)
        let (escalation, fallbacks) = EscalationReader(table: table).read()
        partner.escalation = escalation
        if !unnamed.has("id") {
            table.missing("id", "a short name such as 'alex'")
        }
        return PartnerDraft(
            partner: partner,
            id: id,
            channels: channels ?? [],
            fallbacks: fallbacks,
            matrix: matrix
        )
    }

    /// `@name:server`, as the specification has it (<https://spec.matrix.org/latest/appendices/#user-identifiers>).
    private func matrix(_ table: TableReader) -> Located<String>? {
        let expected = "a Matrix id such as '@alex:matrix.example'"
        guard let text = table.string("matrix", expecting: expected) else {
            return nil
        }
        let parts = text.value.split(separator: ":", maxSplits: 1)
        guard text.value.hasPrefix("@"), parts.count == 2, parts[0].count > 1,
            text.value.utf8.count <= 255,
            text.value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            table.findings.error("\(quoted(text.value)) is not \(expected)", at: text)
            return nil
        }
        return text
    }
}
