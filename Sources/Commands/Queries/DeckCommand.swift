import ArgumentParser
import ControlAPI
import Household
import Planning
import Settings

struct DeckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deck",
        abstract: "What your decks have asked, and what is left.",
        subcommands: [
            DeckShowCommand.self, DeckFavouriteCommand.self, DeckNeverCommand.self,
            DeckAgainCommand.self,
        ],
        defaultSubcommand: DeckShowCommand.self
    )
}

struct DeckShowCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The decks in use, or all about one.",
        usage: "ritualctl deck [<name>] [<options>]",
        discussion: """
            Lists the decks that your rituals ask from, with how many prompts were asked and how \
            many are left before any comes again. With the name of a deck, or of a ritual that asks \
            from one, it shows what was asked and when, what is left, and what is never asked again.

              ritualctl deck
              ritualctl deck daily-questions
              ritualctl deck never "a prompt or a part of it"
              ritualctl deck favourite

            Where rituald does not run, it shows what the config says, without what was asked. Decks \
            of your own are text files in $XDG_CONFIG_HOME/rituald/decks, one prompt a line.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A deck, or a ritual that asks from one; all, if left out.",
            valueName: "name"
        )
    )
    var words: [String] = []

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let source = DeckSource(context: context)
        guard !words.isEmpty else {
            return try context.show(source.decks()) { DecksListing($0, context).lines }
        }
        let name = words.joined(separator: " ")
        try context.show(source.deck(named: name)) { DeckPage(deck: $0, context: context).lines }
    }
}

/// Where what is known of decks comes from: the daemon, or where none answers the config alone.
struct DeckSource {
    let context: CommandContext

    func decks() throws -> DecksMessage {
        try known {
            try context.ask(.decks)
        } or: { household in
            DecksMessage(
                decks: DeckChoice(household).entries.map { DecksMessage.Row(message($0)) }
            )
        }
    }

    func deck(named name: String) throws -> DeckMessage {
        try known {
            try context.ask(.deck, DeckQuery(name: name).items)
        } or: { household in
            do throws(Problem) {
                return message(try DeckChoice(household).entry(named: name))
            } catch {
                throw CommandFailure(.failed, error.detail)
            }
        }
    }

    private func message(_ entry: DeckChoice.Entry) -> DeckMessage {
        DeckMessage(
            entry.deck,
            of: entry.rituals,
            asked: nil,
            keepsakes: .none,
            at: context.now()
        )
    }

    private func known<Message>(
        _ ask: () throws -> Message,
        or read: (Household) throws -> Message
    ) throws -> Message {
        do {
            return try ask()
        } catch let failure as CommandFailure where failure.status == .noDaemon {
            guard context.socket == nil,
                let path = Locations.configFile(in: context.environment),
                let household = try? HouseholdFile(path, in: context).household()
            else {
                throw failure
            }
            let message = try read(household)
            try context.note("rituald does not run, so what was asked is not known")
            return message
        }
    }
}

/// Which prompt is meant, and who says so.
struct PromptOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The prompt, a part of it, or its number in the deck.",
            discussion: "Default: the one of today.",
            valueName: "prompt"
        )
    )
    var words: [String] = []

    @Option(help: ArgumentHelp("The deck, where several have the prompt.", valueName: "name"))
    var deck: String?

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else all.", valueName: "id")
    )
    var partner: String?

    /// Tells the daemon, and shows what it has understood.
    func tell(_ word: DeckMarkRequest.Word, in context: CommandContext) throws {
        var request = DeckMarkRequest(word, deck: deck)
        if let number = words.first.flatMap({ Int($0) }), words.count == 1 {
            request.number = number
        } else if !words.isEmpty {
            request.prompt = words.joined(separator: " ")
        }
        if let partner {
            request.partner = try context.house().partner(partner)
        }
        try context.tell(.deckMark, request) { DeckMarkSentence(mark: $0, context: context).lines }
    }
}

struct DeckFavouriteCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "favourite",
        abstract: "Mark a prompt that you like.",
        usage: "ritualctl deck favourite [<prompt> | <number>] [<options>]",
        discussion: """
            'ritualctl deck NAME' shows it first, with a star. It comes as often as any other. Without \
            a prompt it is the one of today.

              ritualctl deck favourite
              ritualctl deck favourite "perfect rainy afternoon"
              ritualctl deck favourite 12 --deck daily-questions
            """
    )

    @OptionGroup var prompt: PromptOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        try prompt.tell(.favourite, in: context)
    }
}

struct DeckNeverCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "never",
        abstract: "Never be asked a prompt again.",
        usage: "ritualctl deck never [<prompt> | <number>] [<options>]",
        discussion: """
            From the next time on the deck goes on without it, for all of you. What was asked by now \
            stays as it was. 'ritualctl deck again' takes it back in.

              ritualctl deck never "perfect rainy afternoon"
              ritualctl deck never 12 --deck daily-questions
            """
    )

    @OptionGroup var prompt: PromptOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        try prompt.tell(.never, in: context)
    }
}

struct DeckAgainCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "again",
        abstract: "Ask a prompt like any other again.",
        usage: "ritualctl deck again <prompt> | <number> [<options>]",
        discussion: """
            Takes back what was said of it: that it is never to come, or that it is a favourite.

              ritualctl deck again "perfect rainy afternoon"
            """
    )

    @OptionGroup var prompt: PromptOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !prompt.words.isEmpty else {
            throw ValidationError("which prompt? give a part of it, or its number with --deck NAME")
        }
    }

    func run(in context: CommandContext) throws {
        try prompt.tell(.again, in: context)
    }
}
