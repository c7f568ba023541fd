import ArgumentParser
import ControlAPI

struct NextCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "The next occurrence, in one line for a status bar.",
        discussion: """
              ritualctl next          Check-in, today 20:30 (in 2 h 14 min)
              ritualctl next --json   {"next": …}, null where there is none

            It prints an empty line where nothing is coming, so that a bar stays quiet.
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let message = try link.ask(.next, for: NextMessage.self)
        try surroundings.show(message, common) { message in
            guard let next = message.next,
                let times = OccurrenceTimes(start: next.start, end: next.end, in: surroundings)
            else {
                return [""]
            }
            return ["\(next.title.cut(to: 40)), \(times.phrase)"]
        }
    }
}
