import CivilTime
import Commands
import Foundation
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct ExportTests {
    private static func entry(
        _ title: String = "Date night",
        words: [WhyMessage.Said] = []
    ) -> HistoryMessage.Entry {
        HistoryMessage.Entry(
            ritual: "date-night",
            title: title,
            occurrence: "date-night@2026-01-02T19:00",
            start: "2026-01-02T19:00:00-07:00[America/Denver]",
            state: words.isEmpty ? .missed : .done,
            said: words.last,
            words: words,
            told: 2,
            expired: 0
        )
    }

    private func ritualctl(_ entries: [HistoryMessage.Entry]) throws -> Ritualctl {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .today,
            with: TodayMessage(date: "2026-01-07", zone: "America/Denver", occurrences: [])
        )
        try ritualctl.daemon.answer(
            .history,
            with: HistoryMessage(
                zone: "America/Denver",
                from: "2026-01-01",
                until: "2026-01-31",
                counts: .init(of: entries.map(\.state)),
                occurrences: entries
            )
        )
        let jar = MomentsMessage(zone: "America/Denver", moments: [], count: 0)
        try ritualctl.daemon.answer(.moments, with: jar)
        try ritualctl.daemon.answer(.decks, with: DecksMessage(decks: []))
        return ritualctl
    }

    private static let span = ["--from", "2026-01-01", "--until", "2026-01-31"]

    @Test func `a row for each word, and one where none was said`() throws {
        let words: [WhyMessage.Said] = [
            .init(
                outcome: .done,
                partner: "alex",
                note: "Thai, \"the new place\"",
                at: "2026-01-03T05:00:00Z"
            ),
            .init(outcome: .done, partner: "sam", at: "2026-01-03T06:00:00Z"),
        ]
        let ritualctl = try ritualctl([Self.entry(words: words), Self.entry()])
        #expect(
            try ritualctl.run(["export", "csv"] + Self.span).output == #"""
                ritual,title,occurrence,start,state,word,partner,note,said,to
                date-night,Date night,date-night@2026-01-02T19:00,\#
                2026-01-02T19:00:00-07:00[America/Denver],done,done,alex,"Thai, ""the new place""",\#
                2026-01-03T05:00:00Z,
                date-night,Date night,date-night@2026-01-02T19:00,\#
                2026-01-02T19:00:00-07:00[America/Denver],done,done,sam,,2026-01-03T06:00:00Z,
                date-night,Date night,date-night@2026-01-02T19:00,\#
                2026-01-02T19:00:00-07:00[America/Denver],missed,,,,,

                """#
        )
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")"])
    func `no spreadsheet takes a note for a formula`(note: String) throws {
        let word = WhyMessage.Said(outcome: .done, note: note, at: "2026-01-03T05:00:00Z")
        let output = try ritualctl([Self.entry(words: [word])]).run(["export", "csv"] + Self.span)
            .output
        let quoted = note.contains("\"") ? "\"'\(note.replacing("\"", with: "\"\""))\"" : "'\(note)"
        #expect(output.contains(",\(quoted),"), "\(output)")
    }

    @Test func `JSON is one value with an occurrence a line`() throws {
        let output = try ritualctl([Self.entry(), Self.entry()])
            .run(["export", "json"] + Self.span).output
        let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        #expect(json?["version"] as? Int == 1)
        #expect((json?["occurrences"] as? [[String: Any]])?.count == 2)
        #expect(output.split(separator: "\n").count == 4)
        #expect((json?["moments"] as? [Any])?.count == 0)
        let empty = try ritualctl([]).run(["export", "json"] + Self.span).output
        #expect(
            empty == "{\"version\": 1, \"occurrences\": [\n], \"moments\": [], \"prompts\": []}\n"
        )
    }

    @Test func `a page that may be cut is read again day by day`() throws {
        let ritualctl = try ritualctl(Array(repeating: Self.entry(), count: 1_000))
        let result = try ritualctl.run(
            "export",
            "csv",
            "--from",
            "2026-01-01",
            "--until",
            "2026-01-03"
        )
        #expect(
            ritualctl.daemon.requests.dropFirst().map(\.target) == [
                "/v1/history?from=2026-01-01&until=2026-01-03",
                "/v1/history?from=2026-01-01&until=2026-01-01",
                "/v1/history?from=2026-01-02&until=2026-01-02",
                "/v1/history?from=2026-01-03&until=2026-01-03",
                "/v1/moments?from=2026-01-01&until=2026-01-03",
            ]
        )
        #expect(result.output.split(separator: "\n").count == 3_001)
    }

    @Test func `without a span all that may be known is asked for`() throws {
        let ritualctl = try ritualctl([])
        #expect(try ritualctl.run("export", "csv").code == 0)
        let targets = ritualctl.daemon.requests.dropFirst().map(\.target)
        #expect(targets.first?.contains("from=2016-01-08") == true)
        #expect(targets.last?.contains("until=2027-01-08") == true)
    }

    @Test func `a ritual that nobody knows is refused`() throws {
        let ritualctl = try ritualctl([])
        try ritualctl.daemon.refuse(
            .history,
            with: Problem(.unknownRitual, detail: "no ritual 'nono' is kept here")
        )
        let result = try ritualctl.run(["export", "csv", "--ritual", "nono"] + Self.span)
        #expect(result.code == 1)
        #expect(result.errors.contains("no ritual 'nono' is kept here"))
    }
}

struct BackupTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = folder.path("copy.sqlite")
    }

    @Test func `the copy is a file for its owner alone`() throws {
        let ritualctl = Ritualctl()
        ritualctl.daemon.answer(.backup, status: 200, text: "SQLite format 3")
        let result = try ritualctl.run("backup", file)
        #expect(result.output == "\(file): a copy of the ledger, 1 KiB\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "SQLite format 3")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `what is there is not overwritten`() throws {
        try "mine".write(toFile: file, atomically: false, encoding: .utf8)
        let ritualctl = Ritualctl()
        let result = try ritualctl.run("backup", file)
        #expect(result.code == 1)
        #expect(
            result.errors == "ritualctl: cannot write '\(file)': "
                + "it is there already, and is not overwritten\n"
        )
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test func `nothing is left of a copy that failed`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.refuse(.backup, with: Problem(.failed, detail: "the disk is full"))
        let result = try ritualctl.run("backup", file)
        #expect(result.errors == "ritualctl: the disk is full\n")
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
