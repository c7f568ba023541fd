import ArgumentParser
import ControlAPI

struct StatusCommand: ContextCommand {
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

    func run(in context: CommandContext) throws {
        try context.ask(.status) { StatusSheet(status: $0, context: context).lines }
    }
}
