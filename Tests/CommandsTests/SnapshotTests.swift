import Foundation
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// The help and the output of every command, to the letter, and plain for a screen reader.
struct SnapshotTests {
    static let commands = (try? CommandTree.all().map { $0.words.joined(separator: " ") }) ?? []

    private static func file(_ command: String) -> String { command.replacing(" ", with: "-") }

    /// A house with something in every list.
    private static func ritualctl() throws -> Ritualctl {
        var ritualctl = Ritualctl()
        try ritualctl.daemon.answerWithExamples()
        ritualctl.daemon.names.signals.append(.init(id: "timeout", title: "timeout"))
        ritualctl.isTerminal = true
        ritualctl.input = Array("words\n".utf8)
        var left = 8
        ritualctl.answers = {
            // A question that takes no such answer is not asked for ever.
            left -= 1
            return left < 0 ? nil : "y"
        }
        ritualctl.environment["XDG_CONFIG_HOME"] = "/dev/null/nowhere"
        let coming = try OutlookTests.house().sorted { $0.instant < $1.instant }
        try ritualctl.daemon.answer(.upcoming, with: coming) { $0.contains("days=") }
        try ritualctl.daemon.answer(.upcoming, with: OutlookTests.rare ?? []) {
            $0.contains("once=")
        }
        try ritualctl.daemon.answer(.today, with: TodayTests.busy)
        return ritualctl
    }

    /// The first example of a command's help, as it is typed.
    private static func example(of command: String) throws -> [String] {
        let help = try Ritualctl().run(command.split(separator: " ").map(String.init) + ["--help"])
        // The word of what a group does by itself is left out.
        let typed =
            command.hasSuffix(" show") && !command.hasPrefix("outbox")
            ? String(command.dropLast(" show".count)) : command
        let examples = PrintedCommandTests.commands(in: help.output, isCode: false, isHelp: true)
        let own = try #require(

            examples.first { ($0 + " ").hasPrefix("\(typed) ") && !$0.contains("--json") },
            "\(examples)"
        )
        return PrintedCommandTests.arguments(own)
    }

    @Test(arguments: commands) func `the help of a command`(command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        try Snapshot.check(Ritualctl().run(words + ["--help"]).output, "help-\(Self.file(command))")
    }

    @Test func `the help of the program`() throws {
        try Snapshot.check(Ritualctl().run("--help").output, "help")
    }

    @Test(arguments: commands) func `what a command says, at four widths`(command: String) throws {
        let arguments = try Self.example(of: command)
        let texts = try [40, 80, 120, 200].map { columns in
            var ritualctl = try Self.ritualctl()
            ritualctl.terminalColumns = columns
            let result = try ritualctl.run(arguments + ["--no-color"])
            let wide = result.output.split(separator: "\n").filter { line in
                CellWidth.of(line) > columns && line.split(separator: " ").count > 1
                    && !line.hasPrefix("{") && !command.hasPrefix("export")
            }
            #expect(wide == [], "no line is longer than the terminal")
            return "== \(columns) columns\n\(result.output)\(result.errors)"
        }
        let example = BuiltCommands.project("config.example.toml")
        try Snapshot.check(
            texts.joined().replacing(example, with: "config.example.toml"),
            "output-\(Self.file(command))"
        )
    }

    @Test func `no snapshot is left of what is gone`() throws {
        let files = Self.commands.map(Self.file)
        let wanted = files.flatMap { ["help-\($0)", "output-\($0)"] } + ["help"]
        #expect(try Snapshot.names == wanted.sorted())
    }

    @Test(arguments: commands) func `plain is one thing a line`(command: String) throws {
        let arguments = try Self.example(of: command)
        var ritualctl = try Self.ritualctl()
        ritualctl.terminalColumns = 40
        let flagged = try ritualctl.run(arguments + ["--plain"])
        var accessible = try Self.ritualctl()
        accessible.terminalColumns = 40
        accessible.environment["ACCESSIBLE"] = "1"
        #expect(try accessible.run(arguments) == flagged)
        let text = flagged.output + flagged.errors
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            #expect(!line.contains("  ") && !line.hasPrefix(" "), "\(line)")
            let drawn = line.unicodeScalars.contains { (0x2500...0x28FF).contains($0.value) }
            #expect(!drawn && !line.contains("\u{1B}") && !line.contains("\r"), "\(line)")
        }
    }
}
