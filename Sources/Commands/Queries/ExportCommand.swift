import ArgumentParser
import CivilTime
import ControlAPI
import Planning

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Everything that happened, and what is to come, for other programs.",
        subcommands: [ExportJSONCommand.self, ExportCSVCommand.self, ExportICSCommand.self]
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

    @Option(
        help: ArgumentHelp("Only this ritual.", valueName: "id"),
        completion: .names(.rituals)
    )
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

extension HistoryPages {
    /// The good moments of the same dates.
    ///
    /// Where they are too many for one answer they are read ten days at a time: a day has a hundred at the most.
    fileprivate func moments() throws -> [MomentMessage] {
        let jar = try moments(from: from, until: until)
        guard jar.count > jar.moments.count else {
            return jar.moments
        }
        return try stride(from: 0, through: until.epochDay - from.epochDay, by: 10).flatMap {
            let first = from.adding(days: $0)
            return try moments(from: first, until: min(until, first.adding(days: 9))).moments
        }
    }

    private func moments(from: CivilDate, until: CivilDate) throws -> MomentsMessage {
        try context.ask(.moments, MomentsQuery(from: from, until: until).items)
    }
}

struct ExportJSONCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "json",
        abstract: "Every occurrence with its state, words and notes, as JSON.",
        usage: "ritualctl export json [<options>]",
        discussion: """
            {"version": 1, "occurrences": […], "moments": […], "prompts": […]}, one of them a line, \
            oldest first. Occurrences are as in 'ritualctl history --json'; of a single ritual there is \
            nothing else. Prompts are those that are a favourite, or never to come again.

              ritualctl export json > rituals.json
              ritualctl export json | jq -r '.occurrences[].words[].note // empty'
            """
    )

    @OptionGroup var options: ExportOptions

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        var separator = "{\"version\": 1, \"occurrences\": [\n"
        let pages = try options.pages(in: context)
        try pages.forEach { entry in
            try context.output.write(separator + ControlJSON.text(of: entry))
            separator = ",\n"
        }
        try context.output.write(separator == ",\n" ? "\n]" : separator + "]")
        if options.ritual == nil {
            try write("moments", pages.moments(), in: context)
            let marks = try context.ask(.decks, for: DecksMessage.self).marks
            try write("prompts", marks, in: context)
        }
        try context.say("}")
    }

    private func write(_ name: String, _ rows: [some Encodable], in context: CommandContext) throws
    {
        let lines = try rows.map { "\n" + (try ControlJSON.text(of: $0)) }
        let end = lines.isEmpty ? "]" : "\n]"
        try context.output.write(", \"\(name)\": [\(lines.joined(separator: ","))\(end)")
    }
}

struct ExportCSVCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "csv",
        abstract: "The same as a table: a row for each word that was said.",
        usage: "ritualctl export csv [<options>]",
        discussion: """
            The columns are ritual, title, occurrence, start, state, word, partner, note, said and \
            to. An occurrence of which nothing was said has one row without a word; a good moment is a \
            row of the word 'moment', with its words as the note.

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
        let pages = try options.pages(in: context)
        try pages.forEach { entry in
            for row in CSVRow.rows(of: entry) {
                try context.say(row.text)
            }
        }
        if options.ritual == nil {
            for moment in try pages.moments() {
                try context.say(CSVRow(moment).text)
            }
        }
    }
}

/// One row of `ritualctl export csv`.
struct CSVRow {
    let cells: [String]

    init(cells: [String]) {
        self.cells = cells
    }

    init(_ moment: MomentMessage) {
        let words = ["moment", moment.partner ?? "", moment.words, "\(moment.said)", ""]
        cells = Array(repeating: "", count: 5) + words
    }

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
