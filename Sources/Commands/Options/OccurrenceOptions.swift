import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

/// Which occurrence is meant, and who says so.
struct OccurrenceOptions: ParsableArguments {
    @Option(
        name: .customLong("occurrence"),
        help: ArgumentHelp(
            "The scheduled start of the occurrence, such as 2026-01-09T19:00, or its date.",
            discussion:
                "Default: the one under way, or the last that is still open, or the next that "
                + "you were reminded of; the answer names it.",
            valueName: "local"
        )
    )
    var text: String?

    @Option(
        help: ArgumentHelp("Who says so; default: who sits here, else both.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @Flag(help: "Say it for all of you.")
    var both = false

    @Option(
        name: .customLong("note"),
        help: ArgumentHelp(
            "A few words to keep with it; '-' reads them from standard input.",
            discussion:
                "Without a text it asks for one. What stands on the command line is seen by others in "
                + "ps, and kept in the shell's history.",
            valueName: "text"
        )
    )
    var ownWords: WordsArgument?

    func validate() throws {
        guard !both || partner == nil else {
            throw ValidationError("--partner cannot stand beside --both")
        }
        if let note = ownWords?.given, let refusal = OwnWords.refusal(of: note, called: "--note") {
            throw ValidationError(refusal)
        }
        _ = try OccurrenceName(text)
    }
}

/// An occurrence as it is typed: `RITUAL@LOCAL`, a local start, or a date on which there is one.
struct OccurrenceName {
    /// The ritual of a whole key.
    var ritual: String?
    var start: TypedTime?

    init(_ text: String?) throws {
        guard let text else {
            return
        }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        do {
            ritual = parts.count == 2 ? String(parts[0]) : nil
            start = try TypedTime.read(
                String(parts.last ?? ""),
                allowed: "give its start such as 2026-01-09T19:00, or its date such as fri or 5 dec"
            )
        } catch let error as ValidationError {
            throw ValidationError("--occurrence: \(error.message)")
        }
    }

    /// The start in the ritual's zone, or the date.
    func occurrence(of id: String, in house: House) throws -> DateOrTime? {
        if let ritual, try house.ritual(ritual) != id {
            throw CommandFailure(
                .usage,
                "--occurrence: '\(ritual.withoutControls)' is not '\(id.withoutControls)'"
            )
        }
        let zone = try house.zone(of: id)
        return try start.map { try house.resolve($0, .nearest, for: id).dateOrTime(in: zone) }
    }
}

extension OccurrenceOptions {
    /// What is said of the ritual that `name` means, or of what is open now.
    func request(
        _ name: String?,
        of command: String,
        in house: House
    ) throws -> OutcomeRequest {
        let occurrence = try OccurrenceName(text)
        var request = OutcomeRequest(
            ritual: "",
            partner: try partner.map(house.partner),
            both: both ? true : nil
        )
        if let name = name ?? occurrence.ritual {
            request.ritual = try house.ritual(name)
            request.occurrence = try occurrence.occurrence(of: request.ritual, in: house)
            return request
        }
        guard text == nil else {
            throw CommandFailure(
                .usage,
                "--occurrence needs its ritual: ritualctl \(command) RITUAL …"
            )
        }
        let open = try house.context.chooseOpen(for: command)
        request.ritual = open.ritual
        request.occurrence = DateOrTime(open.occurrence.start.date, open.occurrence.start.time)
        return request
    }

    /// Tells the daemon what happened, and shows what it has understood.
    ///
    /// Words are asked for only once it is known that the daemon would take what they belong to.
    func tell(_ route: ControlRoute, _ request: OutcomeRequest, in context: CommandContext) throws {
        var request = request
        if let ownWords {
            if ownWords.isAsked(in: context) {
                request.preview = true
                _ = try context.tell(route, request, for: OutcomeMessage.self)
                request.preview = nil
            }
            request.note = try ownWords.text(of: "note", in: context)
        }
        try context.tell(route, request) { OutcomeSentence(outcome: $0, context: context).lines }
    }
}
