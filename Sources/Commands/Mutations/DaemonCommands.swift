import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

struct SignalCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "Say that something happened, such as both-home.",
        usage: "ritualctl signal <name> [<options>]",
        discussion: """
            Rituals with trigger = { signal = "NAME" } wait for it. It begins those whose window \
            of the day is open and whose limit a day is not reached.

              ritualctl signal both-home
            """
    )

    @Argument(help: "The signal's name, as the config has it.", completion: .names(.signals))
    var name: String

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let name = try context.house().signal(name)
        try context.tell(.signal, SignalRequest(name: name)) { (signal: SignalMessage) in
            signal.began.isEmpty
                ? ["\(name.withoutControls): nothing begins now"]
                : signal.began.map { began in
                    let title = "\(name.withoutControls): \(began.title.withoutControls)"
                    // A pause starts when everyone comes back, and not when its name says.
                    guard began.start.local != began.occurrence.start else {
                        return "\(title) begins"
                    }
                    let relative = context.relativeTime(in: began.start.zone)
                    return "\(title), \(relative.phrase(began.instant))"
                }
        }
    }
}

struct SendTestCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test",
        abstract: "Send one test nudge to a channel, now.",
        usage: "ritualctl send-test <channel> [<options>]",
        discussion: """
            One attempt, with the channel's own settings; quiet hours do not hold it back. \
            'ritualctl status' lists the channels.

              ritualctl send-test stdout
              ritualctl send-test phone

            It says what the other side answered, and exits 1 where it did not take the nudge.
            """
    )

    @Argument(help: "The channel's id.", completion: .names(.channels))
    var channel: String

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let request = SendTestRequest(channel: try context.house().channel(channel))
        try context.tell(.sendTest, request, as: Self.lines)
    }

    static func lines(_ sent: SendTestMessage) -> [String] {
        let detail = sent.detail.isEmpty ? "" : ": \(sent.detail.withoutControls)"
        let length = sent.milliseconds.map { " after \(Latency.worded($0))" } ?? ""
        let channel = "\(sent.channel.withoutControls) (\(sent.type.withoutControls))"
        let reply = sent.reply.map(\.withoutControls) ?? ""
        return ["sent to \(channel)\(detail)\(length)"]
            + (reply.isEmpty ? [] : ["it answered: \(reply)"])
    }
}

struct ReloadCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Read the config again.",
        usage: "ritualctl reload [<options>]",
        discussion: """
            Where the new config has errors, the daemon keeps the old one; this shows every error \
            with its line and exits 2.

              ritualctl reload
              ritualctl check && ritualctl reload
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        struct Nothing: Encodable {}
        try context.tell(.reload, Nothing()) { (reloaded: ReloadMessage) in
            let household = CountPhrase.household(
                rituals: reloaded.rituals,
                partners: reloaded.partners
            )
            return reloaded.warnings.map(\.description)
                + ["\(reloaded.config.withoutControls): read, \(household)"]
        }
    }
}
