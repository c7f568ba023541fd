import ArgumentParser
import CivilTime
import Glibc
import Household
import ICalendar
import PlainText
import Settings

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Rituals made of what other programs have.",
        subcommands: [ImportICSCommand.self]
    )
}

struct ImportICSCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ics",
        abstract: "Make rituals of the events of a calendar.",
        usage: "ritualctl import ics <file> [<options>]",
        discussion: """
            Writes a ritual for each event that is still to come behind all others of the config. \
            It says what of an event has no place there, and which events it left out and why; an \
            event that was imported before stays as it is. The calendar is not read again: what \
            changes there does not change here.

              ritualctl import ics calendar.ics
              ritualctl import ics calendar.ics --json

            'ritualctl remove' takes a ritual away again.
            """
    )

    @Argument(help: "A file of iCalendar.", completion: .file(extensions: ["ics"]))
    var file: String

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let edited = try EditedConfig(config, in: context)
        let before = try edited.household()
        let calendar = try calendar(in: before.zone, context)
        var result = ImportResult(config: edited.path, calendar.refusals)
        var text = edited.text
        let events = calendar.series.map { ImportedEvent($0, in: before.zone, at: context.now()) }
        let (all, losses) = Self.appended(events, to: text, besides: before, &result)
        if try edited.read(all).household != nil {
            (text, result.losses) = (all, losses)
        } else {
            // One event that the config does not take holds up no other.
            for event in events {
                var one = ImportResult(config: edited.path, [])
                let (next, losses) = Self.appended([event], to: text, besides: before, &one)
                let read = try edited.read(next)
                if read.household != nil {
                    text = next
                    result.losses += losses
                } else {
                    let fault = read.diagnostics.first { $0.severity == .error }
                    result.refuse(
                        event,
                        fault.map { "\($0.key): \($0.message)" } ?? "it is not valid"
                    )
                }
            }
        }
        try finish(&result, edited, text, before, in: context)
    }

    /// The config with rituals of events behind all others; says of the others why they are none.
    private static func appended(
        _ events: [ImportedEvent],
        to text: String,
        besides household: Household,
        _ result: inout ImportResult
    ) -> (text: String, losses: [ImportResult.Loss]) {
        let outline = ConfigOutline(text)
        var taken = Set(household.rituals.map(\.id) + outline.blocks.map(\.id))
        let known = Set(text.split(whereSeparator: \.isNewline).map(String.init))
        var blocks: [String] = []
        var losses: [ImportResult.Loss] = []
        for event in events {
            switch event.made(besides: taken, isKnown: known.contains(event.mark)) {
            case .refused(let reason): result.refuse(event, reason)
            case .ritual(let ritual):
                taken.insert(ritual.id)
                blocks.append(ritual.block)
                losses += ritual.losses.map { event.loss($0) }
            }
        }
        guard !blocks.isEmpty else { return (text, []) }
        return (outline.appending(blocks.joined(separator: "\n")).text, losses)
    }

    private func calendar(in zone: Zone, _ context: CommandContext) throws -> CalendarFile {
        let bytes = try bytes()
        do throws(CalendarError) {
            return try CalendarFile(
                reading: bytes,
                zones: context.zones,
                home: zone,
                around: context.now()
            )
        } catch {
            throw CommandFailure(.failed, "\(file):\(error.line): \(error)")
        }
    }

    private func bytes() throws -> [UInt8] {
        // To open a pipe that nobody writes to would wait.
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .failed,
                "cannot read '\(file)': \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        do throws(TextInputError) {
            return try FileInput(descriptor: descriptor).read(upTo: Component.largest.bytes + 1)
        } catch {
            throw CommandFailure(.failed, "cannot read '\(file)': \(error.reason)")
        }
    }

    private func finish(
        _ result: inout ImportResult,
        _ edited: EditedConfig,
        _ text: String,
        _ before: Household,
        in context: CommandContext
    ) throws {
        var added: [Ritual] = []
        if text != edited.text {
            let after = try edited.replace(with: text)
            added = after.rituals.filter { before.ritual($0.id) == nil }
            result.daemon = try edited.reload()
        }
        result.rituals = added.map(\.id)
        if context.isJSON { return try context.show(result) }
        for ritual in added { try context.say(AddedRitual.sentence(ritual, in: context)) }
        for loss in result.losses { try context.say(loss.sentence) }
        for refusal in result.refused { try context.say(refusal.sentence(file)) }
        if added.isEmpty { try context.say("nothing was added") }
        if let daemon = result.daemon { try context.say(daemon) }
    }
}

/// What `import --json` prints.
struct ImportResult: Encodable {
    /// An event that is no ritual now, and why.
    struct Refusal: Encodable {
        let line: Int
        let title: String
        let reason: String

        func sentence(_ file: String) -> String {
            let name = title.isEmpty ? "" : "'\(title)': "
            return "left out, \(file) line \(line): \(name)\(reason)"
        }
    }

    /// Something of an event that its ritual has not.
    struct Loss: Encodable {
        let line: Int
        let title: String
        let what: String

        var sentence: String { "not kept of '\(title)' (line \(line)): \(what)" }
    }

    var config: String
    var rituals: [String] = []
    var losses: [Loss] = []
    var refused: [Refusal]
    /// What became of it with the daemon; `nil` where nothing was added.
    var daemon: String?

    init(config: String, _ refusals: [CalendarError]) {
        self.config = config
        refused = refusals.map { Refusal(line: $0.line, title: "", reason: "\($0)") }
    }

    mutating func refuse(_ event: ImportedEvent, _ reason: String) {
        refused.append(Refusal(line: event.line, title: event.title, reason: reason))
    }
}
