import ArgumentParser
import ControlAPI

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

struct OutboxListCommand: SurroundedCommand {
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
            discussion: OutboxQuery.states.joined(separator: ", "),
            valueName: "state"
        )
    )
    var state: [String] = []

    @Option(help: ArgumentHelp("At most that many.", valueName: "n"))
    var count = 20

    @OptionGroup var common: CommonOptions

    func validate() throws {
        for state in state where !OutboxQuery.states.contains(state) {
            let allowed = OutboxQuery.states.joined(separator: ", ")
            throw ValidationError("state '\(state)' is not one of \(allowed)")
        }
        try UpcomingCommand.check("--count", count, in: OutboxQuery.counts)
    }

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let style = Style(common, in: surroundings)
        let query = OutboxQuery(states: state, count: count)
        let deliveries = try link.ask(.outbox, query.items, for: [DeliveryMessage].self)
        try surroundings.show(deliveries, common) { deliveries in
            OutboxTable(deliveries: deliveries, style: style, surroundings: surroundings).lines
        }
    }
}
