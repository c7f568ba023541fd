import ArgumentParser
import CivilTime
import ControlAPI
import PlainText
import Household

struct UndoCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back what you said last.",
        usage: "ritualctl undo [<ritual>] [<options>]",
        discussion: """
            The last done, skip, snooze or move is taken back, and what it had silenced before its \
            time comes again in its own. What has passed meanwhile is not told again.

              ritualctl undo                       whatever was said last
              ritualctl undo date-night
              ritualctl undo date-night --occurrence 2026-01-09T19:00 --partner sam
            """
    )

    @Argument(help: "The ritual's id; default: the one that was spoken of last.")
    var ritual: String?

    @Option(
        help: ArgumentHelp(
            "The scheduled start of the occurrence, such as 2026-01-09T19:00.",
            discussion: "Default: the one that was spoken of last.",
            valueName: "local"
        ),
        transform: LocalTimeArgument.read
    )
    var occurrence: LocalTimeArgument?

    @Option(help: ArgumentHelp("Only a word of this partner.", valueName: "id"))
    var partner: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard occurrence == nil || ritual != nil else {
            throw ValidationError("--occurrence needs its ritual: ritualctl undo RITUAL …")
        }
    }

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let request = UndoRequest(
            ritual: ritual,
            occurrence: occurrence?.local.short,
            partner: partner
        )
        let undone = try link.tell(.undo, request, for: UndoMessage.self)
        try surroundings.show(undone, common) { undone in
            let start = WireTime(undone.start)
            let relative = surroundings.relativeTime(in: start?.zone)
            let moment = start.map {
                ", \(relative.day($0.local.date)) \($0.local.time.toTheMinute)"
            }
            let who = undone.partner.map { " by \($0.withoutControls)" } ?? ""
            let word = undone.undone.withoutControls
            return [
                "\(undone.title.withoutControls)\(moment ?? ""): “\(word)”\(who) is taken back; "
                    + "it is \(StateWord.of(undone.state))"
            ]
        }
    }
}
