import Household
import Settings

/// `ritualctl catalog` for people: a line for each practice, by rhythm.
struct CatalogueListing {
    let list: CatalogueList
    let context: CommandContext

    /// As the terminal, and 80 at most.
    private var width: Int { min(context.columns, 80) }

    var lines: [String] {
        let rows = list.practices + list.plans
        let names = rows.map { CellWidth.of($0.name) }.max() ?? 0
        let groups = Rhythm.Group.allCases.map(\.rawValue) + ["Plans"]
        let blocks = groups.compactMap { group -> [String]? in
            let rows = rows.filter { $0.group == group }
            return rows.isEmpty ? nil : [context.style.strong(group)] + rows.map { line($0, names) }
        }
        return blocks.joined(separator: [""]) + [""]
            + (rows.contains { !$0.on.isEmpty } ? ["* is on in your config"] : [])
            + list.safety.wrapped(to: width).map(context.style.faint)
    }

    /// On a narrower terminal its end hangs below.
    private func line(_ row: CatalogueRow, _ names: Int) -> String {
        let mark = row.on.isEmpty ? " " : context.style.good("*")
        let rest = 80 - names - 5
        let said =
            row.kind == "plan" || row.length == nil
            ? row.rhythm : "\(row.rhythm), \(row.length ?? "")"
        return "\(mark) \(row.name.fitted(to: names))  \(said.cut(to: rest))"
    }
}

/// `ritualctl catalog NAME` for people.
struct CataloguePage {
    let row: CatalogueRow
    let context: CommandContext

    /// As the terminal, and 80 at most.
    private var width: Int { min(context.columns, 80) }

    init(_ row: CatalogueRow, _ context: CommandContext) {
        self.row = row
        self.context = context
    }

    func lines(_ shelf: CatalogueShelf) throws -> [String] {
        var lines = [context.style.strong(row.title) + "  " + context.style.faint(row.name)]
        lines += row.what.wrapped(to: width) + row.why.wrapped(to: width) + [""]
        lines += part("When", [row.rhythm])
        lines += part("Length", row.length.map { [$0] } ?? [])
        lines += part("A year", row.perYear.map { [year($0)] } ?? [])
        lines += part(row.kind == "plan" ? "Parts" : "Told", row.ladder)
        if let name = row.deck, let deck = shelf.reader.deck(named: name) {
            let order = deck.isDeepening ? ", in order" : ""
            lines += part(
                "Asks",
                ["\(deck.prompts.count) prompts of the deck \(name)\(order), such as"]
            )
            lines += part("", deck.prompts.prefix(2).map(\.text))
        }
        lines += part("Asks", row.prompts)
        lines += part("Session", row.session)
        lines += part(
            "Shown",
            row.sensitivity == "public" ? [] : row.sensitivity.map { [$0] } ?? []
        )
        for tone in Tone.allCases {
            lines += part(tone.rawValue, row.texts[tone.rawValue].map { [$0] } ?? [])
        }
        lines += part("Is on", row.on.isEmpty ? [] : [row.on.joined(separator: ", ")])
        lines += ["", howToAdd, ""]
        lines += row.lines.map { "  " + $0 }
        return lines + [""] + Practice.safety.wrapped(to: width).map(context.style.faint)
    }

    private var howToAdd: String {
        row.on.isEmpty
            ? "To switch it on ('ritualctl catalog add \(row.name)' does it):"
            : "The shortest way to write it in the config:"
    }

    private func year(_ count: Int) -> String {
        CountPhrase.counted(count, "time")
    }

    private func part(_ name: String, _ texts: [String]) -> [String] {
        let indent = 12
        var label = name
        return texts.flatMap { text in
            text.wrapped(to: width - indent).map { line in
                defer { label = "" }
                return label.fitted(to: indent) + line
            }
        }
    }
}

extension String {
    /// The text in lines of at most `width` cells, broken at spaces.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if !line.isEmpty, CellWidth.of(line) + 1 + CellWidth.of(word) > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [line]
    }
}
