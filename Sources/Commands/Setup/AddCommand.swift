import ArgumentParser
import CivilTime
import Household
import PlainText
import Recurrence
import Settings

struct AddCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a ritual to the config.",
        usage: "ritualctl add <title> --every <step> [--on <day>] --at <time> [<options>]",
        discussion: """
            Writes a ritual behind all others of the config, checks it, and has rituald read it. \
            All that stands in the file stays as it is. Where the config would not be valid, \
            nothing is written, and every error is shown.

              ritualctl add "Tea on the balcony" --every sunday --at 16:00
              ritualctl add "Long talk" --every '2 weeks' --on thu --at 20:00 --for 1h
              ritualctl add "Breakfast out" --rrule 'FREQ=MONTHLY;BYDAY=1SA' --at 9:30
              ritualctl add "We are home" --signal both-home
              ritualctl add check-in                 a practice that comes with rituald
              ritualctl add check-in --at 21:00      the same, at another time
              ritualctl add 7-7-7 --from 2026-01-09  a plan of several rituals

            'ritualctl remove' takes it away again; 'ritualctl edit RITUAL' opens it.
            """
    )

    @Argument(
        help: "A title in quotes, or a practice or plan of 'ritualctl catalog'.",
        completion: .names(.practices)
    )
    var what: String

    @OptionGroup(title: "When") var schedule: AddedSchedule
    @OptionGroup(title: "How") var keys: AddedKeys
    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let edited = try EditedConfig(config, in: context)
        let before = try edited.household()
        let outline = ConfigOutline(edited.text)
        let taken = Set(before.rituals.map(\.id) + outline.blocks.map(\.id))
        let clock = AddedSchedule.Clock(now: context.now(), zone: before.zone)
        let catalogue = Catalogue(in: context.environment)
        let block = try block(of: catalogue, besides: taken, clock)
        let (text, line) = outline.appending(block)
        let after = try refusing(block, of: line) { try edited.replace(with: text) }
        let added = after.rituals.filter { ritual in !before.rituals.contains { $0.id == ritual.id }
        }
        let daemon = try edited.reload()
        if context.isJSON {
            return try context.show(
                ConfigChange(
                    config: edited.path,
                    rituals: added.map(\.id),
                    line: line,
                    daemon: daemon
                )
            )
        }
        for ritual in added {
            try context.say(AddedRitual.sentence(ritual, in: context))
        }
        let name = ConfigOutline(text).blocks.last?.id ?? what
        try context.say("\(daemon); 'ritualctl remove \(name)' takes it back")
    }

    /// Shows the lines that a refusal speaks of: they are in no file.
    private func refusing<Value>(
        _ block: String,
        of line: Int,
        _ write: () throws -> Value
    ) throws -> Value {
        do {
            return try write()
        } catch var failure as CommandFailure where failure.status == .invalid {
            let lines = block.split(separator: "\n").enumerated().map {
                "  \(line + $0)  \(String($1).withoutControls)"
            }
            failure.details += ["of these lines, which were not written:"] + lines
            throw failure
        }
    }

    /// The lines of the config that say it.
    private func block(
        of catalogue: Catalogue,
        besides taken: Set<String>,
        _ clock: AddedSchedule.Clock
    ) throws -> String {
        if catalogue.names(.plans).contains(what) {
            guard keys.isOnlyID, schedule.isOfPlan else {
                throw CommandFailure(
                    .usage,
                    "'\(what)' is a plan; it takes --id, --from, --at and --snap"
                )
            }
            let lines = ["use = \(TOMLText.string(what))"] + keys.lines + schedule.planLines(clock)
            return Self.text("[[plan]]", lines)
        }
        if catalogue.names(.practices).contains(what) {
            let lines = ["template = \(TOMLText.string(what))"] + keys.lines
            if let times = schedule.timesAlone,
                let own = catalogue.schedule(of: what, at: times)
            {
                return Self.text("[[ritual]]", lines + [own])
            }
            return Self.text("[[ritual]]", try lines + schedule.lines(clock))
        }
        guard schedule.isGiven else {
            throw CommandFailure(
                .usage,
                "say when: --every day --at 19:00, --every fri --at 19:00, --rrule, --calendar or "
                    + "--signal; without a time only a practice or plan of 'ritualctl catalog' can be added"
            )
        }
        var lines = ["title = \(TOMLText.string(what))"]
        if keys.id == nil {
            lines.insert("id = \(TOMLText.string(Slug.of(what, besides: taken)))", at: 0)
        }
        return Self.text("[[ritual]]", try lines + keys.lines + schedule.lines(clock))
    }

    private static func text(_ header: String, _ lines: [String]) -> String {
        // A dictionary of the format: an id stands first.
        let sorted =
            lines.filter { $0.hasPrefix("id = ") } + lines.filter { !$0.hasPrefix("id = ") }
        return ([header] + sorted).joined(separator: "\n") + "\n"
    }
}
