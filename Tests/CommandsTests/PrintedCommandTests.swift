import Foundation
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// Every command that the documentation, the help, the daemon and the messages tell people to type is typed.
struct PrintedCommandTests {
    /// A command, and where it stands.
    struct Printed: Hashable, CustomTestStringConvertible {
        var words: String
        var place: String
        var testDescription: String { "\(place): ritualctl \(words)" }
    }

    static let printed: [Printed] = {
        let texts = files.map {
            ($0, (try? String(contentsOfFile: project($0), encoding: .utf8)) ?? "")
        }
        let help = ((try? CommandTree.all()) ?? []).map { command in
            let page = try? Ritualctl().run(command.words + ["--help"]).output
            return ("help of \(command.words.joined(separator: " "))", page ?? "")
        }
        let root = ("help", (try? Ritualctl().run("--help").output) ?? "")
        return (texts + help + [root]).flatMap { place, text in
            commands(in: text, isCode: place.hasSuffix(".swift"), isHelp: place.hasPrefix("help"))
                .map { Printed(words: $0, place: place) }
        }
    }()

    private static let files: [String] = {
        let names = ["README.md", "CONTRIBUTING.md", "config.example.toml", "Makefile"]
        let folders = ["docs", "systemd", "Sources"]
        let found = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: project(folder))?.allObjects as? [String] ?? [])
                .map { "\(folder)/\($0)" }
        }
        return names
            + found.filter { path in
                ["md", "swift", "service", "desktop"].contains { path.hasSuffix(".\($0)") }
            }
    }()

    private static func project(_ path: String) -> String { BuiltCommands.project(path) }

    /// What stands at the beginning of a line of an example, in quotes or in backticks.
    static func commands(in text: String, isCode: Bool, isHelp: Bool) -> [String] {
        let inTicks = #/`ritualctl((?: [^`\n]*)?)`/#
        let inQuotes = #/'ritualctl((?: [^`'\n]*)?)'/#
        let alone = #/^[ \t]*(?:\$ )?(?:[\w./]*\/)?ritualctl( .*)$/#.anchorsMatchLineEndings()
        let quoted =
            text.matches(of: inTicks).map { String($0.output.1) }
            + text.matches(of: inQuotes).map { String($0.output.1) }
        // A help text is prose but for what is set in; in code what stands on a line of its own is an example of a help text, which is typed from the help.
        let lines =
            isCode
            ? []
            : text.matches(of: alone).filter {
                !isHelp || $0.output.0.hasPrefix(" ")
            }.map { String($0.output.1) }
        return (quoted + lines).compactMap(typed)
    }

    /// The command without what a shell or a reader takes of it; `nil` where it is no whole one.
    private static func typed(_ whole: String) -> String? {
        // What stands behind the program's name alone is said of it, and is not typed.
        guard !whole.hasPrefix("  ") else {
            return nil
        }
        var line = whole.replacing("$(date +%F)", with: "2026-01-01")
        for end in ["#", "|", ">", "<", "&&", ";", "  "] where !line.contains("'") || end != "|" {
            if let place = line.trimmingPrefix(while: \.isWhitespace).firstRange(of: end) {
                line = String(line.trimmingPrefix(while: \.isWhitespace)[..<place.lowerBound])
            }
        }
        let isUsage = whole.contains(#/<[a-z|]+>/#)
        let isPattern = ["…", "[", "\\(", "*", "{"].contains { line.contains($0) }
        let isProse = ["is", "and"].contains(line.split(separator: " ").first) || line.isEmpty
        line = String(line.trimmingPrefix(while: \.isWhitespace))
        return isUsage || isPattern && !line.contains("--on-calendar") || isProse ? nil : line
    }

    /// Words in capitals stand for what a person puts there.
    private static let placeholders = [
        "RITUAL": "check-in", "DATE": "fri", "FILE": "config.example.toml", "TEXT": "words",
        "PATH": "/run/socket", "CHANNEL": "phone", "COMMAND": "done", "ID": "31", "LENGTH": "20m",
        "TIME": "fri", "OTHER": "config.example.toml", "N": "3", "NAME": "check-in",
    ]

    /// What a person types of it, with this project's example as every config.
    static func arguments(_ line: String) -> [String] {
        words(of: line).map { placeholders[$0] ?? $0 }.map {
            $0.hasSuffix(".toml") ? BuiltCommands.project("config.example.toml") : $0
        }
    }

    @Test(arguments: printed) func `it is understood`(command: Printed) throws {
        let words = Self.arguments(command.words)
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = true
        ritualctl.input = Array("words\n".utf8)
        var left = 8
        ritualctl.answers = {
            // A question that takes no such answer is not asked for ever.
            left -= 1
            return left < 0 ? nil : "y"
        }
        ritualctl.environment["XDG_CONFIG_HOME"] = "/dev/null/nowhere"
        let result = try ritualctl.run(words)
        // Prose speaks of a command by its name alone.
        let isName = try CommandTree.all().contains { $0.words == words }
        #expect(result.code != 64 || isName, "\(words): \(result.errors)")
    }

    @Test func `there are many, of every place`() {
        let places = Set(Self.printed.map(\.place))
        #expect(Self.printed.count > 120)
        for place in ["README.md", "docs/commands.md", "help", "help of upcoming"] {
            #expect(places.contains(place))
        }
    }

    /// The words as a shell divides them.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var (word, quote): (String?, Character?)
        for character in line {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                words += [word].compactMap(\.self)
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }
}
