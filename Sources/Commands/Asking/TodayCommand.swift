import ArgumentParser
import ControlAPI

struct TodayCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "Today's agenda: what was, what is, what is to come.",
        discussion: """
            Today is the household's: the date in its own time zone.

              ritualctl today
              ritualctl today --json | jq -r '.occurrences[] | select(.state == "open") | .title'
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let style = Style(common, in: surroundings)
        let today = try link.ask(.today, for: TodayMessage.self)
        try surroundings.noteCut(today.occurrences.count, "the # nearest to now are shown")
        try surroundings.show(today, common) { today in
            TodayListing(today: today, style: style, surroundings: surroundings).lines
        }
    }
}
