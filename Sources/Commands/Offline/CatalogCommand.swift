import ArgumentParser
import CivilTime
import Household
import Settings

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "The practices that you can switch on.",
        subcommands: [
            CatalogShowCommand.self, CatalogSearchCommand.self, CatalogAddCommand.self,
        ],
        defaultSubcommand: CatalogShowCommand.self
    )
}

struct CatalogShowCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "All practices by their rhythm, or all about one.",
        usage: "ritualctl catalog [<name>] [<options>]",
        discussion: """
            Lists the practices and plans, one a line, with a mark where your config has them on. \
            With a name it shows what the practice is and why, when it comes, how long it takes, \
            what it says and asks, what a year of it is, and the lines that switch it on. It needs \
            no daemon.

            \(Practice.safety)

              ritualctl catalog
              ritualctl catalog check-in
              ritualctl catalog search hug
              ritualctl catalog add check-in

            Practices of your own are files in $XDG_CONFIG_HOME/rituald/catalogue.
            """
    )

    @Argument(help: "A practice or a plan; all, if left out.", completion: .names(.practices))
    var name: String?

    @Flag(help: .hidden)
    var markdown = false

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let shelf = try CatalogueShelf(in: context)
        if markdown {
            return try context.output.write(CatalogueTable(shelf: shelf).text)
        }
        if let name {
            let page = try shelf.page(named: name)
            return try context.show(page) { try CataloguePage($0, context).lines(shelf) }
        }
        try context.show(shelf.list) { CatalogueListing(list: $0, context: context).lines }
    }
}

struct CatalogSearchCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "The practices that speak of a word.",
        usage: "ritualctl catalog search <word> [<options>]",
        discussion: "\n  ritualctl catalog search walk"
    )

    @Argument(help: "A word, or a part of one.")
    var word: String

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let list = try CatalogueShelf(in: context).list.filtered(by: word)
        try context.show(list) { list in
            list.practices.isEmpty && list.plans.isEmpty
                ? ["no practice speaks of '\(word)'"]
                : CatalogueListing(list: list, context: context).lines
        }
    }
}

struct CatalogAddCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Switch a practice on in your config.",
        usage: "ritualctl catalog add <name> [--config <file>] [<options>]",
        discussion: """
            Writes the lines that `catalog NAME` shows behind all others of the config, checks it, and \
            has rituald read it. Where the config would not be valid, nothing is written.

              ritualctl catalog add check-in
            """
    )

    @Argument(help: "A practice or a plan.", completion: .names(.practices))
    var name: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let (change, lines) = try Self.add(name, config, in: context)
        try context.show(change) { change in
            ["added \(change.rituals.joined(separator: ", "))"] + lines.map { "  " + $0 } + [
                change.daemon
            ]
        }
    }

    /// Switches a practice on; returns what came of it, and the lines that were written.
    static func add(
        _ name: String,
        _ config: ConfigOption,
        in context: CommandContext
    ) throws -> (change: ConfigChange, lines: [String]) {
        let lines = try CatalogueShelf(in: context).page(named: name).lines
        let edited = try EditedConfig(config, in: context)
        let before = Set(try edited.household().rituals.map(\.id))
        let block = lines.joined(separator: "\n") + "\n"
        let (text, line) = ConfigOutline(edited.text).appending(block)
        let added = try edited.replace(with: text).rituals.filter { !before.contains($0.id) }
        let daemon = try edited.reload()
        let change = ConfigChange(
            config: edited.path,
            rituals: added.map(\.id),
            line: line,
            daemon: daemon
        )
        return (change, lines)
    }
}
