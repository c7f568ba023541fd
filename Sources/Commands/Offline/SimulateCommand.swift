import ArgumentParser
import CivilTime
import ControlAPI
import Household
import Planning

struct SimulateCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Every decision of a span of time, by the daemon's own planner.",
        usage: "ritualctl simulate --config <file> --from <t> --until <t> [<options>]",
        discussion: """
            The planner is fed a virtual clock instead of the real one and is otherwise the same \
            code, so this is what the daemon would do if nobody answered. It prints one JSON \
            object a line, with or without --json, and needs no daemon.

              ritualctl simulate --config config.toml --from 2026-01-01 --until 2027-12-31
              ritualctl simulate … | jq -r 'select(.ritual == "getaway") | [.at, .stage] | @tsv'

            Dates and local times are read in the household's time zone.
            """
    )

    @Option(
        help: ArgumentHelp("The config file.", valueName: "file"),
        completion: .file(extensions: ["toml"])
    )
    var config: String

    @Option(
        help: ArgumentHelp("The first moment.", discussion: TimeArgument.forms, valueName: "t"),
        transform: TimeArgument.read
    )
    var from: TimeArgument

    @Option(
        help: ArgumentHelp(
            "The last date, or the moment at which it ends, which is not part of it.",
            valueName: "t"
        ),
        transform: TimeArgument.read
    )
    var until: TimeArgument

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let household = try HouseholdFile(config, in: context).household()
        try from.check("--from", in: context)
        try until.check("--until", in: context)
        let now = context.now()
        let span = (
            from.instant(in: household.zone, at: now), until.end(in: household.zone, at: now)
        )
        guard span.0 < span.1 else {
            throw CommandFailure(
                .usage,
                "--from \(span.0) is not before --until \(span.1)"
            )
        }
        for decision in Simulation(household, from: span.0, until: span.1) {
            try context.say(ControlJSON.text(of: DecisionMessage(decision)))
        }
    }
}
