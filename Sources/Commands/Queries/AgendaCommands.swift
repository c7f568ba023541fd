import ArgumentParser
import ControlAPI
import PlainText

struct NextCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "The next occurrence, in one line for a status bar.",
        usage: "ritualctl next [--prompt] [--follow [--format <format>]] [<options>]",
        discussion: """
              ritualctl next            Check-in, today 20:30 (in 2 h 14 min)
              ritualctl next --prompt   with what to talk about, where the ritual has something
              ritualctl next --json     {"next": …}, null where there is none
              ritualctl next --follow --format waybar

            It prints an empty line where nothing is coming, so that a bar stays quiet. With \
            --follow it prints a line whenever it changes, and ends with its reader.
            """
    )

    @Flag(help: "Add what to talk about.")
    var prompt = false

    @Flag(help: "Print a line whenever it changes.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "With --follow: \(NextLine.Format.allCases.map(\.rawValue).joined(separator: ", ")).",
            discussion: "Default: plain",
            valueName: "format"
        ),
        completion: .list(NextLine.Format.allCases.map(\.rawValue)),
        transform: Self.read
    )
    var format: NextLine.Format?

    private static func read(_ text: String) throws -> NextLine.Format {
        guard let format = NextLine.Format(rawValue: text) else {
            let known = NextLine.Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("it is not one of \(known)")
        }
        return format
    }

    func validate() throws {
        if format != nil, !follow {
            throw ValidationError("--format needs --follow")
        }
    }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        if follow {
            return try NextFollower(format: format ?? .plain, context: context).run()
        }
        try context.ask(.next) { (message: NextMessage) in
            guard let next = message.next else {
                return [""]
            }
            let times = OccurrenceTimes(next, in: context)
            let held = next.held ? ", on hold" : ""
            let words = prompt && context.mayShow(next.sensitivity) ? next.prompt : nil
            let question = words.map { ": \($0.withoutControls)" } ?? ""
            return ["\(next.title.cut(to: 40)), \(times.phrase)\(held)\(question)"]
        }
    }
}

struct TodayCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "Today's agenda: what was, what is, what is to come.",
        discussion: """
            Today is the household's: the date in its own time zone.

              ritualctl today
              ritualctl today --json | jq -r '.occurrences[] | select(.state == "open") | .title'
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let today = try context.ask(.today, for: TodayMessage.self)
        try context.noteCut(today.occurrences.count, "the # nearest to now are shown")
        try context.show(today) { TodayListing(today: $0, context: context).lines }
    }
}
