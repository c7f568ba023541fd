import ArgumentParser
import ControlAPI
import PlainText

struct SendTestCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test",
        abstract: "Send one test nudge to a channel, now.",
        discussion: """
            One attempt, with the channel's own settings; quiet hours do not hold it back. \
            'ritualctl status' lists the channels.

              ritualctl send-test stdout
              ritualctl send-test phone

            It says what the other side answered, and exits 1 where it did not take the nudge.
            """
    )

    @Argument(help: "The channel's id.")
    var channel: String

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let request = SendTestRequest(channel: channel)
        let sent = try link.tell(.sendTest, request, for: SendTestMessage.self)
        try surroundings.show(sent, common) { sent in
            let detail = sent.detail.isEmpty ? "" : ": \(sent.detail.withoutControls)"
            let length = sent.milliseconds.map { " after \(Latency.worded($0))" } ?? ""
            let channel = "\(sent.channel.withoutControls) (\(sent.type.withoutControls))"
            let reply = sent.reply.map(\.withoutControls) ?? ""
            return ["sent to \(channel)\(detail)\(length)"]
                + (reply.isEmpty ? [] : ["it answered: \(reply)"])
        }
    }
}
