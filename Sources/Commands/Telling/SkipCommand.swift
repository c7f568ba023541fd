import ArgumentParser
import ControlAPI

struct SkipCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Let one occurrence of a ritual pass.",
        usage: "ritualctl skip <ritual> [<options>]",
        discussion: """
            Its nudges stop. Occurrences after it stay where they are.

              ritualctl skip check-in
              ritualctl skip date-night --note "both ill"
              ritualctl skip date-night --occurrence 2026-01-09T19:00
            """
    )

    @OptionGroup var occurrence: OccurrenceOptions
    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        try occurrence.tell(.skip, common, in: surroundings)
    }
}
