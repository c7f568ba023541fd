import Foundation
import TestKit
import Testing

/// Other times for a date, asked about on a real desktop, and compared with calendars.
@Suite(.timeLimit(.minutes(3)))
struct ProposalTests {
    private static func config(_ busy: String, channel: String = "") -> String {
        """
        [household]
        time_zone = "UTC"
        [[partner]]
        id = "alex"
        name = "Alex"
        busy = \(busy)
        [[partner]]
        id = "sam"
        name = "Sam"
        [channel.out]
        type = "stdout"
        \(channel)
        [[ritual]]
        id = "date-night"
        kind = "date"
        title = "Date night"
        sensitivity = "public"
        schedule = { every = "week", on = "fri", at = "19:00", from = 2026-01-02 }
        duration = "3h"

        """
    }

    /// A calendar in which Alex is busy during the date of the 9th.
    private static let calendar = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:x
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART:20260109T190000Z
        DTEND:20260109T203000Z
        END:VEVENT
        END:VCALENDAR

        """
    private static let noon = FakeClock("2026-01-06 12:00:00")

    @Test func `a button on the desktop moves the date for both, once`() async throws {
        let desk = "[channel.desk]\ntype = \"desktop\"\n"
        let home = try DaemonHome(config: Self.config("[]", channel: desk))
        try await home.settle(at: "2026-01-06 11:00:00")
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
        let dunst = try await screen.start()
        defer { dunst.end() }
        let daemon = try await home.start(
            at: Self.noon,
            environment: SessionBus.environment(in: home.folder)
        )
        let said = try await home.ritualctl("suggest", "date-night", "--propose")
        #expect(said.exit == .status(0), "\(said)")
        let shown = try await bus.message("Notify")
        let buttons = shown[5].elements
        let second = try #require(buttons.firstIndex(of: "second"), "\(buttons)")
        try screen.pick(try #require(buttons[second + 1].string))
        try await screen.click(.menu)
        _ = try await daemon.log.first { $0.contains("moved") }
        try await bus.message("CloseNotification")

        let why = try await home.ritualctl("why", "date-night", "2026-01-09", "--json")
        let occurrence = JSON(text: why.text)?["occurrences"].elements.first
        #expect(occurrence?["outcomes"].elements.map { $0["outcome"] } == ["moved"], "\(why)")
        let list = try await home.ritualctl("upcoming", "--json")
        let next = JSON(text: list.text)?.elements.first { $0["ritual"] == "date-night" }
        let to = try #require(occurrence?["outcomes"].elements.first?["to"].string)
        #expect(next?["start"].string?.hasPrefix(to) == true, "\(list)")
        #expect(next?["partners"].elements.count == 2)
        #expect(try await daemon.stop() == .status(0))
        #expect(bus.messages("Notify").count == 1)
    }

    @Test func `a calendar that a reload brings is compared with the dates at once`() async throws {
        let home = try DaemonHome(config: Self.config("[]"))
        try await home.settle(at: "2026-01-06 11:00:00")
        let daemon = try await home.start(at: Self.noon)
        let path = try home.folder.write(Self.calendar, to: "work.ics")
        try home.write(config: Self.config("[\"\(path)\"]"))
        #expect(try await home.ritualctl("reload").exit == .status(0))
        let asked = try await daemon.nudge(of: "date-night")
        #expect("\(asked)".contains("and you are busy then. Would"), "\(asked)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a calendar that hangs holds up no end`() async throws {
        let server = try HTTPCapture(answering: [.hangs()])
        let home = try DaemonHome(config: Self.config("[\"\(server.url("/work.ics"))\"]"))
        let daemon = try await home.start(at: Self.noon)
        _ = try await server.requests.first()
        let asked = ContinuousClock.now
        #expect(try await daemon.stop() == .status(0))
        // Two seconds, and what a busy machine adds; the server would be given ten.
        #expect(ContinuousClock.now - asked < .seconds(8))
    }
}
