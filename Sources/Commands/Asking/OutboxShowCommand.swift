import ArgumentParser
import ControlAPI

struct OutboxShowCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One delivery with every attempt at it, and what was answered.",
        discussion: """
              ritualctl outbox show 31
            """
    )

    @Argument(help: "The delivery's number, as 'ritualctl outbox list' shows it.")
    var id: Int64

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let style = Style(common, in: surroundings)
        let query = DeliveryQuery(id: id)
        let story = try link.ask(.outboxShow, query.items, for: DeliveryStoryMessage.self)
        try surroundings.show(story, common) { story in
            DeliveryStory(story: story, style: style, surroundings: surroundings).lines
        }
    }
}

struct OutboxRetryCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try a delivery again, now.",
        discussion: """
            One that waits, or that was given up. It has all its attempts before it again, and a \
            channel that rests or was switched off is used again.

              ritualctl outbox retry 31
            """
    )

    @OptionGroup var deliveries: DeliveryOptions
    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        try deliveries.tell(.outboxRetry, "is tried again now", common, in: surroundings)
    }
}

struct OutboxDropCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give a delivery up.",
        discussion: """
              ritualctl outbox drop 31
            """
    )

    @OptionGroup var deliveries: DeliveryOptions
    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        try deliveries.tell(.outboxDrop, "is given up", common, in: surroundings)
    }
}

/// Which deliveries are meant.
struct DeliveryOptions: ParsableArguments {
    @Argument(help: "The delivery's number, as 'ritualctl outbox list' shows it; or several.")
    var ids: [Int64]

    /// Tells the daemon of each delivery in turn, and shows what has become of it.
    func tell(
        _ route: ControlRoute,
        _ consequence: String,
        _ common: CommonOptions,
        in surroundings: Surroundings
    ) throws {
        let link = try DaemonLink(common, in: surroundings)
        for id in ids {
            let request = DeliveryRequest(id: id)
            let delivery = try link.tell(route, request, for: DeliveryMessage.self)
            try surroundings.show(delivery, common) { delivery in
                ["delivery \(delivery.id), \(delivery.worded), \(consequence)"]
            }
        }
    }
}
