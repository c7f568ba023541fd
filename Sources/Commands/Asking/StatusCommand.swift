import ArgumentParser
import ControlAPI

struct StatusCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How the daemon is: config, time zone, ledger, outbox, channels.",
        discussion: """
            Exits 69 where no daemon answers, so a script can ask whether it runs:

              ritualctl status >/dev/null && echo it runs
              ritualctl status --json | jq .zone.tzdata
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let style = Style(common, in: surroundings)
        let status = try link.ask(.status, for: StatusMessage.self)
        try surroundings.show(status, common) { status in
            StatusSheet(status: status, style: style, surroundings: surroundings).lines
        }
    }
}
