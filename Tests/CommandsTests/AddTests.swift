import Foundation
import Glibc
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// A home with a config, in a test.
struct ConfigHome {
    static let config = """
        # ours, by hand
        [household]
        time_zone = "America/Denver"   # here

        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"

        [channel.desktop]
        type = "desktop"

        # Fridays are for us.
        [[ritual]]
        id = "date-night"
        title = "Date night"
        schedule = { every = "week", on = "fri", at = "19:00" }
        duration = "3h"

        """

    let folder: TemporaryFolder
    var ritualctl = Ritualctl()

    init(_ config: String? = config, daemonRuns: Bool = true) throws {
        folder = try TemporaryFolder()
        ritualctl.environment["XDG_CONFIG_HOME"] = folder.path
        if let config {
            try folder.write(config, to: "rituald/config.toml")
        }
        if daemonRuns {
            let read = ReloadMessage(config: path, rituals: 2, partners: 2)
            try ritualctl.daemon.answer(.reload, with: read)
        } else {
            ritualctl.daemon.failure = .noDaemon("No such file or directory")
        }
    }

    var path: String { folder.path("rituald/config.toml") }

    var text: String {
        get throws { try String(contentsOfFile: path, encoding: .utf8) }
    }

    /// The names of all files beside the config.
    var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path("rituald")).sorted()
        }
    }

    /// What a command printed, with the config's path as `CONFIG`.
    func run(_ arguments: [String]) throws -> Ritualctl.Result {
        var result = try ritualctl.run(arguments)
        result.output = result.output.replacing(path, with: "CONFIG")
        result.errors = result.errors.replacing(path, with: "CONFIG")
        return result
    }
}

struct AddTests {
    struct Case: CustomTestStringConvertible {
        var arguments: [String]
        var block: String
        var said: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static func when(_ schedule: String) -> String {
        "[[ritual]]\nid = \"tea\"\ntitle = \"Tea\"\nschedule = { \(schedule) }\n"
    }

    static let cases = [
        Case(
            arguments: [
                "Tea on the balcony", "--every", "week", "--on", "sun", "--at", "16:00",
            ],
            block: """
                [[ritual]]
                id = "tea-on-the-balcony"
                title = "Tea on the balcony"
                schedule = { every = "week", on = "sun", at = "16:00" }

                """,
            said: "added Tea on the balcony (tea-on-the-balcony), next Sun 11 Jan 16:00"
        ),
        Case(
            arguments: ["Tea", "--every", "Fridays", "--at", "7:30 pm"],
            block: when(#"every = "week", on = "fri", at = "19:30""#),
            said: "added Tea (tea), next Fri 9 Jan 19:30"
        ),
        Case(
            arguments: ["Tea", "--on", "tuesday", "--on", "thu", "--at", "8am", "--at", "16h"],
            block: when(#"every = "week", on = ["tue", "thu"], at = ["08:00", "16:00"]"#),
            said: "added Tea (tea), next tomorrow 08:00"
        ),
        Case(
            arguments: ["Tea", "--every", "2 weeks", "--at", "19:00"],
            block: when(#"every = "2 weeks", at = "19:00", from = 2026-01-07"#),
            said: "added Tea (tea), next today 19:00"
        ),
        Case(
            arguments: [
                "Tea", "--every", "monthly", "--at", "17:00", "--from", "2026-01-31", "--snap",
                "next fri",
            ],
            block: when(#"every = "month", at = "17:00", from = 2026-01-31, snap = "next fri""#),
            said: "added Tea (tea), next Fri 6 Feb 17:00"
        ),
        Case(
            arguments: ["Tea", "--rrule", "FREQ=MONTHLY;BYDAY=-1SU", "--at", "noon"],
            block: when(#"rrule = "FREQ=MONTHLY;BYDAY=-1SU", at = "12:00""#),
            said: "added Tea (tea), next Sun 25 Jan 12:00"
        ),
        Case(
            arguments: ["Tea", "--calendar", "Sun *-*-* 10:00"],
            block: when(#"calendar = "Sun *-*-* 10:00""#),
            said: "added Tea (tea), next Sun 11 Jan 10:00"
        ),
        Case(
            arguments: ["Tea", "--signal", "both-home"],
            block:
                "[[ritual]]\nid = \"tea\"\ntitle = \"Tea\"\ntrigger = { signal = \"both-home\" }\n",
            said: "added Tea (tea)"
        ),
        Case(
            arguments: [
                "Zoë’s \"walk\"", "--every", "day", "--at", "9:00", "--for", "1h", "--remind", "1h",
                "--remind", "0m", "--kind", "touch", "--partner", "sam", "--sensitivity", "private",
                "--id", "walk",
            ],
            block: """
                [[ritual]]
                id = "walk"
                title = "Zoë’s \\"walk\\""
                kind = "touch"
                duration = "1h"
                remind = ["1h", "0m"]
                partners = ["sam"]
                sensitivity = "private"
                schedule = { every = "day", at = "09:00" }

                """,
            said: "added Zoë’s \"walk\" (walk), next tomorrow 09:00"
        ),
        Case(
            arguments: ["Date night", "--every", "sat", "--at", "18:00"],
            block: """
                [[ritual]]
                id = "date-night-2"
                title = "Date night"
                schedule = { every = "week", on = "sat", at = "18:00" }

                """,
            said: "added Date night (date-night-2), next Sat 10 Jan 18:00"
        ),
        Case(
            arguments: ["check-in"],
            block: "[[ritual]]\ntemplate = \"check-in\"\n",
            said: "added Check-in (check-in), next today 20:30"
        ),
        Case(
            arguments: ["check-in", "--every", "weekdays", "--at", "21:00"],
            block: """
                [[ritual]]
                template = "check-in"
                schedule = { every = "day", on = "weekdays", at = "21:00" }

                """,
            said: "added Check-in (check-in), next today 21:00"
        ),
        Case(
            arguments: ["check-in", "--at", "9pm", "--for", "20m"],
            block: """
                [[ritual]]
                template = "check-in"
                duration = "20m"
                schedule = { every = "day", at = "21:00" }

                """,
            said: "added Check-in (check-in), next today 21:00"
        ),
        Case(
            arguments: ["touch", "--at", "8:15", "--at", "17:30"],
            block: """
                [[ritual]]
                template = "touch"
                schedule = { every = "day", at = ["08:15", "17:30"] }

                """,
            said: "added A gentle touch (touch), next tomorrow 08:15"
        ),
        Case(
            arguments: ["Tea", "--every", "2 weeks", "--at", "19:00", "--from", "fri"],
            block: when(#"every = "2 weeks", at = "19:00", from = 2026-01-09"#),
            said: "added Tea (tea), next Fri 9 Jan 19:00"
        ),
        Case(
            arguments: ["7-7-7", "--from", "9 jan", "--at", "7pm", "--snap", "fri"],
            block: """
                [[plan]]
                use = "7-7-7"
                from = 2026-01-09
                at = "19:00"
                snap = "fri"

                """,
            said: """
                added Date (7-7-7-date), next Fri 9 Jan 19:00
                added Getaway (7-7-7-getaway), next Fri 27 Feb 19:00
                added Trip (7-7-7-trip), next Fri 7 Aug 19:00
                """
        ),
        Case(
            arguments: ["7-7-7", "--from", "2026-01-09", "--at", "7pm", "--snap", "fri"],
            block: """
                [[plan]]
                use = "7-7-7"
                from = 2026-01-09
                at = "19:00"
                snap = "fri"

                """,
            said: """
                added Date (7-7-7-date), next Fri 9 Jan 19:00
                added Getaway (7-7-7-getaway), next Fri 27 Feb 19:00
                added Trip (7-7-7-trip), next Fri 7 Aug 19:00
                """
        ),
    ]

    @Test(arguments: cases)
    func `what is added is said as the config says it, and all else stays as it is`(
        _ one: Case
    ) throws {
        let home = try ConfigHome()
        let result = try home.run(["add"] + one.arguments)
        #expect(result.errors == "")
        #expect(try home.text == "\(ConfigHome.config)\n\(one.block)")
        let id =
            one.block.split(separator: "\n").compactMap { line in
                ["id = ", "template = ", "use = "].first(where: line.hasPrefix).map {
                    line.dropFirst($0.count)
                }
            }.first?.filter { $0 != "\"" } ?? ""
        #expect(
            result.output
                == "\(one.said)\nrituald has read it; 'ritualctl remove \(id)' takes it back\n"
        )
        #expect(home.ritualctl.daemon.requests.map(\.path) == ["/v1/reload"])
        #expect(try home.files == ["config.toml"])

        let back = try home.run(["remove", id])
        #expect(back.code == 0, "\(back)")
        #expect(try home.text == ConfigHome.config)
    }

    @Test func `what would not be valid is not written, and is shown with its lines`() throws {
        let home = try ConfigHome()
        let result = try home.run(["add", "Tea", "--every", "mnth", "--at", "16:00"])
        #expect(result.code == 2)
        #expect(result.output == "")
        #expect(
            result.errors == """
                CONFIG:23:22: error: ritual[tea].schedule.every: expected a step such as 'day', \
                '2 days', 'week', '7 weeks', 'month', 'year' or '6 hours', not 'mnth'; did you mean \
                'month'?
                of these lines, which were not written:
                  20  [[ritual]]
                  21  id = "tea"
                  22  title = "Tea"
                  23  schedule = { every = "mnth", at = "16:00" }
                ritualctl: nothing was changed: the config would not be valid

                """
        )
        #expect(try home.text == ConfigHome.config)
        #expect(try home.files == ["config.toml"])
        #expect(home.ritualctl.daemon.requests.isEmpty)
    }

    @Test func `what is not said is asked for`() throws {
        let home = try ConfigHome()
        let when = try home.run(["add", "Tea"])
        #expect(when.code == 64)
        #expect(
            when.errors == """
                ritualctl: say when: --every day --at 19:00, --every fri --at 19:00, --rrule, \
                --calendar or --signal; without a time only a practice or plan of \
                'ritualctl catalog' can be added

                """
        )
        #expect(try home.run(["add", "Tea", "--at", "16:00"]).code == 64)
        // It varies within a window, and has no time of its own.
        #expect(try home.run(["add", "caring-message", "--at", "16:00"]).code == 64)
        #expect(try home.run(["add", "7-7-7", "--every", "day"]).code == 64)
        #expect(try home.run(["add", "3-6-9"]).code == 2, "it needs together_since")
        #expect(try home.text == ConfigHome.config)
    }

    @Test func `without a daemon it is written all the same, and says so`() throws {
        let home = try ConfigHome(daemonRuns: false)
        let result = try home.run(["add", "check-in"])
        #expect(result.code == 0)
        #expect(
            result.output == """
                added Check-in (check-in), next today 20:30
                no rituald is running; it reads the config when it starts; 'ritualctl remove \
                check-in' takes it back

                """
        )
    }

    @Test func `a daemon that keeps another config, or refuses this one, is told of`() throws {
        let home = try ConfigHome()
        try home.ritualctl.daemon.answer(
            .reload,
            with: ReloadMessage(config: "/other.toml", rituals: 2, partners: 2)
        )
        #expect(
            try home.run(["add", "check-in"]).output.contains(
                "the running rituald keeps another config, '/other.toml'"
            )
        )
        try home.ritualctl.daemon.refuse(
            .reload,
            with: Problem(.failed, detail: "the disk is full")
        )
        let refused = try home.run(["remove", "check-in"])
        #expect(refused.code == 1)
        #expect(
            refused.errors == """
                ritualctl: 'CONFIG' was changed, but rituald goes on with what it had: \
                the disk is full

                """
        )
        #expect(try home.text == ConfigHome.config)
    }

    @Test func `as JSON it names the rituals and the line`() throws {
        let home = try ConfigHome()
        let result = try home.run(["add", "Tea", "--every", "day", "--at", "16:00", "--json"])
        #expect(
            result.output == """
                {
                  "config" : "CONFIG",
                  "daemon" : "rituald has read it",
                  "line" : 20,
                  "rituals" : [
                    "tea"
                  ]
                }

                """
        )
    }

    @Test func `without a config, or with one that has errors, it says what helps`() throws {
        let none = try ConfigHome(nil)
        let missing = try none.run(["add", "check-in"])
        #expect(missing.code == 1)
        #expect(
            missing.errors
                == "ritualctl: there is no config yet at 'CONFIG'; 'ritualctl init' writes a first one\n"
        )
        let broken = try ConfigHome(ConfigHome.config + "[[ritual]]\nid = tea\n")
        let refused = try broken.run(["add", "check-in"])
        #expect(refused.code == 2)
        #expect(
            refused.errors == """
                CONFIG:20:6: error: the value of 'id' has no quotes; write it in straight ones: "…"
                ritualctl: the config has errors already; 'ritualctl edit' opens it where they are

                """
        )
    }
}
