import Foundation

@testable import Commands

/// Every command of the program, by its own description of itself.
struct CommandTree {
    struct Option: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var valueNames: [Name]?
        var isFlag: Bool { kind == "flag" }
        /// As they are typed.
        var names: [String] {
            (valueNames ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }
        }

        private enum CodingKeys: String, CodingKey {
            case kind
            case valueNames = "names"
        }
    }

    private struct Command: Decodable {
        var commandName: String
        var arguments: [Option]?
        var subcommands: [Command]?
    }

    private struct Dump: Decodable {
        var command: Command
    }

    /// As it is typed behind `ritualctl`: `outbox list`.
    var words: [String]
    var options: [Option]

    /// All commands that do something of their own.
    static func all() throws -> [CommandTree] {
        let dump = try Ritualctl().run("--experimental-dump-help")
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
        return (root.subcommands ?? []).flatMap { leaves($0, []) }
    }

    private static func leaves(_ command: Command, _ above: [String]) -> [CommandTree] {
        let words = above + [command.commandName]
        let below = (command.subcommands ?? []).flatMap { leaves($0, words) }
        guard below.isEmpty, command.commandName != "help" else {
            return below
        }
        return [
            CommandTree(
                words: words,
                options: (command.arguments ?? []).filter { $0.kind != "positional" }
            )
        ]
    }
}
