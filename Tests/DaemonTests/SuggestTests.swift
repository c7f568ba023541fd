import CivilTime
import ControlAPI
import Delivery
import Foundation
import Household
import Logging
import Planning
import TestKit
import Testing

@testable import Daemon

/// When partners are busy by their calendars, and what is suggested instead.
@Suite struct SuggestTests {
    /// A date on Fridays, 19:00 to 22:00, for Sam with a calendar and Alex without.
    private static func config(_ calendars: String, flex: String = "2 days") -> String {
        """
        [household]
        time_zone = "Europe/Berlin"
        together_since = 2020-01-01
        [[partner]]
        id = "alex"
        quiet_hours = "23:00-07:00"
        [[partner]]
        id = "sam"
        quiet_hours = "23:00-07:00"
        busy = [\(calendars)]
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "date-night"
        title = "Date night"
        schedule = { every = "week", on = "fri", at = "19:00" }
        duration = "3h"
        flex = "\(flex)"
        """
    }

    private static func calendar(_ events: String...) -> String {
        let all = events.enumerated().map { index, lines in
            "BEGIN:VEVENT\nUID:\(index)\nDTSTAMP:20260101T000000Z\n\(lines)\nEND:VEVENT\n"
        }
        return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(all.joined())END:VCALENDAR\n"
    }

    private static let concert = "DTSTART:20260109T190000Z\nDTEND:20260109T203000Z\nSUMMARY:Concert"

    /// A house whose Sam has a calendar with `text` in it.
    private static func kept(_ text: String) async throws -> (KeptHouse, String) {
        let path = NSTemporaryDirectory() + "rituald-busy-\(UUID().uuidString).ics"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return (try await KeptHouse(config("\"\(path)\"")), path)
    }

    @Test func `a date that collides is marked, and moved to where both are free`() async throws {
        let (kept, path) = try await Self.kept(Self.calendar(Self.concert))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows: [OccurrenceMessage] = try await kept.ask(.upcoming)
        #expect(rows.first?.busy == ["sam"])
        #expect(rows.dropFirst().allSatisfy { $0.busy.isEmpty })
        let found: SuggestMessage = try await kept.ask(
            .suggest,
            QueryItems(["ritual": "date-night"])
        )
        #expect(found.occurrence.busy == ["sam"])
        #expect(found.unread.isEmpty)
        #expect(
            found.proposals.map(\.start.local.short) == [
                "2026-01-09T16:30", "2026-01-10T19:00", "2026-01-11T19:00",
            ]
        )
        #expect(
            found.proposals.map(\.reason) == [
                "2 h 30 min earlier than usual: Sam is busy at the usual time",
                "the usual time", "the usual time",
            ]
        )
        // What is proposed can be said.
        let move = OutcomeRequest(ritual: "date-night", to: .local(found.proposals[1].start.local))
        let moved: OutcomeMessage = try await kept.tell(.move, move)
        #expect(moved.occurrence.description == "date-night@2026-01-09T19:00")
    }

    @Test(arguments: [
        "DTSTART:20260109T190000Z\nDTEND:20260109T203000Z\nTRANSP:TRANSPARENT",
        "DTSTART:20260109T190000Z\nDTEND:20260109T203000Z\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20260108", "DTSTART;VALUE=DATE:20260110",
        "DTSTART:20260109T190000Z",
        "DTSTART:20260102T190000Z\nDTEND:20260102T203000Z\n"
            + "RRULE:FREQ=WEEKLY\nEXDATE:20260109T190000Z",
    ])
    func `what is free, cancelled or excluded makes nobody busy`(event: String) async throws {
        let (kept, path) = try await Self.kept(Self.calendar(event))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows: [OccurrenceMessage] = try await kept.ask(.upcoming, QueryItems(["count": 1]))
        #expect(rows.map(\.busy) == [[]])
    }

    @Test(arguments: [
        "DTSTART;VALUE=DATE:20260109",
        "DTSTART:20260102T190000Z\nDTEND:20260102T203000Z\nRRULE:FREQ=WEEKLY",
        "DTSTART;TZID=America/New_York:20260109T140000\nDURATION:PT30M",
    ])
    func `whole days, series and other zones make busy`(event: String) async throws {
        let (kept, path) = try await Self.kept(Self.calendar(event))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows: [OccurrenceMessage] = try await kept.ask(.upcoming, QueryItems(["count": 1]))
        #expect(rows.map(\.busy) == [["sam"]])
    }

    @Test
    func `a file is read again when it has changed, and what it said stays while it is broken`()
        async throws
    {
        let (kept, path) = try await Self.kept(Self.calendar(Self.concert))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let query = QueryItems(["ritual": "date-night"])
        var found: SuggestMessage = try await kept.ask(.suggest, query)
        #expect(found.occurrence.busy == ["sam"])
        try "nonsense".write(toFile: path, atomically: true, encoding: .utf8)
        found = try await kept.ask(.suggest, query)
        #expect(found.occurrence.busy == ["sam"])
        #expect(found.unread.count == 1)
        #expect(found.unread.first?.hasPrefix("Sam's calendar: line 1: ") == true)
        try Self.calendar().write(toFile: path, atomically: true, encoding: .utf8)
        found = try await kept.ask(.suggest, query)
        #expect(found.occurrence.busy.isEmpty)
        #expect(found.unread.isEmpty)
        try FileManager.default.removeItem(atPath: path)
        found = try await kept.ask(.suggest, query)
        #expect(
            found.unread == ["Sam's calendar: '\(path)' cannot be read: no such file or directory"]
        )
    }

    @Test
    func `an address is asked once an hour at most, and tells by its tag that nothing changed`()
        async throws
    {
        let body = Self.calendar(Self.concert)
        let server = try HTTPCapture(answering: [
            .reply(200, headers: ["ETag": "\"one\""], body: body), .reply(304), .reply(404),
        ])
        let kept = try await KeptHouse(Self.config("\"\(server.url("/secret-7d1.ics"))\""))
        let query = QueryItems(["ritual": "date-night"])
        for _ in 0..<3 {
            let found: SuggestMessage = try await kept.ask(.suggest, query)
            #expect(found.occurrence.busy == ["sam"])
        }
        #expect(server.requests.events.count == 1)
        try kept.house.clock.set("2026-01-09T11:00:01Z")
        var found: SuggestMessage = try await kept.ask(.suggest, query)
        #expect(found.occurrence.busy == ["sam"])
        #expect(server.requests.events.map { $0.headers["if-none-match"] } == [nil, "\"one\""])
        try kept.house.clock.set("2026-01-09T12:00:02Z")
        found = try await kept.ask(.suggest, query)
        #expect(found.occurrence.busy == ["sam"])
        #expect(found.unread == ["Sam's calendar: the server answers 404"])
    }

    @Test func `an address that is a secret is read, and named nowhere`() async throws {
        let server = try HTTPCapture(answering: [.reply(500, body: "boom")])
        let path = NSTemporaryDirectory() + "rituald-secret-\(UUID().uuidString)"
        let made = FileManager.default.createFile(
            atPath: path,
            contents: Data(server.url("/secret-7d1.ics").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        #expect(made)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let kept = try await KeptHouse(Self.config("{ file = \"\(path)\" }"))
        let found: SuggestMessage = try await kept.ask(
            .suggest,
            QueryItems(["ritual": "date-night"])
        )
        #expect(found.unread == ["Sam's calendar: the server answers 500"])
        #expect(server.requests.events.map(\.path) == ["/secret-7d1.ics"])
    }

    @Test func `without room there is no proposal`() async throws {
        let (kept, path) = try await Self.kept(
            Self.calendar("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260201")
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found: SuggestMessage = try await kept.ask(
            .suggest,
            QueryItems(["ritual": "date-night"])
        )
        #expect(found.proposals.isEmpty)
    }

    @Test
    func `a proposal asks the other with a button for each, and a tap moves it for all, once`()
        async throws
    {
        let path = NSTemporaryDirectory() + "rituald-busy-\(UUID().uuidString).ics"
        try Self.calendar(Self.concert).write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let channel = WatchedChannel()
        let kept = try await KeptHouse(Self.config("\"\(path)\""), channels: ["one": channel])
        let request = ProposeRequest(ritual: "date-night", partner: "alex")
        let found: SuggestMessage = try await kept.tell(.propose, request)
        #expect(found.asked == ["sam"])
        await kept.outbox.settled()
        let nudge = try #require(channel.nudges.last)
        #expect(nudge.partners == ["sam"])
        #expect(
            nudge.body
                == "Date night is today at 19:00, and you are busy then. Alex asks if you would "
                + "rather have it Fri 9 Jan 16:30, Sat 10 Jan 19:00 or Sun 11 Jan 19:00."
        )
        #expect(
            nudge.buttons.map(\.time) == [
                "Fri 9 Jan 16:30", "Sat 10 Jan 19:00", "Sun 11 Jan 19:00",
            ]
        )
        let answers = ChannelAnswers(
            planning: kept.planning,
            outbox: kept.outbox,
            ledger: kept.ledger,
            now: kept.house.clock.read,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            names: LogNames()
        )
        #expect(try await answers.say(.chosen(1), to: nudge, on: "one"))
        // The same message, still on another screen, changes nothing any more.
        #expect(try await !answers.say(.chosen(2), to: nudge, on: "one"))
        #expect(try await !answers.say(.chosen(7), to: nudge, on: "one"))
        let rows: [OccurrenceMessage] = try await kept.ask(.upcoming, QueryItems(["count": 1]))
        #expect(rows.map(\.start.local.short) == ["2026-01-10T19:00"])
        #expect(rows.map(\.busy) == [[]])
    }

    @Test func `a time that is over cannot be taken any more`() async throws {
        let channel = WatchedChannel()
        let kept = try await KeptHouse(Self.config(""), channels: ["one": channel])
        let request = ProposeRequest(ritual: "date-night")
        let found: SuggestMessage = try await kept.tell(.propose, request)
        #expect(found.asked == ["alex", "sam"])
        await kept.outbox.settled()
        let nudge = try #require(channel.nudges.last)
        let answers = ChannelAnswers(
            planning: kept.planning,
            outbox: kept.outbox,
            ledger: kept.ledger,
            now: kept.house.clock.read,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            names: LogNames()
        )
        try kept.house.clock.set("2026-01-10T18:30:00Z")
        #expect(try await !answers.say(.chosen(0), to: nudge, on: "one"))
    }

    @Test func `one that is far ahead and of which nothing was told has proposals, too`()
        async throws
    {
        let kept = try await KeptHouse(
            Self.config("", flex: "1 day"),
            channels: ["one": WatchedChannel()],
            from: "2026-01-10T12:00:00Z"
        )
        let found: SuggestMessage = try await kept.ask(
            .suggest,
            QueryItems(["ritual": "date-night"])
        )
        #expect(found.occurrence.occurrence.description == "date-night@2026-01-16T19:00")
        #expect(
            found.proposals.map(\.start.local.short) == [
                "2026-01-15T19:00", "2026-01-16T18:45", "2026-01-17T19:00",
            ]
        )
    }

    @Test func `where nothing is free there is nothing to ask`() async throws {
        let (kept, path) = try await Self.kept(
            Self.calendar("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260201")
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(throws: Problem.self) {
            let _: SuggestMessage = try await kept.tell(
                .propose,
                ProposeRequest(ritual: "date-night")
            )
        }
    }
}
