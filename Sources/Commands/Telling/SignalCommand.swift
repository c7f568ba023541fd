import ArgumentParser
import ControlAPI
import PlainText

struct SignalCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "Say that something happened, such as both-home.",
        discussion: """
            Rituals with trigger = { signal = "NAME" } wait for it. It begins those whose window \
            of the day is open and whose limit a day is not reached.

              ritualctl signal both-home
            """
    )

    @Argument(help: "The signal's name, as the config has it.")
    var name: String

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let signal = try link.tell(.signal, SignalRequest(name: name), for: SignalMessage.self)
        try surroundings.show(signal, common) { signal in
            signal.began.isEmpty
                ? ["\(name.withoutControls): nothing begins now"]
                : signal.began.map { "\(name.withoutControls): \($0.title.withoutControls) begins" }
        }
    }
}
