import CivilTime
import ControlAPI
import Delivery
import Emitters
import Foundation
import Household
import ICalendar
import Ledger
import Logging
import Planning
import Synchronization
import TestKit
import Testing

@testable import Daemon

/// The calendar that is put at an address.
@Suite struct CalendarUploadTests {
    private static let config = """
        [household]
        time_zone = "Europe/Berlin"
        [[partner]]
        id = "alex"
        [[rest]]
        dates = [2026-01-09]
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "walk"
        title = "A walk, outside; with Zoë 🎈"
        schedule = { every = "week", on = "sat", at = "15:00" }
        duration = "2h"
        """
    private static let identity = CalendarIdentity { _ in "0123456789abcdef" }

    /// A folder of a WebDAV server with one file in it.
    private final class Shelf: Sendable {
        private struct State {
            var file: [UInt8]?
            var version = 0
            var answer: HTTPAnswer?
            var puts = 0
        }

        private let state = Mutex(State())

        var file: [UInt8]? {
            get { state.withLock { $0.file } }
            set {
                state.withLock {
                    $0.file = newValue
                    $0.version += 1
                }
            }
        }

        /// The answer to every PUT in place of the right one.
        var answer: HTTPAnswer? {
            get { state.withLock { $0.answer } }
            set { state.withLock { $0.answer = newValue } }
        }

        var puts: Int { state.withLock { $0.puts } }

        func serve() throws -> HTTPCapture {
            try HTTPCapture { [self] request, _ in
                state.withLock { state in
                    let tag = "\"\(state.version)\""
                    if request.method == "GET" {
                        guard let file = state.file else { return 404 }
                        let text = String(decoding: file, as: UTF8.self)
                        return .reply(200, headers: ["ETag": tag], body: text)
                    }
                    state.puts += 1
                    if let answer = state.answer { return answer }
                    let isThere = state.file != nil
                    guard
                        isThere
                            ? request.headers["if-match"] == tag
                            : request.headers["if-none-match"] == "*"
                    else { return 412 }
                    state.file = Array(request.body.utf8)
                    state.version += 1
                    return isThere ? 204 : 201
                }
            }
        }
    }

    /// A house whose calendar is put at an address.
    private struct Kept {
        let house: KeptHouse
        let writer: CalendarWriter
        private let latest = LatestCalendar()

        init(_ upload: CalendarUpload) async throws {
            let latest = latest
            let clock = HandClock("2026-01-09T10:00:00Z")
            let emitter = try CalendarSetup(
                secrets: SecretReader(credentialsDirectory: nil),
                identity: identity,
                latest: latest,
                now: clock.read
            ).emitter(for: upload)
            let house = try await KeptHouse(
                config,
                channels: ["one": WatchedChannel(), Delivery.calendarChannel: emitter]
            )
            self.house = house
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let uploads = CalendarUploads(house.ledger, house.outbox, now: clock.read, log: log)
            writer = CalendarWriter(
                house.planning,
                identity,
                latest: latest,
                log: log,
                enqueue: { await uploads.enqueue(in: $0) },
                target: { CalendarTarget(upload: upload) }
            )
        }

        /// What the feed is now.
        func feed() async -> [UInt8] {
            let snapshot = await house.planning.snapshot()
            return CalendarFeed(snapshot.plan, CalendarChoice(), identity).text(at: snapshot.now)
        }

        func refresh() async {
            await writer.refresh()
            await house.outbox.settled()
        }

        func skip(_ key: String) async throws {
            let key = try #require(OccurrenceKey(parsing: key))
            let word = Outcome(occurrence: key, kind: .skipped, said: house.house.clock.read())
            _ = try await house.planning.perform(.said(word))
        }

        func deliveries(_ states: Set<Delivery.State> = Set(Delivery.State.allCases)) throws
            -> [Delivery]
        {
            try house.ledger.deliveries(in: states, limit: 100)
                .filter { $0.channel == Delivery.calendarChannel }
        }
    }

    @Test func `is there after each change, and is sent only then`() async throws {
        let shelf = Shelf()
        let server = try shelf.serve()
        let kept = try await Kept(CalendarUpload(url: Secret(server.url("/dav/us.ics"))))
        await kept.refresh()
        #expect(shelf.file == (await kept.feed()))
        #expect(shelf.puts == 1)
        try await kept.house.wake(at: "2026-01-09T12:00:00Z")
        await kept.refresh()
        #expect(shelf.puts == 1)
        try await kept.skip("walk@2026-01-10T15:00")
        await kept.refresh()
        #expect(shelf.file == (await kept.feed()))
        #expect(shelf.puts == 2)
        // A word within the same second is another change.
        try await kept.skip("walk@2026-01-17T15:00")
        await kept.refresh()
        #expect(shelf.file == (await kept.feed()))
        #expect(try kept.deliveries([.delivered]).count == 3)
        #expect(try kept.deliveries().allSatisfy { $0.nudge.title == "The calendar" })
    }

    @Test func `waits for a server that is away, and carries the newest`() async throws {
        let shelf = Shelf()
        shelf.answer = 503
        let server = try shelf.serve()
        let kept = try await Kept(CalendarUpload(url: Secret(server.url())))
        await kept.refresh()
        try await kept.skip("walk@2026-01-10T15:00")
        await kept.refresh()
        #expect(try kept.deliveries([.pending]).count == 1)
        #expect(shelf.file == nil)
        shelf.answer = nil
        try await kept.house.wake(at: "2026-01-09T11:00:00Z")
        await kept.house.outbox.dispatch(at: kept.house.house.clock.read())
        await kept.house.outbox.settled()
        #expect(shelf.file == (await kept.feed()))
        #expect(try kept.deliveries([.pending]).isEmpty)
    }

    @Test(arguments: [
        (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
                + "DTSTART:20260110T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            "an entry there is not of these rituals, so nothing is replaced"
        ),
        ("<html>a page</html>", "what is there is no calendar and is not replaced"),
    ])
    func `never replaces what somebody else keeps there`(
        _ text: String,
        _ reason: String
    ) async throws {
        let shelf = Shelf()
        shelf.file = Array(text.utf8)
        let server = try shelf.serve()
        let kept = try await Kept(CalendarUpload(url: Secret(server.url())))
        await kept.refresh()
        #expect(shelf.file == Array(text.utf8))
        #expect(shelf.puts == 0)
        #expect(try kept.deliveries([.dead]).map(\.detail) == [reason])
        // Once it is gone, the next change is taken.
        shelf.file = nil
        try await kept.skip("walk@2026-01-10T15:00")
        await kept.refresh()
        #expect(shelf.file == (await kept.feed()))
    }

    @Test(arguments: [
        (401, Delivery.State.pending, "the server does not take the user and the password"),
        (403, .pending, "the server does not let this user write there"),
        (409, .pending, "the folder of this address is not there"),
        (415, .pending, "the server takes no whole calendar at this address"),
        (412, .pending, "somebody has changed it meanwhile"),
        (413, .pending, "the calendar is too long for the server"),
        (302, .pending, "the calendar is at another address now; redirects are not followed"),
        (507, .pending, "the server has no room left"),
    ])
    func `says why a server does not take it`(
        _ status: Int,
        _ state: Delivery.State,
        _ reason: String
    ) async throws {
        let shelf = Shelf()
        shelf.answer = .reply(status)
        let server = try shelf.serve()
        let address = server.url("/private-folder/our-secret-name.ics")
        let kept = try await Kept(CalendarUpload(url: Secret(address)))
        await kept.refresh()
        let left = try #require(try kept.deliveries().first)
        #expect(left.state == state)
        #expect(left.detail == "HTTP \(status), \(reason)")
        let rows: [DeliveryMessage] = try await kept.house.ask(.outbox)
        #expect(rows.map(\.channel) == ["[calendar]"] && rows.map(\.partners) == [[]])
        let message: StatusMessage = try await kept.house.ask(.status)
        #expect(!"\(message)".contains("our-secret-name"))
    }

    @Test func `Radicale takes it and gives it back unchanged`() async throws {
        let folder = try TemporaryFolder()
        let python = BuiltCommands.project(".build/calendars/bin/python")
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "make test brings the Python packages that this compares with"
        )
        let server = try ChildProcess(
            python,
            [
                BuiltCommands.project("Tests/ICalendarTests/Oracles/radicale_server.py"),
                folder.path,
            ],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        defer { server.end() }
        let port = try #require(
            try await server.output.first().split(separator: " ").last?.dropLast()
        )
        let password = folder.path("password")
        #expect(
            FileManager.default.createFile(
                atPath: password,
                contents: Data("secret words\n".utf8),
                attributes: [.posixPermissions: 0o600]
            )
        )
        let address = "http://127.0.0.1:\(port)/alex/rituals/"
        let upload = CalendarUpload(
            url: Secret(address),
            user: "alex",
            password: .file(password)
        )
        let kept = try await Kept(upload)
        // It sorts the entries and their properties, and keeps each of them as it is. The zones it writes by
        // its own table, under the same names.
        for skipped in [nil, "walk@2026-01-10T15:00", "walk@2026-01-17T15:00"] {
            if let skipped { try await kept.skip(skipped) }
            await kept.refresh()
            let deliveries = try kept.deliveries()
            #expect(deliveries.allSatisfy { $0.state == .delivered }, "\(deliveries.map(\.detail))")
            let there = try await CommandResult.of(
                python,
                ["-c", Self.reader, address],
                environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
            )
            try #require(there.exit == .status(0), "\(there)")
            let own = try Self.entries(await kept.feed())
            #expect(own.count > 40)
            let text = there.output.joined(separator: "\r\n") + "\r\n"
            let entries = try Self.entries(Array(text.utf8))
            let differing = entries.symmetricDifference(own).map { $0.sorted() }
            #expect(differing.isEmpty)
        }
        let wrong = try await Kept(CalendarUpload(url: Secret(address)))
        await wrong.refresh()
        #expect(try wrong.deliveries().first?.detail?.contains("HTTP 401") == true)
    }

    /// Prints what is at an address.
    private static let reader = """
        import sys, requests
        reply = requests.get(sys.argv[1], auth=("alex", "secret words"))
        reply.raise_for_status()
        sys.stdout.buffer.write(reply.content.replace(b"\\r\\n", b"\\n"))
        """

    /// Each event as the set of its lines, each zone by its name.
    private static func entries(_ text: [UInt8]) throws -> Set<Set<String>> {
        func lines(_ component: Component) -> Set<String> {
            guard component.name != "VTIMEZONE" else {
                return ["VTIMEZONE \(component.text("TZID") ?? "")"]
            }
            let own = component.properties.map { property in
                let parameters = property.parameters.map { "\($0.name)=\($0.value)" }.sorted()
                return "\(property.name) \(parameters) \(property.value)"
            }
            return Set(own).union(component.components.map { "\($0.name) \(lines($0).sorted())" })
        }
        return Set(try Component.calendars(in: text).flatMap(\.components).map(lines))
    }
}
