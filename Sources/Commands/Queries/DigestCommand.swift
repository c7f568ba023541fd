import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

struct DigestCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "What you kept lately, and what is coming.",
        usage: "ritualctl digest [--days <n>] [<options>]",
        discussion: """
            What was kept, the notes that were left, the good moments in the jar, and what is coming. \
            What was not kept is not in it.

              ritualctl digest
              ritualctl digest --days 30

            A ritual with 'template = "digest"' tells the same once a week, as far as there is room.
            """
    )

    @Option(help: ArgumentHelp("So many days back and ahead; default: 7.", valueName: "n"))
    var days: Int?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let days {
            try UpcomingCommand.check("--days", days, in: DigestQuery.days)
        }
    }

    func run(in context: CommandContext) throws {
        try context.ask(.digest, DigestQuery(days: days).items) { (digest: DigestMessage) in
            DigestListing(digest: digest, context: context).lines
        }
    }
}

/// `ritualctl digest` for people.
struct DigestListing {
    let digest: DigestMessage
    let context: CommandContext

    private var style: Style { context.style }
    private var relative: RelativeTime { context.relativeTime(in: digest.zone) }

    var lines: [String] {
        let parts = [
            kept, part("In your words", notes), part("From the jar", moments),
            part("Coming until \(digest.until.worded(year: false))", coming),
        ]
        return parts.flatMap(\.self)
    }

    private var kept: [String] {
        let since = "since \(digest.from.worded(year: false))"
        guard !digest.kept.isEmpty else {
            return ["nothing is noted \(since) yet; 'ritualctl done' notes what you kept"]
        }
        return part(
            "Kept \(since)",
            digest.kept.map { [Table.Cell("\($0.count)"), Table.Cell($0.title)] },
            [.right, .title]
        )
    }

    private var notes: [[Table.Cell]] {
        digest.notes.filter { context.mayShow($0.sensitivity) }.map { note in
            let day = relative.zone.local(at: note.start).date
            return row("\(day)", "“\(note.note.onOneLine)”", [note.title, note.partner])
        }
    }

    private var moments: [[Table.Cell]] {
        digest.moments.map { moment in
            let day = relative.zone.local(at: moment.said).date
            return row("\(day)", "“\(moment.words.onOneLine)”", [moment.partner])
        }
    }

    private var coming: [[Table.Cell]] {
        digest.coming.map { coming in
            let times = coming.count == 1 ? nil : "\(coming.count) times"
            return row(relative.moment(coming.first), coming.title, [times])
        }
    }

    private func row(_ first: String, _ text: String, _ rest: [String?]) -> [Table.Cell] {
        [
            Table.Cell(first, style.faint), Table.Cell(text),
            Table.Cell(rest.compactMap(\.self).joined(separator: ", "), style.faint),
        ]
    }

    private func part(
        _ name: String,
        _ rows: [[Table.Cell]],
        _ columns: [Table.Column] = [.fixed, .title, .extra]
    ) -> [String] {
        guard !rows.isEmpty else {
            return []
        }
        let table = Table(columns, rows, in: context)
        return [style.strong(name)] + rows.flatMap(table.lines)
    }
}
