import CivilTime
import ControlAPI
import Foundation
import Household
import Planning
import TestKit
import Testing

@testable import Daemon

/// khal and calcurse, which take the calendars without a word of warning.
@Suite struct CalendarPeerTests {
    private static let config = """
        [household]
        time_zone = "Europe/Berlin"
        [[partner]]
        id = "alex"
        [channel.one]
        type = "stdout"
        [[ritual]]
        id = "walk"
        title = "A walk, outside; with Zoë 🎈"
        schedule = { every = "week", on = "sat", at = "15:00" }
        duration = "2h"
        [[ritual]]
        id = "clamped"
        title = "Clamped"
        schedule = { every = "month", from = 2026-01-30, at = "20:00" }
        duration = "30m"
        remind = ["1 day"]
        """

    /// The feed and the export of a house with a move and a skip, in files.
    private func calendars(in folder: TemporaryFolder) async throws -> [String] {
        let kept = try await KeptHouse(Self.config)
        let now = kept.house.clock.read()
        for (key, kind) in [
            ("walk@2026-01-10T15:00", Outcome.Kind.skipped),
            (
                "walk@2026-01-17T15:00",
                .moved(to: try CivilDateTime(parsing: "2026-01-18T11:00"))
            ),
            ("clamped@2026-02-28T20:00", .skipped),
        ] {
            let key = try #require(OccurrenceKey(parsing: key))
            let word = Outcome(occurrence: key, kind: kind, said: now)
            _ = try await kept.planning.perform(.said(word))
        }
        var files: [String] = []
        for (name, route) in [("feed.ics", ControlRoute.calendar), ("export.ics", .export)] {
            let reply = await kept.router.respond(to: ControlRequest(route))
            try Data(reply.body).write(to: URL(fileURLWithPath: folder.path(name)))
            files.append(folder.path(name))
        }
        return files
    }

    private func run(_ program: String, _ arguments: [String], home: String) async throws
        -> CommandResult
    {
        try #require(
            FileManager.default.isExecutableFile(atPath: program),
            "scripts/install-packages test brings \(program)"
        )
        return try await CommandResult.of(
            program,
            arguments,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, "TZ": "UTC"]
        )
    }

    @Test func `khal imports them, and lists what was moved`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("events"),
            withIntermediateDirectories: true
        )
        let format = "%Y-%m-%d"
        try folder.write(
            """
            [calendars]
            [[one]]
            path = \(folder.path("events"))
            [locale]
            timeformat = %H:%M
            dateformat = \(format)
            longdateformat = \(format)
            datetimeformat = \(format) %H:%M
            longdatetimeformat = \(format) %H:%M
            local_timezone = Europe/Berlin
            default_timezone = Europe/Berlin
            [default]
            default_calendar = one
            [sqlite]
            path = \(folder.path("khal.db"))
            """,
            to: "khal.conf"
        )
        let files = try await calendars(in: folder)
        for file in files.reversed() {
            let result = try await run(
                "/usr/bin/khal",
                ["-c", folder.path("khal.conf"), "import", "--batch", "-a", "one", file],
                home: folder.path
            )
            #expect(result.exit == .status(0), "\(result)")
            #expect(result.output.isEmpty && result.errors.isEmpty, "\(result)")
            guard file == files.last else { continue }
            let list = try await run(
                "/usr/bin/khal",
                [
                    "-c", folder.path("khal.conf"), "list", "--day-format", "", "--format",
                    "{start-date}T{start-time} {title}", "2026-01-10", "16d",
                ],
                home: folder.path
            )
            #expect(
                list.output.filter { !$0.isEmpty } == [
                    "2026-01-18T11:00 A walk, outside; with Zoë 🎈",
                    "2026-01-24T15:00 A walk, outside; with Zoë 🎈",
                ]
            )
        }
    }

    @Test func `calcurse imports them and skips nothing`() async throws {
        let folder = try TemporaryFolder()
        for file in try await calendars(in: folder) {
            let result = try await run(
                "/usr/bin/calcurse",
                ["-D", folder.path("calcurse"), "-i", file],
                home: folder.path
            )
            #expect(result.exit == .status(0), "\(result)")
            #expect(result.text.contains("0 skipped"), "\(result)")
            #expect(!result.text.contains("could not be imported"), "\(result)")
        }
    }
}
