package import CivilTime
package import Household

/// Reads practices, plans and decks of a catalogue, each when it is first named.
///
/// What is wrong with one of the household's own files is kept as diagnostics of that file.
package final class CatalogueReader {
    package let catalogue: Catalogue
    let zones: ZoneLookup
    let zone: Zone
    package private(set) var diagnostics: [Diagnostic] = []
    private var drafts: [String: PracticeDraft?] = [:]
    private var decks: [String: Deck?] = [:]

    /// Makes a reader of schedules in `zone`, the household's.
    package init(catalogue: Catalogue, zones: any ZoneProviding, zone: Zone) {
        self.catalogue = catalogue
        self.zones = ZoneLookup(zones: zones)
        self.zone = zone
    }

    /// The practice of that name, or `nil` where there is none or its file has an error.
    package func practice(named name: String) -> Practice? {
        draft(named: name)?.practice
    }

    func draft(named name: String) -> PracticeDraft? {
        if let known = drafts[name] {
            return known
        }
        let draft = document(name, .practices).flatMap { table in
            finish(PracticeReader(table: table, catalogue: self).read(name), table)
        }
        drafts[name] = .some(draft)
        return draft
    }

    /// The plan of that name, or `nil` where there is none or its file has an error.
    package func plan(named name: String) -> PlanTemplate? {
        document(name, .plans).flatMap { table in
            finish(PlanTemplateReader(table: table, catalogue: self).read(name), table)
        }
    }

    /// The deck of that name, or `nil` where there is none or its file has an error.
    package func deck(named name: String) -> Deck? {
        if let known = decks[name] {
            return known
        }
        let deck = entry(name, .decks).flatMap { entry in
            let findings = Findings(file: entry.file, text: entry.text)
            let deck = DeckReader(name: name, findings: findings).read(entry.text)
            diagnostics += findings.diagnostics
            return findings.hasErrors ? nil : deck
        }
        decks[name] = .some(deck)
        return deck
    }

    /// Reads every file of the household's own folder, and returns what was found in all that was read.
    package func checkOwn() -> [Diagnostic] {
        catalogue.ownNames(.practices).forEach { _ = draft(named: $0) }
        catalogue.ownNames(.plans).forEach { _ = plan(named: $0) }
        catalogue.ownNames(.decks).forEach { _ = deck(named: $0) }
        return diagnostics
    }

    private func finish<Value>(_ value: Value?, _ table: TableReader) -> Value? {
        diagnostics += table.findings.diagnostics
        return table.findings.hasErrors ? nil : value
    }

    private func document(_ name: String, _ section: Catalogue.Section) -> TableReader? {
        guard let entry = entry(name, section) else {
            return nil
        }
        let findings = Findings(file: entry.file, text: entry.text)
        let start = TextPosition(line: 1, column: 1)
        do {
            let document = try TOMLDocument(parsing: entry.text)
            return TableReader(
                position: start,
                path: "",
                entries: document.entries,
                findings: findings
            )
        } catch {
            findings.error(error.message, at: error.position, key: "")
            diagnostics += findings.diagnostics
            return nil
        }
    }

    private func entry(_ name: String, _ section: Catalogue.Section) -> Catalogue.Entry? {
        do {
            return try catalogue.entry(name, in: section)
        } catch {
            diagnostics.append(
                Diagnostic(
                    severity: .error,
                    file: error.path,
                    line: error.failure.position.line,
                    column: error.failure.position.column,
                    key: "",
                    message: error.failure.message
                )
            )
            return nil
        }
    }
}
