import ArgumentParser
import ControlAPI

struct WatchCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow what the daemon decides and delivers, as it happens.",
        discussion: """
              ritualctl watch          one line an event, until Ctrl-C
              ritualctl watch --json   one object a line: {"event": …, "data": …}

            When the daemon stops it waits for the next one. What happened meanwhile is in \
            'ritualctl history'.
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let source = try context.follow()
        var hasConnected = false
        while true {
            switch source.next(until: nil) {
            case .connected:
                if hasConnected {
                    try context.noteNow("the daemon is there again")
                }
                hasConnected = true
            case .event(let event):
                try context.say(line(event, in: context))
                try context.output.flush()
            case .gone(let error):
                guard hasConnected else {
                    throw context.failure(error)
                }
                try context.noteNow("the daemon has stopped; waiting for the next one")
            case .time:
                break
            case .closed:
                return
            }
        }
    }

    private func line(_ event: EventMessage, in context: CommandContext) throws -> String {
        if context.isJSON {
            return "{\"event\":\"\(event.name)\",\"data\":\(try event.data())}"
        }
        return EventLine(
            event: event,
            relative: context.relativeTime(in: nil),
            style: context.style
        ).text
    }
}

extension CommandContext {
    /// The daemon's events.
    func follow() throws -> any EventSource {
        events(try socketPath())
    }

    /// Writes a line on standard error at once.
    func noteNow(_ line: String) throws {
        try note(line)
        try errors.flush()
    }
}
