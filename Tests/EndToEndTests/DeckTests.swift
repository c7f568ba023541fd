import Foundation
import TestKit
import Testing

/// A deck in a household's life: two machines, a restart, a prompt that is never to come again, a jar.
@Suite(.timeLimit(.minutes(3)))
struct DeckTests {
    private static let config =
        TestConfig.household
            + """

            [[ritual]]
            id = "question"
            deck = "daily-questions"
            schedule = { every = "day", at = "19:00" }
            remember = true

            """

    /// The prompt of an evening, as a daemon tells it.
    private func prompt(on date: String, _ home: DaemonHome) async throws -> (JSON, RunningDaemon) {
        let daemon = try await home.start(at: FakeClock("\(date) 18:59:58"))
        return (try await daemon.nudge(of: "question"), daemon)
    }

    @Test func `two machines ask the same, and what is never to come does not, over a restart`()
        async throws
    {
        let homes = [try DaemonHome(config: Self.config), try DaemonHome(config: Self.config)]
        for home in homes {
            try await home.settle(at: "2026-01-09 12:00:00")
        }
        var first: [String?] = []
        for home in homes {
            let (nudge, daemon) = try await prompt(on: "2026-01-09", home)
            first.append(nudge["prompt"].string)
            let left = JSON(text: try await home.ritualctl("deck", "question", "--json").text)
            let next = try #require(left?["left"].elements.first?["prompt"].string)
            let never = try await home.ritualctl("deck", "never", next)
            #expect(
                never.exit == .status(0) && never.text.contains("is not asked again"),
                "\(never)"
            )
            #expect(try await daemon.stop() == .status(0))
        }
        #expect(first[0] == first[1] && first[0] != nil)

        var second: [String?] = []
        for home in homes {
            let (nudge, daemon) = try await prompt(on: "2026-01-10", home)
            second.append(nudge["prompt"].string)
            let deck = JSON(
                text: try await home.ritualctl("deck", "daily-questions", "--json").text
            )
            let gone = try #require(deck?["never"].elements.first?["prompt"].string)
            #expect(deck?["never"].elements.count == 1)
            #expect(nudge["prompt"].string != gone)
            #expect(
                deck?["asked"].elements.map { $0["prompt"].string } == [
                    first[0], second.last ?? nil,
                ]
            )
            let undone = try await home.ritualctl("undo")
            #expect(undone.text.contains("“never” is taken back"), "\(undone)")
            #expect(try await daemon.stop() == .status(0))
        }
        #expect(second[0] == second[1] && second[0] != first[0])
    }

    @Test func `the note of last time is quoted, and the jar is kept, until both are forgotten`()
        async throws
    {
        let home = try DaemonHome(config: Self.config)
        try await home.settle(at: "2026-01-09 12:00:00")
        let (_, friday) = try await prompt(on: "2026-01-09", home)
        let note = "the long way home"
        let done = try await home.run(["done", "question", "--note", "-"], input: note)
        #expect(done.exit == .status(0), "\(done)")
        let moment = try await home.run(["moment", "-"], input: "rain on the roof")
        #expect(moment.exit == .status(0), "\(moment)")
        #expect(try await friday.stop() == .status(0))

        let (saturday, daemon) = try await prompt(on: "2026-01-10", home)
        #expect(saturday["quote"].string == "Last time: “\(note)”")
        #expect(try await home.ritualctl("today").text.contains("last time: “\(note)”"))
        #expect(try await home.ritualctl("moment").text.contains("rain on the roof"))
        let export = try await home.ritualctl("export", "json")
        #expect(JSON(text: export.text)?["moments"].elements.count == 1, "\(export)")
        let forgot = try await home.ritualctl("forget", "--notes", "--yes")
        #expect(forgot.text.contains("1 good moment"), "\(forgot)")
        #expect(try await home.ritualctl("moment").text.contains("the jar is empty"))
        #expect(try await daemon.stop() == .status(0))
        for name in try FileManager.default.contentsOfDirectory(atPath: home.folder.path("state")) {
            let data = try Data(contentsOf: URL(fileURLWithPath: home.folder.path("state/\(name)")))
            #expect(data.range(of: Data("rain on the roof".utf8)) == nil, "\(name)")
            #expect(data.range(of: Data(note.utf8)) == nil, "\(name)")
        }
        let (sunday, last) = try await prompt(on: "2026-01-11", home)
        #expect(sunday["quote"] == .null)
        #expect(try await last.stop() == .status(0))
    }
}
