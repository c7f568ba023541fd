import ArgumentParser
import CivilTime
import ControlAPI

struct MoveCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Hold one occurrence of a ritual at another time.",
        usage: "ritualctl move <ritual> --to <local> [<options>]",
        discussion: """
            Its nudges follow it; occurrences after it stay where they are. It keeps its name, \
            which is its scheduled start.

              ritualctl move date-night --to 2026-01-10T19:00
              ritualctl move date-night --occurrence 2026-01-16T19:00 --to 2026-01-17T18:30

            Local times are read in the ritual's time zone.
            """
    )

    @OptionGroup var occurrence: OccurrenceOptions

    @Option(help: ArgumentHelp("The new local start: 2026-01-10T19:00.", valueName: "local"))
    var to: String

    @OptionGroup var common: CommonOptions

    func validate() throws {
        do {
            _ = try CivilDateTime(parsing: to)
        } catch {
            throw ValidationError("--to: \(error)")
        }
    }

    func run(in surroundings: Surroundings) throws {
        let request = try MoveRequest(
            ritual: occurrence.ritual,
            occurrence: occurrence.occurrence,
            partner: occurrence.partner,
            note: occurrence.note(in: surroundings),
            to: to
        )
        try surroundings.tell(.move, request, common)
    }
}
