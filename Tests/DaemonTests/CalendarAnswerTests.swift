import CivilTime
import ControlAPI
import Foundation
import Household
import Planning
import Testing

@testable import Daemon

/// The calendars that the daemon answers with.
@Suite struct CalendarAnswerTests {
    private static let config = """
        [household]
        time_zone = "Europe/Berlin"
        discreet_title = "A reminder"
        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "walk"
        title = "A walk, outside"
        body = "Shoes; coats."
        schedule = { every = "week", on = "sat", at = "15:00" }
        duration = "2h"
        remind = ["1h"]
        partners = ["alex"]
        [[ritual]]
        id = "word"
        title = "A word"
        sensitivity = "private"
        schedule = { every = "month", from = 2026-01-30, at = "20:00" }
        duration = "10m"
        [[ritual]]
        id = "hush"
        title = "Hush-hush"
        sensitivity = "secret"
        schedule = { every = "week", on = "sun", at = "11:00" }
        duration = "1h"
        """

    private func reply(
        _ kept: KeptHouse,
        _ route: ControlRoute,
        _ query: String = "",
        tag: String? = nil
    ) async -> ControlReply {
        let items = query.split(separator: "&").map { item in
            let parts = item.split(separator: "=")
            return QueryItems.Item(name: String(parts[0]), value: String(parts[1]))
        }
        var request = ControlRequest(route, query: QueryItems(items))
        request.knownTag = tag
        return await kept.router.respond(to: request)
    }

    private func lines(_ reply: ControlReply) -> [String] {
        String(decoding: reply.body, as: UTF8.self).replacing("\r\n ", with: "")
            .split(separator: "\r\n").map(String.init)
    }

    @Test func `an occurrence is an event under its key`() async throws {
        let kept = try await KeptHouse(Self.config)
        let reply = await reply(kept, .calendar, "ritual=walk")
        #expect(reply.status == 200)
        #expect(reply.contentType == "text/calendar; charset=utf-8")
        let lines = lines(reply)
        let start = try #require(lines.firstIndex { $0.hasPrefix("UID:walk@2026-01-10T15:00@") })
        let event = lines[(start - 1)...].prefix { $0 != "END:VEVENT" }.filter {
            !$0.hasPrefix("UID") && !$0.hasPrefix("DTSTAMP")
        }
        #expect(
            event == [
                "BEGIN:VEVENT", "SEQUENCE:0", "DTSTART;TZID=Europe/Berlin:20260110T150000",
                "DTEND;TZID=Europe/Berlin:20260110T170000", "STATUS:CONFIRMED",
                #"SUMMARY:A walk\, outside"#, "CLASS:PUBLIC", "TRANSP:OPAQUE",
            ]
        )
        #expect(lines.contains("TZID:Europe/Berlin"))
        #expect(lines.contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H"))
        #expect(lines.count { $0 == "BEGIN:VEVENT" } == 57)
    }

    @Test func `what is skipped is cancelled, and a move counts`() async throws {
        let kept = try await KeptHouse(Self.config)
        let key = { (date: String) throws in
            OccurrenceKey(ritual: "walk", start: try CivilDateTime(parsing: date))
        }
        let now = kept.house.clock.read()
        let target = try CivilDateTime(parsing: "2026-01-11T12:00")
        for (occurrence, kind) in [
            (try key("2026-01-10T15:00"), Outcome.Kind.moved(to: target)),
            (try key("2026-01-17T15:00"), .skipped),
        ] {
            let word = Outcome(occurrence: occurrence, kind: kind, said: now)
            _ = try await kept.planning.perform(.said(word))
        }
        let text = lines(await reply(kept, .calendar, "ritual=walk")).joined(separator: "\n")
        let events = text.components(separatedBy: "BEGIN:VEVENT")
        let moved = try #require(events.first { $0.contains("walk@2026-01-10T15:00@") })
        #expect(moved.contains("SEQUENCE:1\nDTSTART;TZID=Europe/Berlin:20260111T120000"))
        let skipped = try #require(events.first { $0.contains("walk@2026-01-17T15:00@") })
        #expect(skipped.contains("STATUS:CANCELLED"))
    }

    @Test func `what a schedule leaves out or adds stands beside its rule`() async throws {
        let config = Self.config.replacing(
            "duration = \"2h\"\n",
            with: "duration = \"2h\"\nexcept = [2026-01-24]\nalso = [2026-01-25T10:00:00]\n"
        )
        let kept = try await KeptHouse(config)
        let lines = lines(await reply(kept, .export, "ritual=walk"))
        #expect(
            lines.filter { $0.hasPrefix("RRULE:FREQ=WEEKLY") || $0.contains("DATE;TZID") } == [
                "RRULE:FREQ=WEEKLY;BYDAY=SA", "RDATE;TZID=Europe/Berlin:20260125T100000",
                "EXDATE;TZID=Europe/Berlin:20260124T150000",
            ],
            "\(lines)"
        )
    }

    @Test func `what falls on a day of rest is cancelled`() async throws {
        let rest = "[[rest]]\ndates = [2026-01-17]\n[[ritual]]\nid = \"walk\""
        let config = Self.config.replacing("[[ritual]]\nid = \"walk\"", with: rest)
        let kept = try await KeptHouse(config)
        let text = lines(await reply(kept, .calendar, "ritual=walk")).joined(separator: "\n")
        let events = text.components(separatedBy: "BEGIN:VEVENT")
        let cancelled = events.filter { $0.contains("STATUS:CANCELLED") }
        #expect(cancelled.count == 1)
        #expect(cancelled.first?.contains("walk@2026-01-17T15:00@") == true)
    }

    @Test(arguments: [
        ("titles", ["A walk\\, outside", "A word", "A reminder"]),
        ("all", ["A walk\\, outside", "A word", "A reminder"]),
        ("discreet", ["A moment for the two of you"]),
    ])
    func `titles are by sensitivity and by what is shown`(
        show: String,
        titles: [String]
    ) async throws {
        let kept = try await KeptHouse(Self.config)
        for route in [ControlRoute.calendar, .export] {
            let lines = lines(await reply(kept, route, "show=\(show)"))
            #expect(
                Set(lines.filter { $0.hasPrefix("SUMMARY") }) == Set(titles.map { "SUMMARY:\($0)" })
            )
            #expect(!lines.contains { $0.localizedCaseInsensitiveContains("hush") })
            #expect(lines.contains("CLASS:CONFIDENTIAL"))
            #expect(lines.contains(#"DESCRIPTION:Shoes\; coats."#) == (show == "all"))
        }
    }

    @Test func `short events take up no time, and alarms ring where they are asked for`()
        async throws
    {
        let kept = try await KeptHouse(Self.config)
        let word = lines(await reply(kept, .calendar, "ritual=word"))
        #expect(word.contains("TRANSP:TRANSPARENT") && !word.contains("TRANSP:OPAQUE"))
        let walk = lines(await reply(kept, .calendar, "ritual=walk&alarms=1"))
        #expect(walk.contains("TRIGGER:-PT1H"))
        #expect(!lines(await reply(kept, .calendar)).contains("BEGIN:VALARM"))
    }

    @Test func `a partner has what is for them`() async throws {
        let kept = try await KeptHouse(Self.config)
        let sam = lines(await reply(kept, .calendar, "partner=sam"))
        #expect(!sam.contains { $0.hasPrefix("UID:walk@") })
        #expect(await reply(kept, .calendar, "partner=kim").status == 404)
        #expect(await reply(kept, .calendar, "show=some").status == 400)
        #expect(await reply(kept, .export, "ritual=none").status == 404)
    }

    @Test func `a feed that has not changed is not sent again`() async throws {
        let kept = try await KeptHouse(Self.config)
        let first = await reply(kept, .calendar)
        let again = await reply(kept, .calendar, tag: first.tag)
        #expect(first.lastModified == "Fri, 09 Jan 2026 10:00:00 GMT")
        #expect(again.status == 304 && again.body.isEmpty && again.tag == first.tag)
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let later = await reply(kept, .calendar)
        #expect(later.tag == first.tag && later.lastModified == first.lastModified)
        let key = OccurrenceKey(
            ritual: "walk",
            start: try CivilDateTime(parsing: "2026-01-10T15:00")
        )
        let word = Outcome(occurrence: key, kind: .skipped, said: kept.house.clock.read())
        _ = try await kept.planning.perform(.said(word))
        let changed = await reply(kept, .calendar, tag: first.tag)
        #expect(changed.status == 200 && changed.lastModified == "Fri, 09 Jan 2026 12:00:00 GMT")
    }

    @Test func `an export has a rule where there is one, else dates and says so`() async throws {
        let kept = try await KeptHouse(Self.config)
        let text = lines(await reply(kept, .export, "until=2026-06-30")).joined(separator: "\n")
        let events = text.components(separatedBy: "BEGIN:VEVENT").dropFirst()
        let walk = try #require(events.first { $0.contains("A walk") })
        #expect(walk.contains("RRULE:FREQ=WEEKLY;BYDAY=SA"))
        #expect(walk.contains("DURATION:PT2H"))
        let word = try #require(events.first { $0.contains("A word") })
        #expect(!word.contains("RRULE"))
        #expect(word.contains("DTSTART;TZID=Europe/Berlin:20260130T200000"))
        #expect(word.contains("RDATE;TZID=Europe/Berlin:20260228T200000"))
        #expect(word.contains("COMMENT:No rule of iCalendar"))
    }
}
