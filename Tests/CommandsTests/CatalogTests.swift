import Foundation
import TestKit
import Testing

@testable import Commands

struct CatalogTests {
    /// Runs with a folder of configs of its own, in which `config` is the config.
    private func run(
        _ config: String?,
        _ arguments: String...,
        body: (Ritualctl.Result, String) throws -> Void
    ) throws {
        let base = FileManager.default.temporaryDirectory
            .appendingPathComponent("ritualctl-\(UUID().uuidString)")
        let folder = base.appendingPathComponent("rituald")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: base) }
        let file = folder.appendingPathComponent("config.toml").path
        if let config {
            try Data(config.utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        }
        var ritualctl = Ritualctl()
        ritualctl.environment["XDG_CONFIG_HOME"] = base.path
        ritualctl.daemon.failure = .noDaemon("No such file or directory")
        try body(try ritualctl.run(arguments), file)
    }

    @Test func `the catalogue is a line for each practice, by rhythm, with what is on`() throws {
        try run(OfflineTests.config + "[[ritual]]\ntemplate = \"check-in\"\n", "catalog") {
            result,
            _ in
            let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "Every day")
            #expect(lines.contains("* check-in             daily at 20:30, 10m"))
            #expect(lines.contains("  closeness-questions  weekly, Wed at 20:00, 30m"))
            #expect(lines.contains("  7-7-7                date, getaway, trip"))
            #expect(lines.contains("* is on in your config"))
            #expect(result.output.contains("These practices are not for a relationship with abuse"))
            #expect(lines.allSatisfy { CellWidth.of($0) <= 80 })
            #expect(result.code == 0 && result.errors == "")
        }
    }

    @Test func `without a config nothing is on, and nothing is wrong`() throws {
        try run(nil, "catalog") { result, _ in
            #expect(!result.output.contains("* "))
            #expect(result.code == 0)
        }
    }

    @Test func `a practice is shown whole, with the lines that switch it on`() throws {
        try run(nil, "catalog", "closeness-questions") { result, _ in
            for text in [
                "Closer, question by question  closeness-questions", "weekly, Wed at 20:00",
                "52 times",
                "36 prompts of the deck closeness, in order", "  [[ritual]]\n",
                "  template = \"closeness-questions\"\n", "  schedule = { from = 2026-01-07 }\n",
                "there,\nsafety and professional help come first.",
            ] {
                #expect(result.output.contains(text), "\(text)\n\(result.output)")
            }
            #expect(result.output.split(separator: "\n").allSatisfy { CellWidth.of($0) <= 80 })
        }
        try run(nil, "catalog", "7-7-7") { result, _ in
            #expect(result.output.contains("getaway: every 7 weeks, 2d; 3w before (step choose):"))
            #expect(result.output.contains("  from = 2026-01-07\n"))
        }
    }

    @Test func `a practice that is on is not said to be off`() throws {
        let config = OfflineTests.config + "[[ritual]]\ntemplate = \"check-in\"\n"
        try run(config, "catalog", "check-in") { result, _ in
            #expect(result.output.contains("Is on       check-in\n"))
            let way = "\n\nThe shortest way to write it in the config:\n\n  [["
            #expect(result.output.contains(way))
            #expect(!result.output.contains("switch it on"))
        }
    }

    @Test(arguments: [["catalog"], ["catalog", "check-in"], ["catalog", "7-7-7"]])
    func `sentences fit a narrow terminal`(_ arguments: [String]) throws {
        var ritualctl = Ritualctl()
        ritualctl.environment["COLUMNS"] = "40"
        ritualctl.daemon.failure = .noDaemon("No such file or directory")
        let lines = try ritualctl.run(arguments).output.split(separator: "\n")
        let sentences = lines.filter {
            !$0.hasPrefix("  ") && !$0.hasPrefix("* ") && !$0.hasPrefix("To switch")
        }
        #expect(sentences.count > 5)
        #expect(sentences.allSatisfy { CellWidth.of($0) <= 40 }, "\(sentences)")
    }

    @Test(arguments: [
        ("parachuting", "there is no practice 'parachuting'; 'ritualctl catalog' lists them"),
        ("check", "there is no practice 'check'; did you mean 'check-in' or 'deep-check-in'?"),
    ])
    func `a name that is not there is refused`(_ name: String, _ message: String) throws {
        try run(nil, "catalog", name) { result, _ in
            #expect(result.errors == "ritualctl: \(message)\n")
            #expect(result.code == 1)
        }
    }

    @Test func `a word finds the practices that speak of it`() throws {
        try run(nil, "catalog", "search", "silence") { result, _ in
            #expect(result.output.contains("eye-gazing") && result.output.contains("walk"))
            #expect(!result.output.contains("money-talk"))
        }
        try run(nil, "catalog", "search", "parachute") { result, _ in
            #expect(result.output == "no practice speaks of 'parachute'\n")
        }
    }

    @Test func `JSON has every practice and plan`() throws {
        try run(nil, "catalog", "--json") { result, _ in
            let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            let list = try #require(object as? [String: Any])
            #expect((list["practices"] as? [Any])?.count == 37)
            #expect((list["plans"] as? [Any])?.count == 5)
            #expect((list["safety"] as? String)?.contains("coercion") == true)
        }
    }

    @Test func `add writes the lines to the end of the config and keeps its mode`() throws {
        try run(OfflineTests.config, "catalog", "add", "state-of-us") { result, file in
            #expect(result.code == 0, "\(result.errors)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text == OfflineTests.config + "\n[[ritual]]\ntemplate = \"state-of-us\"\n")
            #expect(result.output.hasPrefix("added state-of-us\n"))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o640)
        }
    }

    @Test(arguments: [
        (OfflineTests.config + "[[ritual]]\ntemplate = \"walk\"\n", "walk", 2),
        (OfflineTests.config, "3-6-9", 2), (nil, "walk", 1),
    ])
    func `add leaves a config alone that would not be valid, or is not there`(
        _ config: String?,
        _ name: String,
        _ code: Int32
    ) throws {
        try run(config, "catalog", "add", name) { result, file in
            #expect(result.code == code, "\(result)")
            let text = try? String(contentsOfFile: file, encoding: .utf8)
            #expect(text == config)
        }
    }

    @Test func `the page of the documentation is made of the catalogue`() throws {
        let page = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/catalogue.md")
        try run(nil, "catalog", "--markdown") { result, _ in
            let text = try String(contentsOf: page, encoding: .utf8)
            #expect(
                result.output == text,
                "docs/catalogue.md is not what 'ritualctl catalog --markdown' prints"
            )
        }
    }
}
