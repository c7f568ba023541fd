import ArgumentParser
import ControlAPI

struct DoneCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Say that you kept a ritual.",
        usage: "ritualctl done <ritual> [<options>]",
        discussion: """
            Every nudge of that occurrence, waiting or shown, is taken back on all channels. \
            Occurrences after it stay where they are.

              ritualctl done check-in
              ritualctl done date-night --note "the new Thai place"
              ritualctl done date-night --occurrence 2026-01-09T19:00
              ritualctl done date-night --partner alex

            Where a ritual needs both of you, it counts once each partner has said so.
            """
    )

    @OptionGroup var occurrence: OccurrenceOptions
    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        try occurrence.tell(.done, common, in: surroundings)
    }
}
