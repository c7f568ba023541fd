import ArgumentParser
import ControlAPI

struct ReleaseCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End a hold before its time.",
        usage: "ritualctl release [<ritual>] [<options>]",
        discussion: """
            What passed during the hold is not told again. 'ritualctl status' shows what is on hold.

              ritualctl release
              ritualctl release date-night
            """
    )

    @Argument(help: "The ritual's id; default: the hold of everything.")
    var ritual: String?

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id")
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let request = ReleaseRequest(ritual: ritual, partner: partner)
        let hold = try link.tell(.release, request, for: HoldMessage.self)
        try surroundings.show(hold, common) { hold in
            let sentence = HoldSentence(hold: hold, surroundings: surroundings)
            return ["\(sentence.subject) is no longer on hold; it was to be until \(sentence.end)"]
        }
    }
}
