import CivilTime
import Household
import Recurrence
import Settings

/// The catalogue as it is shown: all practices and plans, and which of them the config has on.
struct CatalogueShelf {
    let reader: CatalogueReader
    /// Where the config lies; `nil` where there is no home.
    let path: String?
    /// The config; `nil` where there is none that can be read.
    let config: ReadConfig?
    private let today: CivilDate

    init(in context: CommandContext) throws {
        let zone = try context.zone(named: context.systemZone)
        path = Locations.configFile(in: context.environment)
        let read = try path.map { try HouseholdFile($0, in: context).config }
        config = read?.text == nil ? nil : read
        let home = config?.household?.zone ?? zone
        today = home.local(at: context.now()).date
        reader = CatalogueReader(
            catalogue: Catalogue(in: context.environment),
            zones: context.zones,
            zone: home
        )
    }

    /// Everything, practices by how often they come.
    var list: CatalogueList {
        let practices = reader.catalogue.names(.practices).compactMap { name in
            reader.practice(named: name).map { row(of: $0) }
        }
        let plans = reader.catalogue.names(.plans).compactMap { name in
            reader.plan(named: name).map { row(of: $0) }
        }
        let order = Rhythm.Group.allCases
        return CatalogueList(
            practices: order.flatMap { group in practices.filter { $0.group == group.rawValue } },
            plans: plans,
            safety: Practice.safety
        )
    }

    /// All about one.
    func page(named name: String) throws -> CatalogueRow {
        if let practice = reader.practice(named: name) {
            return row(of: practice)
        }
        if let plan = reader.plan(named: name) {
            return row(of: plan)
        }
        if let fault = reader.diagnostics.first(where: { $0.severity == .error }) {
            throw CommandFailure(.invalid, "\(fault)")
        }
        let names = reader.catalogue.names(.practices) + reader.catalogue.names(.plans)
        let near = names.filter { $0.contains(name) || name.contains($0) }.prefix(3)
        let hint = near.map { "'\($0)'" }.joined(separator: " or ")
        throw CommandFailure(
            .failed,
            "there is no practice '\(name)'"
                + (near.isEmpty ? "; 'ritualctl catalog' lists them" : "; did you mean \(hint)?")
        )
    }

    private func row(of practice: Practice) -> CatalogueRow {
        let ritual = practice.ritual
        let rhythm = Rhythm(of: ritual)
        var lines = ["[[ritual]]", "template = \"\(practice.name)\""]
        if let deck = ritual.deck, deck.isDeepening {
            lines.append("schedule = { from = \(today) }")
        }
        return CatalogueRow(
            name: practice.name,
            kind: ritual.kind.rawValue,
            title: ritual.title,
            what: practice.what,
            why: practice.why,
            group: rhythm.group.rawValue,
            rhythm: rhythm.words,
            perYear: rhythm.perYear,
            length: ritual.duration.isZero ? nil : ritual.duration.description,
            ladder: ritual.pause == nil
                ? ritual.ladder.words() : ritual.ladder.words(asking: "what was it really about?"),
            sensitivity: ritual.sensitivity.rawValue,
            prompts: ritual.prompts,
            deck: ritual.deck?.name,
            session: practice.session?.words ?? [],
            texts: Dictionary(
                uniqueKeysWithValues: Tone.allCases.map { tone in
                    (tone.rawValue, ritual.texts.start?[tone] ?? "")
                }
            ),
            on: ids { $0.practice == practice.name && $0.plan == nil },
            lines: lines
        )
    }

    private func row(of plan: PlanTemplate) -> CatalogueRow {
        let since = plan.countsFrom == .togetherSince
        return CatalogueRow(
            name: plan.name,
            kind: "plan",
            title: plan.title,
            what: plan.what,
            why: plan.why,
            group: "Plans",
            rhythm: plan.parts.map(\.name).joined(separator: ", "),
            ladder: plan.parts.map { "\($0.name): \($0.words)" },
            on: ids { $0.plan == plan.name },
            lines: ["[[plan]]", "use = \"\(plan.name)\""] + (since ? [] : ["from = \(today)"])
        )
    }

    private func ids(_ belongs: (Ritual) -> Bool) -> [String] {
        config?.household?.rituals.filter { $0.isEnabled && belongs($0) }.map(\.id) ?? []
    }
}

/// The catalogue, as `--json` shows it.
struct CatalogueList: Encodable {
    var practices: [CatalogueRow]
    var plans: [CatalogueRow]
    var safety: String

    /// Those whose name, title or description has a text in it.
    func filtered(by word: String) -> CatalogueList {
        let word = word.lowercased()
        var list = self
        list.practices.removeAll { !$0.speaks(of: word) }
        list.plans.removeAll { !$0.speaks(of: word) }
        return list
    }
}

/// One practice or plan, as `--json` shows it.
struct CatalogueRow: Encodable {
    var name: String
    var kind: String
    var title: String
    var what: String
    var why: String
    var group: String
    var rhythm: String
    var perYear: Int?
    var length: String?
    var ladder: [String]
    var sensitivity: String?
    var prompts: [String] = []
    var deck: String?
    var session: [String] = []
    /// What it says at its start, by tone.
    var texts: [String: String] = [:]
    /// The ids of the config's rituals that come from it.
    var on: [String]
    /// What switches it on.
    var lines: [String]

    enum CodingKeys: String, CodingKey {
        case name, kind, title, what, why, group, rhythm, length, ladder, sensitivity, prompts, deck
        case session, texts, on, lines
        case perYear = "per_year"
    }

    fileprivate func speaks(of word: String) -> Bool {
        [name, title, what, why, kind].contains { $0.lowercased().contains(word) }
    }
}

extension PlanTemplate.Part {
    /// When it comes, how long it takes and its steps.
    var words: String {
        let when =
            switch counting {
            case .once(let after): after.isZero ? "on its day" : "after \(after)"
            case .every(1, let unit, _): "every \(unit.rawValue.dropLast())"
            case .every(let count, let unit, _): "every \(count) \(unit.rawValue)"
            }
        let begins = self.begins.isZero ? "" : ", from \(self.begins) on"
        let kept = afterKept.map { ", after \($0) kept weeks" } ?? ""
        let length = ritual.duration.isZero ? "" : ", \(ritual.duration)"
        return ([when + begins + kept + length] + ritual.ladder.words()).joined(separator: "; ")
    }
}

extension SessionScript {
    /// Its turns in words: `each 5m: One feeling and one hope`.
    var words: [String] {
        let turns = turns.map { turn in
            "\(turn.speaks.rawValue) \(turn.length): \(turn.topic)"
                + (turn.listener.map { "; listener: \($0)" } ?? "")
        }
        return (isSilent ? ["in silence"] : []) + turns + (rounds > 1 ? ["\(rounds) rounds"] : [])
    }
}
