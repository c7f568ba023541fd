import ArgumentParser
import ControlAPI
import Household
import Settings

/// The names that a shell completes: those that the running daemon knows, else those of the config.
struct CompletedNames {
    enum Kind {
        case rituals, partners, channels, signals
        /// The rituals that are kept, and those that were.
        case recorded
        /// What stands in the config as a block of its own.
        case blocks
        /// The practices and plans of the catalogue.
        case practices
    }

    /// What the shell's script calls the command with.
    static let flag = "---completion"

    /// How long the shell is kept waiting by a daemon that does not answer; one that does takes milliseconds.
    static let patience = Duration.seconds(1)

    let kind: Kind
    /// The words that stand before the one that is to be completed.
    let words: [String]
    let context: CommandContext

    /// The names; none where one of them stands already and the word is another one.
    var names: [String] {
        let all = all
        let isSaid = words.contains(where: all.contains)
        return isSaid && kind != .partners ? [] : all
    }

    private var all: [String] {
        switch kind {
        case .rituals: known.rituals.map(\.id)
        case .recorded: known.rituals.map(\.id) + known.former.map(\.id)
        case .partners: known.partners.map(\.id)
        case .channels: known.channels.map(\.id)
        case .signals: known.signals.map(\.id)
        case .blocks: blocks
        case .practices:
            [Catalogue.Section.practices, .plans].flatMap(Catalogue(in: context.environment).names)
        }
    }

    private var known: NamesMessage {
        var asking = context
        asking.socket = value(of: "--socket")
        if let names = try? asking.ask(.names, for: NamesMessage.self) {
            return names
        }
        let household = config.flatMap { try? HouseholdFile($0, in: context).household() }
        return household.map { NamesMessage($0) }
            ?? NamesMessage(zone: "", rituals: [], partners: [], channels: [], signals: [])
    }

    private var blocks: [String] {
        let text = config.flatMap { try? ConfigWriter($0).read() }
        return text.map { ConfigOutline($0).blocks.map(\.id) } ?? []
    }

    private var config: String? {
        value(of: "--config") ?? Locations.configFile(in: context.environment)
    }

    private func value(of option: String) -> String? {
        words.lastIndex(of: option).flatMap { words.dropFirst($0 + 1).first }
    }
}

extension CompletionKind {
    /// The names of a kind, as they are when somebody asks.
    static func names(_ kind: CompletedNames.Kind) -> CompletionKind {
        .custom { words, index, _ in
            var context = CommandContext.process()
            context.client = {
                SocketControlClient(socketPath: $0, patience: CompletedNames.patience)
            }
            return CompletedNames(
                kind: kind,
                words: Array(words.prefix(index)),
                context: context
            ).names
        }
    }
}
