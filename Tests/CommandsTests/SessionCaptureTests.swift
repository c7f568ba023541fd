import Foundation
import Sessions
import TestKit
import Testing

@testable import Commands

/// Sessions as people see them, to the letter: the captures of docs/images, which the documentation shows.
///
/// `RITUALD_SNAPSHOTS=record` writes them anew.
struct SessionCaptureTests {
    /// A check-in in which Alex is interrupted, and one that is quit.
    private static func capture(columns: Int, rows: Int) throws -> String {
        let terminal = VirtualTerminal(
            columns: columns,
            rows: rows,
            [
                .at(5, .pause), .at(33, .pause), .at(63, .pause),
                .asleep(at: 400, for: 720), .at(1_150, .pause),
            ]
        )
        let led = try LedSession("check-in", on: terminal)
        let quit = try LedSession(
            "check-in",
            on: VirtualTerminal(columns: columns, rows: rows, [.at(5, .pause), .at(257, .quit)])
        )
        let screens: [(String, [String])] = [
            ("start", terminal.screen(at: 2)), ("a little later", terminal.screen(at: 20)),
            ("pause", terminal.screen(at: 40)),
            ("the turn changes, in reverse for a second", terminal.screen(at: 335.2)),
            ("after a closed lid", terminal.screen(at: 1_130)),
            ("the end", terminal.screen(at: 1_386)),
        ]
        let shown = screens.map { name, rows in
            let text = rows.map { $0.trimmingSuffix { $0 == " " } }.joined(separator: "\n")
            return "== \(name)\n\(text)\n"
        }
        return shown.joined() + "== what is left on the terminal\n\(led.result.output)"
            + "== where it is quit\n\(quit.result.output)"
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func `a whole session is as the documentation shows it`(columns: Int, rows: Int) throws {
        let text = try Self.capture(columns: columns, rows: rows)
        let path = BuiltCommands.project("docs/images/session-\(columns)x\(rows).txt")
        if ProcessInfo.processInfo.environment["RITUALD_SNAPSHOTS"] == "record" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let kept = try? String(contentsOfFile: path, encoding: .utf8)
        #expect(text == kept, "RITUALD_SNAPSHOTS=record writes it anew")
        for line in text.split(separator: "\n") where !line.hasPrefix("==") {
            #expect(CellWidth.of(line) <= columns, "\(line)")
        }
    }

    @Test(arguments: ["README.md", "docs/commands.md"])
    func `the pages show the same screen`(page: String) throws {
        let capture = try Self.capture(columns: 40, rows: 12)
        let screens = capture.components(separatedBy: "== ").map { screen in
            screen.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                .joined(separator: "\n").trimmingCharacters(in: .newlines)
        }
        let text = try String(contentsOfFile: BuiltCommands.project(page), encoding: .utf8)
        #expect(screens.contains { !$0.isEmpty && text.contains("```\n\($0)\n```") }, "\(screens)")
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isDropped(last) {
            text.removeLast()
        }
        return text
    }
}
