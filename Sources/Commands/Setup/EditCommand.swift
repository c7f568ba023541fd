import ArgumentParser
import ControlAPI
import Glibc
import Settings

struct EditCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Open the config in an editor, and check it.",
        usage: "ritualctl edit [<ritual>] [<options>]",
        discussion: """
            Opens a copy in $VISUAL, else $EDITOR, else nano or vi; with a ritual, at its line. \
            When the editor is closed the copy is checked. Only one without errors takes the \
            place of the config, and rituald reads it; else you can go on editing, or leave the \
            config as it was.

              ritualctl edit
              ritualctl edit date-night
            """
    )

    @Argument(
        help: "The id of a ritual or a plan, a part of it, or its title.",
        completion: .names(.blocks)
    )
    var ritual: String?

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let edited = try EditedConfig(config, in: context)
        let read = try edited.read(edited.text)
        let draft = try edited.draft()
        var line = try firstLine(in: edited, read)
        defer { unlink(draft) }
        while true {
            try open(draft, at: line, in: context)
            let text = try failing { () throws(ConfigWriter.Failure) in
                try ConfigWriter(draft).read()
            }
            guard text != edited.text else {
                return try context.say("nothing was changed")
            }
            let config = try edited.read(text)
            let diagnostics = config.diagnostics.map(DiagnosticMessage.init)
            if let household = config.household {
                for diagnostic in diagnostics {
                    try context.errors.write("\(diagnostic)\n")
                }
                _ = try edited.replace(with: text)
                let daemon = try edited.reload()
                return try context.say("\(edited.path): ok, \(household.summary); \(daemon)")
            }
            guard try goesOn(diagnostics, in: context) else {
                throw CommandFailure(.invalid, "the config is as it was")
            }
            line = config.diagnostics.first { $0.severity == .error }?.line
        }
    }

    /// Where to begin: at the ritual, or where the config is wrong already.
    private func firstLine(in edited: EditedConfig, _ read: ReadConfig) throws -> Int? {
        guard let ritual else {
            return read.diagnostics.first { $0.severity == .error }?.line
        }
        let outline = ConfigOutline(edited.text)
        guard read.household == nil else {
            return try BlockChoice(outline: outline, household: read.household).block(ritual).line
        }
        return outline.block(ritual)?.line
            ?? read.diagnostics.first { $0.severity == .error }?.line
    }

    private func goesOn(_ diagnostics: [DiagnosticMessage], in context: CommandContext) throws
        -> Bool
    {
        for diagnostic in diagnostics {
            try context.errors.write("\(diagnostic)\n")
        }
        guard let answers = context.answers, context.errors.isTerminal else {
            return false
        }
        while true {
            try context.errors.write("What now? (e)dit again, e(x)it without saving: ")
            try context.errors.flush()
            guard let answer = answers() else {
                return false
            }
            switch answer.lowercased().first {
            case "e": return true
            case "x", "q": return false
            default: continue
            }
        }
    }

    private func open(_ file: String, at line: Int?, in context: CommandContext) throws {
        let environment = context.environment
        let named = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self)
            .first { !$0.isEmpty }
        guard let editor = named ?? ["nano", "vi"].first(where: context.finds) else {
            throw CommandFailure(
                .failed,
                "there is no editor: neither VISUAL nor EDITOR is set, and neither nano nor vi is there"
            )
        }
        // As git does: what the variable holds may be a program with its arguments.
        var program = Program("sh", "-c", "\(editor) \"$@\"", editor)
        program.words += (line.map { $0 > 0 ? ["+\($0)"] : [] } ?? []) + [file]
        try context.output.flush()
        try context.errors.flush()
        let status = context.execute(program)
        guard status == 0 else {
            let how = status.map { "ended with \($0)" } ?? "cannot be started"
            throw CommandFailure(.failed, "the editor '\(editor)' \(how); the config is as it was")
        }
    }
}
