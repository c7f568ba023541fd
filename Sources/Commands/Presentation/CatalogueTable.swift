import Household
import Settings

/// The page docs/catalogue.md, made of the catalogue's own data.
struct CatalogueTable {
    let shelf: CatalogueShelf

    var text: String {
        let list = shelf.list
        var lines = [
            "# The catalogue",
            "",
            "What `rituald` knows without being taught. `ritualctl catalog NAME` shows all about one, "
                + "`ritualctl catalog add NAME`",
            "switches it on; every key of it can be [changed](configuration.md#ritual) in the config. "
                + "This page is made by",
            "`ritualctl catalog --markdown`.",
            "",
            Practice.safety,
        ]
        for group in Rhythm.Group.allCases {
            lines += ["", "## \(group.rawValue)", ""]
            lines += ["| template | when | length | told | what |", "|---|---|---|---|---|"]
            lines += list.practices.filter { $0.group == group.rawValue }.map { row in
                cells([
                    "`\(row.name)`", row.rhythm, row.length ?? "", told(row), row.what,
                ])
            }
        }
        lines += ["", "## Plans", "", "| plan | what | parts |", "|---|---|---|"]
        lines += list.plans.map { row in
            cells(["`\(row.name)`", row.what, row.ladder.joined(separator: "<br>")])
        }
        lines += ["", "## Decks", "", "| deck | prompts | order | themes |", "|---|---|---|---|"]
        lines += shelf.reader.catalogue.names(.decks).compactMap { name in
            shelf.reader.deck(named: name).map { deck in
                let themes = Set(deck.prompts.compactMap(\.theme)).sorted().joined(separator: ", ")
                let order =
                    deck.isDeepening ? "deeper and deeper" : "no two neighbours of one theme"
                return cells(["`\(name)`", "\(deck.prompts.count)", order, themes])
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The ladder, where it is more than the start.
    private func told(_ row: CatalogueRow) -> String {
        row.ladder == ["at the start"] ? "" : row.ladder.joined(separator: "<br>")
    }

    private func cells(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }
}
