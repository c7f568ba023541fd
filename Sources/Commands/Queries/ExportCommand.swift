import ArgumentParser
import CivilTime
import ControlAPI
import Planning

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Everything that happened, for other programs.",
        subcommands: [ExportJSONCommand.self, ExportCSVCommand.self]
    )
}

/// Which part of what happened is exported.
struct ExportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The first date; default: the beginning.", valueName: "date"),
        transform: DateArgument.read
    )
    var from: DateArgument?

    @Option(
        help: ArgumentHelp("The last date; default: all that is known.", valueName: "date"),
        transform: DateArgument.read
    )
    var until: DateArgument?

    @Option(help: ArgumentHelp("Only this ritual.", valueName: "id"))
    var ritual: String?

    func pages(in context: CommandContext) throws -> HistoryPages {
        let house = try context.house()
        let today = try context.ask(.today, for: TodayMessage.self).date
        // Ten years back; and what was said of things to come lies no more than a year ahead.
        let until = try until.map { try house.date($0.typed, .behind) } ?? today.adding(days: 366)
        let from =
            try from.map { try house.date($0.typed, .behind) }
            ?? min(until, today).adding(days: -3_652)
        let ritual = try ritual.map { try house.ritual($0) }
        guard from <= until else {
            throw CommandFailure(.usage, "--from \(from) is after --until \(until)")
        }
        return HistoryPages(from: from, until: until, ritual: ritual, context: context)
    }
}

struct ExportJSONCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "json",
        abstract: "Every occurrence with its state, words and notes, as JSON.",
        usage: "ritualctl export json [<options>]",
        discussion: """
            {"version": 1, "occurrences": […]}, an occurrence a line, oldest first. They are as in \
            'ritualctl history --json'.

              ritualctl export json > rituals.json
              ritualctl export json | jq -r '.occurrences[].words[].note // empty'
            """
    )

    @OptionGroup var options: ExportOptions

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        var separator = "{\"version\": 1, \"occurrences\": [\n"
        try options.pages(in: context).forEach { entry in
            try context.output.write(separator + ControlJSON.text(of: entry))
            separator = ",\n"
        }
        try context.say(separator == ",\n" ? "\n]}" : separator + "]}")
    }
}

struct ExportCSVCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "csv",
        abstract: "The same as a table: a row for each word that was said.",
        usage: "ritualctl export csv [<options>]",
        discussion: """
            The columns are ritual, title, occurrence, start, state, word, partner, note, said and \
            to. An occurrence of which nothing was said has one row without a word.

              ritualctl export csv > rituals.csv

            Commas and quotes are written as RFC 4180 has them. Before = + - and @ at the begin of \
            a cell stands a ', so that no spreadsheet takes a note for a formula.
            """
    )

    @OptionGroup var options: ExportOptions

    @OptionGroup var common: CommonOptions

    private static let columns = [
        "ritual", "title", "occurrence", "start", "state", "word", "partner", "note", "said", "to",
    ]

    func run(in context: CommandContext) throws {
        try context.say(Self.columns.joined(separator: ","))
        try options.pages(in: context).forEach { entry in
            for row in CSVRow.rows(of: entry) {
                try context.say(row.text)
            }
        }
    }
}

/// One row of `ritualctl export csv`.
struct CSVRow {
    let cells: [String]

    /// A row for each word; one without a word where nothing was said.
    static func rows(of entry: HistoryMessage.Entry) -> [CSVRow] {
        let first = [
            entry.ritual, entry.title, "\(entry.occurrence)", entry.start.wireText,
            entry.state.rawValue,
        ]
        let words = entry.words.map { word in
            [
                word.outcome.rawValue, word.partner ?? "", word.note ?? "", "\(word.at)",
                word.to?.wireText ?? "",
            ]
        }
        let none = [Array(repeating: "", count: 5)]
        return (words.isEmpty ? none : words).map { CSVRow(cells: first + $0) }
    }

    var text: String { cells.map(Self.cell).joined(separator: ",") }

    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\n\r".contains($0) }) else {
            return safe
        }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
