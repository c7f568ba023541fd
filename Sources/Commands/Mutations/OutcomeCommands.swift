import ArgumentParser
import CivilTime
import ControlAPI

struct DoneCommand: ContextCommand {
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
              ritualctl done date-night --both

            Where a ritual needs both of you, it counts once each partner has said so.
            """
    )

    @OptionGroup var occurrence: OccurrenceOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        try context.tell(.done, occurrence.request(in: context))
    }
}

struct SkipCommand: ContextCommand {
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

    func run(in context: CommandContext) throws {
        try context.tell(.skip, occurrence.request(in: context))
    }
}

struct SnoozeCommand: ContextCommand {
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
        help: ArgumentHelp("How long from now, such as 20m or 2h.", valueName: "length"),
        transform: read
    )
    var length: Span

    @OptionGroup var common: CommonOptions

    private static func read(_ text: String) throws -> Span {
        let span = try explained { try Span(parsing: text) }
        guard !span.isZero, span.months >= 0, span.days >= 0, span.seconds >= 0 else {
            throw ValidationError("it is not a length of time after now")
        }
        return span
    }

    func run(in context: CommandContext) throws {
        var request = try occurrence.request(in: context)
        request.for = length
        try context.tell(.snooze, request)
    }
}

struct MoveCommand: ContextCommand {
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

    @Option(
        help: ArgumentHelp("The new local start: 2026-01-10T19:00.", valueName: "local"),
        transform: { text in try explained { try CivilDateTime(parsing: text) } }
    )
    var to: CivilDateTime

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        var request = try occurrence.request(in: context)
        request.to = to
        try context.tell(.move, request)
    }
}
