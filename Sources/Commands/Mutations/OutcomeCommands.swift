import ArgumentParser
import CivilTime
import ControlAPI

struct DoneCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Say that you kept a ritual.",
        usage: "ritualctl done [<ritual>] [<options>]",
        discussion: """
            Every nudge of that occurrence, waiting or shown, is taken back on all channels. \
            Occurrences after it stay where they are. Without a ritual it is what is open now.

              ritualctl done
              ritualctl done check-in
              ritualctl done date-night --note "the new Thai place"
              ritualctl done date-night --occurrence fri
              ritualctl done date-night --partner alex
              ritualctl done date-night --both
              ritualctl done getaway --step book

            With --step it is said of one step of what is to be prepared for the next one, and not of \
            all of it. Where a ritual needs more than one of you, it counts once enough have said so.
            """
    )

    @OptionGroup var ritual: RitualArgument
    @OptionGroup var occurrence: OccurrenceOptions

    @Option(
        help: ArgumentHelp(
            "A step of what is to be prepared, such as book; upcoming names them.",
            valueName: "name"
        )
    )
    var step: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if step != nil, ritual.name == nil, try OccurrenceName(occurrence.text).ritual == nil {
            throw ValidationError("--step needs its ritual: ritualctl done RITUAL --step NAME")
        }
    }

    func run(in context: CommandContext) throws {
        var request = try occurrence.request(ritual.name, of: "done", in: context.house())
        request.step = step
        try occurrence.tell(.done, request, in: context)
    }
}

struct SkipCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Let one occurrence of a ritual pass.",
        usage: "ritualctl skip [<ritual>] [<options>]",
        discussion: """
            Its nudges stop. Occurrences after it stay where they are. Without a ritual it is what \
            is open now.

              ritualctl skip check-in
              ritualctl skip date-night --note "both ill"
              ritualctl skip date-night --occurrence 2026-01-09
            """
    )

    @OptionGroup var ritual: RitualArgument
    @OptionGroup var occurrence: OccurrenceOptions
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let request = try occurrence.request(ritual.name, of: "skip", in: context.house())
        try occurrence.tell(.skip, request, in: context)
    }
}

struct SnoozeCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze",
        abstract: "Be reminded of an occurrence again later.",
        usage: "ritualctl snooze [<ritual>] [<length> | <time>] [<options>]",
        discussion: """
              ritualctl snooze                       what is open now, for 20 minutes
              ritualctl snooze check-in 2h
              ritualctl snooze date-night tomorrow 8pm --partner sam

            It moves the nudge, not the ritual: its scheduled start stays what it was. A day alone \
            keeps the ritual's time of day.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The ritual, and how long from now or until when.",
            discussion: "Default: what is open now, for 20 minutes.",
            valueName: "words"
        ),
        completion: .names(.rituals)
    )
    var words: [String] = []

    @OptionGroup var occurrence: OccurrenceOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long from now, such as 20m or 2h.", valueName: "length"),
        transform: read
    )
    var length: TypedTime?

    @OptionGroup var common: CommonOptions

    private static let allowed = "give a length or a time such as 20m, 2h or tomorrow 8pm"

    private static func read(_ text: String) throws -> TypedTime {
        try TypedTime.read(text, allowed: allowed)
    }

    func validate() throws {
        if length != nil, NameAndTime(words).time != nil {
            throw ValidationError("say for how long once, with --for or without")
        }
        if let last = words.last, last.first?.isNumber == true,
            let refusal = NameAndTime(words).refusal(of: words, allowed: Self.allowed)
        {
            throw refusal
        }
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let words = NameAndTime(words)
        var request = try occurrence.request(words.name, of: "snooze", in: house)
        let time = length ?? words.time ?? TypedTime(reading: .length(Span(seconds: 1_200), nil))
        if let span = time.lengthAhead {
            request.for = span
        } else {
            request.to = try house.resolve(time, .ahead, for: request.ritual)
        }
        try occurrence.tell(.snooze, request, in: context)
    }
}

struct MoveCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Hold one occurrence of a ritual at another time.",
        usage: "ritualctl move <ritual> <time> [<options>]",
        discussion: """
            Its nudges follow it; occurrences after it stay where they are. It keeps its name, \
            which is its scheduled start. A day alone keeps its time of day.

              ritualctl move date-night sat
              ritualctl move date-night sat 18:30
              ritualctl move date-night next week     a week later than it stands
              ritualctl move date-night --occurrence 2026-01-16 --to 2026-01-17T18:30

            Local times are read in the ritual's time zone.
            """
    )

    @Argument(
        help: ArgumentHelp("The ritual, and its new start.", valueName: "words"),
        completion: .names(.rituals)
    )
    var words: [String] = []

    @OptionGroup var occurrence: OccurrenceOptions

    @Option(
        help: ArgumentHelp("The new local start: sat 19:00, 2026-01-10T19:00.", valueName: "local"),
        transform: { try TypedTime.read($0, allowed: allowed) }
    )
    var to: TypedTime?

    @OptionGroup var common: CommonOptions

    private static let allowed = "give a time such as sat, fri 19:00 or 2026-01-10T19:00"

    func validate() throws {
        let given = NameAndTime(words)
        guard to == nil else {
            guard given.time == nil else {
                throw ValidationError("say once to when, with --to or without")
            }
            return
        }
        if let refusal = given.refusal(of: words, allowed: Self.allowed) {
            throw refusal
        }
        guard given.time != nil else {
            throw ValidationError("to when? \(Self.allowed)")
        }
    }

    func run(in context: CommandContext) throws {
        let house = try context.house()
        let words = NameAndTime(words)
        var request = try occurrence.request(words.name, of: "move", in: house)
        let time = to ?? words.time
        if case .next(let span) = time?.reading {
            request.for = span
        } else {
            request.to = try time.map {
                try house.resolve($0, .ahead, for: request.ritual).toTheMinute
            }
        }
        try occurrence.tell(.move, request, in: context)
    }
}

/// A ritual by its id, a part of it, or its title; with or without quotes.
struct RitualArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The ritual's id or title, or a part of it.",
            discussion: "Default: what is open now.",
            valueName: "ritual"
        ),
        completion: .names(.rituals)
    )
    var words: [String] = []

    var name: String? { words.isEmpty ? nil : words.joined(separator: " ") }
}

extension TimePoint {
    /// The same; of an instant the minute that it lies in.
    fileprivate var toTheMinute: TimePoint {
        guard case .instant(let instant) = self else {
            return self
        }
        return .instant(instant - .seconds((instant.secondsSinceEpoch % 60 + 60) % 60))
    }
}
