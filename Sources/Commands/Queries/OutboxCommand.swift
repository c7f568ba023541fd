import ArgumentParser
import ControlAPI
import Delivery

struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Deliveries and their attempts.",
        subcommands: [
            OutboxListCommand.self, OutboxShowCommand.self, OutboxRetryCommand.self,
            OutboxDropCommand.self,
        ],
        defaultSubcommand: OutboxListCommand.self
    )
}

struct OutboxListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The deliveries, newest first.",
        usage: "ritualctl outbox list [--state <state> ...] [<options>]",
        discussion: """
            A delivery hands one nudge to one channel. It is pending or sending until the channel \
            takes it (delivered), refuses it for good (dead), its time passes (expired) or you \
            answer first (withdrawn).

              ritualctl outbox list
              ritualctl outbox list --state pending --state dead
            """
    )

    @Option(
        help: ArgumentHelp(
            "Only those in this state; may be repeated.",
            discussion: Self.states,
            valueName: "state"
        ),
        completion: .list(Delivery.State.allCases.map(\.rawValue)),
        transform: read
    )
    var state: [Delivery.State] = []

    @Option(help: ArgumentHelp("At most that many.", valueName: "n"))
    var count = 20

    private static let states = Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")

    private static func read(_ text: String) throws -> Delivery.State {
        guard let state = Delivery.State(rawValue: text) else {
            throw ValidationError("it is not one of \(states)")
        }
        return state
    }

    @OptionGroup var common: CommonOptions

    func validate() throws {
        try UpcomingCommand.check("--count", count, in: OutboxQuery.counts)
    }

    func run(in context: CommandContext) throws {
        let query = OutboxQuery(states: state, count: count)
        try context.ask(.outbox, query.items) {
            OutboxTable(deliveries: $0, context: context).lines
        }
    }
}

struct OutboxShowCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One delivery with every attempt at it, and what was answered.",
        usage: "ritualctl outbox show <id> [<options>]",
        discussion: """
              ritualctl outbox show 31
            """
    )

    @Argument(help: "The delivery's number, as 'ritualctl outbox list' shows it.")
    var id: Int64

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let query = DeliveryQuery(id: id)
        try context.ask(.outboxShow, query.items) {
            DeliveryStory(story: $0, context: context).lines
        }
    }
}

struct OutboxRetryCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try a delivery again, now.",
        usage: "ritualctl outbox retry <id> ... [<options>]",
        discussion: """
            One that waits, or that was given up. It has all its attempts before it again, and a \
            channel that rests or was switched off is used again.

              ritualctl outbox retry 31
            """
    )

    @OptionGroup var deliveries: DeliveryOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        try deliveries.tell(.outboxRetry, "is tried again now", in: context)
    }
}

struct OutboxDropCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give a delivery up.",
        usage: "ritualctl outbox drop <id> ... [<options>]",
        discussion: """
              ritualctl outbox drop 31
            """
    )

    @OptionGroup var deliveries: DeliveryOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        try deliveries.tell(.outboxDrop, "is given up", in: context)
    }
}

/// Which deliveries are meant.
struct DeliveryOptions: ParsableArguments {
    @Argument(help: "The delivery's number, as 'ritualctl outbox list' shows it; or several.")
    var ids: [Int64]

    /// Tells the daemon of each delivery in turn, and shows what has become of it.
    func tell(_ route: ControlRoute, _ consequence: String, in context: CommandContext) throws {
        for id in ids {
            try context.tell(route, DeliveryRequest(id: id)) { (delivery: DeliveryMessage) in
                ["delivery \(delivery.id), \(delivery.worded), \(consequence)"]
            }
        }
    }
}
