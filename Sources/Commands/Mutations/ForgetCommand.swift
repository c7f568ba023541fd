import ArgumentParser
import ControlAPI
import Delivery
import Household
import PlainText

struct ForgetCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase for good what lies behind.",
        usage: "ritualctl forget <ritual> | --before <date> | --notes [--yes] [<options>]",
        discussion: """
            What was decided, told and said is gone from the ledger and from its backups, and \
            nothing brings it back. What is still open or to come stays. It does not reach what \
            left this machine, nor the system's journal: see docs/privacy.md.

              ritualctl forget date-night            everything about this ritual
              ritualctl forget --before 2025-01-01   everything that was to start earlier
              ritualctl forget --notes               notes, reasons and good moments

            On a terminal it asks first. A ritual that the config has no longer is forgotten by \
            its id.
            """
    )

    @Argument(
        help: ArgumentHelp("The ritual's id or title, whole.", valueName: "ritual"),
        completion: .names(.recorded)
    )
    var words: [String] = []

    @Option(
        help: ArgumentHelp("Everything that was to start before this date.", valueName: "date"),
        transform: DateArgument.read
    )
    var before: DateArgument?

    @Flag(help: "Every note, every reason and every good moment.")
    var notes = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        let named = [!words.isEmpty, before != nil, notes].count { $0 }
        guard named == 1 else {
            throw ValidationError("say one of: a ritual, --before DATE, --notes")
        }
    }

    func run(in context: CommandContext) throws {
        var request = ForgetRequest(notes: notes ? true : nil)
        if !notes {
            let house = try context.house()
            let name = words.isEmpty ? nil : words.joined(separator: " ")
            request.ritual = try name.map { try house.ritual($0, wholeOnly: true) }
            request.before = try before.map { try house.date($0.typed, .behind) }
        }
        guard try yes || context.confirms(question(request)) else {
            throw CommandFailure(.failed, "nothing was erased")
        }
        try context.tell(.forget, request) { (answer: ForgetMessage) in Self.lines(answer.counts) }
    }

    private func question(_ request: ForgetRequest) -> String {
        let what =
            if let ritual = request.ritual {
                "everything about '\(ritual.withoutControls)' that lies behind"
            } else if let before = request.before {
                "everything before \(before)"
            } else {
                "every note, reason and good moment"
            }
        return "This erases \(what), for good, in the backups too. Go on? [y/N] "
    }

    private static func lines(_ forgotten: Erased) -> [String] {
        let counts = [
            CountPhrase.some(forgotten.occurrences, "occurrence"),
            CountPhrase.some(forgotten.outcomes, "word"),
            CountPhrase.some(forgotten.notes, "note or reason", "notes and reasons"),
            CountPhrase.some(forgotten.moments, "good moment"),
            CountPhrase.some(forgotten.holds, "hold"),
            CountPhrase.some(forgotten.decisions, "decision"),
            CountPhrase.some(forgotten.nudges, "nudge"),
            CountPhrase.some(forgotten.deliveries, "delivery", "deliveries"),
            CountPhrase.some(forgotten.damaged, "damaged ledger"),
        ].compactMap(\.self)
        let erased = counts.isEmpty ? "there was nothing to erase" : counts.joined(separator: ", ")
        var lines = [counts.isEmpty ? erased : "erased for good: \(erased)"]
        if forgotten.kept > 0 {
            let what = CountPhrase.some(forgotten.kept, "occurrence") ?? ""
            lines.append("kept, because it is open or to come: \(what)")
        }
        return lines
    }
}

extension CountPhrase {
    /// `2 notes`; `nil` for none.
    fileprivate static func some(_ count: Int, _ one: String, _ many: String? = nil) -> String? {
        guard count > 0 else {
            return nil
        }
        return "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
