import Foundation
import TestKit

/// What docs/design/sandbox.md says that comes of each attempt to leave the sandbox.
struct SandboxTable {
    struct Row {
        var directives: [String]
        var attempt: String
        /// The results that are allowed, of which the machine picks one.
        var outside: Set<String>
        var inside: Set<String>
    }

    let rows: [Row]

    init() throws {
        let path = BuiltCommands.project("docs/design/sandbox.md")
        let page = try String(contentsOfFile: path, encoding: .utf8)
        rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
            .map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            }
            .filter { $0.count == 5 }
            .map { cells in
                Row(
                    directives: Self.quoted(cells[0]),
                    attempt: Self.quoted(cells[2]).joined(),
                    outside: Set(cells[3].components(separatedBy: " or ")),
                    inside: Set(cells[4].components(separatedBy: " or "))
                )
            }
    }

    private static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// The names of the directives in the first column: `ProtectHome`.
    var directives: Set<String> {
        Set(
            rows.flatMap(\.directives).compactMap {
                $0.split(separator: "=").first.map(String.init)
            }
        )
    }
}
