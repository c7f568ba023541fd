import ArgumentParser
import Household
import PlainText
import Settings

struct RemoveCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a ritual out of the config.",
        usage: "ritualctl remove <ritual> [<options>]",
        discussion: """
            Takes its lines out of the config, with the comments that stand right above it, and has \
            rituald read it; all else stays as it is. The lines are printed, so that they can be \
            put back. What happened stays in the history: 'ritualctl forget' erases it.

              ritualctl remove tea-on-the-balcony
              ritualctl remove 7-7-7                a plan, with all of its rituals
            """
    )

    @Argument(
        help: "The id of a ritual or a plan, a part of it, or its title.",
        completion: .names(.blocks)
    )
    var ritual: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let edited = try EditedConfig(config, in: context)
        let before = try edited.household()
        let outline = ConfigOutline(edited.text)
        let block = try BlockChoice(outline: outline, household: before).block(ritual)
        let after = try edited.replace(with: outline.removing(block))
        let daemon = try edited.reload()
        if context.isJSON {
            let gone = before.rituals.filter { ritual in
                !after.rituals.contains { $0.id == ritual.id }
            }
            return try context.show(
                ConfigChange(
                    config: edited.path,
                    rituals: gone.map(\.id),
                    line: block.line,
                    daemon: daemon
                )
            )
        }
        try context.say("removed \(block.id.withoutControls) from \(edited.path); \(daemon)")
        try context.say("these lines are gone:")
        for line in outline.text(of: block).split(separator: "\n", omittingEmptySubsequences: false)
        where !line.isEmpty {
            try context.say("  \(String(line).withoutControls)")
        }
    }
}
