import ArgumentParser
import CivilTime
import ControlAPI

struct SnoozeCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze",
        abstract: "Be reminded of an occurrence again later.",
        usage: "ritualctl snooze <ritual> --for <length> [<options>]",
        discussion: """
              ritualctl snooze check-in --for 20m
              ritualctl snooze date-night --for 2h --partner sam

            It moves the nudge, not the ritual: its scheduled start stays what it was.
            """
    )

    @OptionGroup var occurrence: OccurrenceOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long from now, such as 20m or 2h.", valueName: "length")
    )
    var length: String

    @OptionGroup var common: CommonOptions

    func validate() throws {
        let span: Span
        do {
            span = try Span(parsing: length)
        } catch {
            throw ValidationError("--for: \(error)")
        }
        guard !span.isZero, span.months >= 0, span.days >= 0, span.seconds >= 0 else {
            throw ValidationError("--for: '\(length)' is not a length of time after now")
        }
    }

    func run(in surroundings: Surroundings) throws {
        let request = try SnoozeRequest(
            ritual: occurrence.ritual,
            occurrence: occurrence.occurrence,
            partner: occurrence.partner,
            note: occurrence.note(in: surroundings),
            for: length
        )
        try surroundings.tell(.snooze, request, common)
    }
}
