import CivilTime
import Foundation
import Glibc
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

struct InitTests {
    private static let prompts = [
        "What are your names? [Alex and Sam] ",
        "Which time zone do you live in? [America/Denver] ",
        "Since which day are you together? (- to leave it out) [-] ",
        "Which evening is for your date? (- for none) [fri 19:00] ",
        "How shall nudges reach you? (desktop, terminal, the address of an ntfy topic) [terminal] ",
        "Which rhythm? (gentle, steady, full) [steady] ",
    ]

    /// A home without a config, in which a person types these lines.
    private static func home(typing lines: [String]? = nil) throws -> ConfigHome {
        var home = try ConfigHome(nil)
        home.ritualctl.environment["XDG_RUNTIME_DIR"] = home.folder.path
        if let lines {
            var lines = lines
            home.ritualctl.isTerminal = true
            home.ritualctl.answers = { lines.isEmpty ? nil : lines.removeFirst() }
        }
        return home
    }

    @Test func `six questions make a config that its owner alone can read`() throws {
        let home = try Self.home(typing: ["Robin & Kim", "", "2024-05-17", "sat 18:30", "", "full"])
        let result = try home.run(["init", "--no-start"])
        #expect(result.code == 0, "\(result)")
        #expect(result.output == "wrote CONFIG: 8 rituals for two partners\n")
        #expect(
            result.errors.hasPrefix(
                "Enter takes what stands in brackets.\n\n\(Self.prompts.joined())\n"
            ),
            "\(result.errors)"
        )
        #expect(
            try home.text == """
                # Your rituals. 'ritualctl init' wrote this on 2026-01-07, and it is yours to change:
                #
                #   ritualctl edit                                     opens it, and checks it before it counts
                #   ritualctl add "Tea on the balcony" --every sunday --at 16:00
                #   ritualctl remove tea-on-the-balcony
                #
                # docs/configuration.md says what there is besides; config.example.toml shows every key.

                [household]
                time_zone = "America/Denver"
                together_since = 2024-05-17         # the day you count from
                quiet_hours = "22:30-07:00"         # what comes due inside waits until it ends

                [[partner]]
                id = "robin"
                name = "Robin"

                [[partner]]
                id = "kim"
                name = "Kim"

                [channel.stdout]                    # the terminal that rituald runs in
                type = "stdout"

                # Every evening: ten minutes to talk.
                [[ritual]]
                template = "check-in"
                schedule = { every = "day", at = "20:30" }

                # Every week: an evening for the two of you, with time to plan it.
                [[ritual]]
                template = "date"
                id = "date-night"
                title = "Date night"
                schedule = { every = "week", on = "sat", at = "18:30" }
                absorbed_by = ["7-7-7-getaway", "7-7-7-trip"]   # the bigger ones take its place

                # A getaway every 7 weeks, a trip every 7 months. The date every 7 days stands above.
                [[plan]]
                use = "7-7-7"
                from = 2026-01-10
                at = "18:30"
                snap = "sat"
                leave_out = ["date"]

                # Three, six and nine months together, then every year.
                [[plan]]
                use = "3-6-9"
                at = "18:00"

                """
        )
        var status = stat()
        #expect(stat(home.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(home.folder.path("rituald"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        #expect(try home.files == ["config.toml"])
    }

    @Test(arguments: [
        ("17 may 2024", "2024-05-17"), ("may 17th 2024", "2024-05-17"),
        ("2024-05-17", "2024-05-17"), ("5 dec", "2025-12-05"), ("6 jan", "2026-01-06"),
        ("8 jan", "2025-01-08"), ("last sat", "2026-01-03"),
    ]) func `a day is taken as people type it, and means the last one`(
        typed: String,
        date: String
    ) throws {
        let home = try Self.home()
        let options = ["--since", typed, "--zone", "America/Denver", "--yes", "--no-start"]
        #expect(try home.run(["init"] + options).code == 0)
        #expect(try home.text.contains("\ntogether_since = \(date) "))
    }

    struct Answers: CustomTestStringConvertible {
        var options: [String]
        var testDescription: String { options.joined(separator: " ") }
    }

    static let combinations: [Answers] = {
        var all: [Answers] = []
        for names in ["Alex and Sam", "Zoë, Ana María & \"Bo\"", "Аня и Оля, Ли"] {
            for since in ["-", "2024-02-29"] {
                for evening in ["fri", "sun 23:15", "Mondays 8pm", "none"] {
                    for ways in [
                        "desktop", "terminal", "https://ntfy.example/us,desktop",
                        "http://127.0.0.1:8080/a https://ntfy.example/b",
                    ] {
                        for rhythm in ["gentle", "steady", "full"] {
                            all.append(
                                Answers(options: [
                                    "--names", names, "--since", since, "--evening", evening,
                                    "--nudges", ways, "--rhythm", rhythm,
                                ])
                            )
                        }
                    }
                }
            }
        }
        return all
    }()

    @Test(arguments: combinations)
    func `every combination of answers passes check, and ids are names without accents`(
        _ answers: Answers
    ) throws {
        let home = try Self.home()
        let zone = ["--zone", "Europe/Lisbon"]
        let written = try home.run(["init", "--no-start"] + answers.options + zone)
        #expect(written.code == 0, "\(written)")
        let checked = try home.run(["check"])
        #expect(checked.code == 0, "\(checked)")
        #expect(!checked.output.contains(": error: "))
        let ids = try home.text.split(separator: "\n").filter { $0.hasPrefix("id = ") }
        #expect(
            ids.prefix(2) == ["id = \"alex\"", "id = \"sam\""]
                || ids.prefix(3) == ["id = \"zoe\"", "id = \"ana-maria\"", "id = \"bo\""]
                || ids.prefix(2) == ["id = \"partner\"", "id = \"partner-2\""],
            "\(ids)"
        )
    }

    @Test func `an answer that cannot be is refused with what can`() throws {
        let home = try Self.home(typing: [
            "Robin", "Robin and Kim", "Denver", "America/Denver", "last year", "", "everyday",
            "-", "pigeon", "http://ntfy.example/us", "desktop", "quick", "gentle",
        ])
        let result = try home.run(["init", "--no-start"])
        #expect(result.code == 0)
        for said in [
            "  give two to nine names, such as: Alex and Sam\n",
            "  there is no time zone 'Denver'; did you mean 'America/Denver'?\n",
            "  give a date such as 17 may 2024 or 2024-05-17, or - to leave it out\n",
            "  give a day and, if you like, a time: fri, sat 18:30, or - for none\n",
            "  say desktop, terminal, or the address of an ntfy topic such as "
                + "https://ntfy.example/us; more than one with commas\n", "plain http",
            "  say gentle, steady or full\n",
        ] {
            #expect(result.errors.contains(said), "\(said) in \(result.errors)")
        }
    }

    @Test func `where the input ends nothing is written`() throws {
        let home = try Self.home(typing: ["Robin and Kim"])
        let result = try home.run(["init"])
        #expect(result.code == 1)
        #expect(result.errors.hasSuffix("ritualctl: nothing was written\n"))
        #expect(access(home.path, F_OK) != 0)
    }

    @Test func `without a terminal options answer, and --yes takes the defaults`() throws {
        let home = try Self.home()
        let asked = try home.run(["init", "--names", "Robin and Kim"])
        #expect(asked.code == 64)
        #expect(
            asked.errors == """
                ritualctl: there is no terminal to ask on; --zone answers, or --yes takes the \
                defaults

                """
        )
        let wrong = try home.run(["init", "--yes", "--rhythm", "quick"])
        #expect(wrong.code == 64)
        #expect(wrong.errors == "ritualctl: --rhythm: say gentle, steady or full\n")
        #expect(access(home.path, F_OK) != 0)
        #expect(
            try home.run(["init", "--names", "Robin and Kim", "--yes", "--no-start"]).code == 0
        )
        #expect(try home.text.contains("name = \"Kim\""))
    }

    @Test(arguments: [false, true])
    func `a config that is there is not touched, a link that leads nowhere neither`(
        isLink: Bool
    ) throws {
        let home = try Self.home(typing: [])
        let other = try home.folder.write("# mine\n", to: "rituald/other")
        if isLink {
            symlink("/nowhere", home.path)
        } else {
            rename(other, home.path)
        }
        let result = try home.run(["init", "--yes"])
        #expect(result.code == 1)
        #expect(
            result.errors
                == "ritualctl: there is a config already at 'CONFIG'; 'ritualctl edit' opens it\n"
        )
        #expect(try isLink || home.text == "# mine\n")
    }

    @Test func `with a session bus the desktop is what Enter takes`() throws {
        let home = try Self.home()
        try home.folder.write("", to: "bus")
        #expect(try home.run(["init", "--yes", "--no-start"]).code == 0)
        #expect(try home.text.contains("[channel.desktop]"))
    }

    @Test func `the service is started, and every channel gets a test nudge`() throws {
        var home = try Self.home()
        var programs: [[String]] = []
        home.ritualctl.execute = {
            programs.append($0.words)
            return 0
        }
        try home.ritualctl.daemon.answer(
            .sendTest,
            with: SendTestMessage(channel: "phone", type: "webhook", detail: "HTTP 200")
        )
        let result = try home.run([
            "init", "--yes", "--nudges", "https://ntfy.example/us,https://ntfy.example/me",
        ])
        #expect(result.code == 0, "\(result)")
        #expect(
            result.output == """
                wrote CONFIG: 2 rituals for two partners
                rituald is running, and starts when you log in
                a test nudge: sent to phone (webhook): HTTP 200
                a test nudge: sent to phone (webhook): HTTP 200
                see what is coming: ritualctl upcoming

                """
        )
        #expect(
            programs.map { $0.dropFirst(2).joined(separator: " ") } == [
                "daemon-reload", "cat rituald.service", "enable rituald.service",
                "restart rituald.service",
            ]
        )
        #expect(programs.allSatisfy { $0.prefix(2) == ["systemctl", "--user"] })
        #expect(
            home.ritualctl.daemon.bodies == [#"{"channel":"phone"}"#, #"{"channel":"phone-2"}"#]
        )
    }

    @Test
    func `a test nudge that does not arrive, and a service that does not start, are failures`()
        throws
    {
        var home = try Self.home()
        home.ritualctl.execute = { _ in 0 }
        try home.ritualctl.daemon.refuse(
            .sendTest,
            with: Problem(.failed, detail: "nobody shows notifications")
        )
        let unseen = try home.run(["init", "--yes"])
        #expect(unseen.code == 1)
        #expect(
            unseen.errors.hasSuffix(
                """
                ritualctl: a test nudge by stdout did not arrive: nobody shows notifications
                ritualctl: all is set up but this; once it is mended: ritualctl send-test CHANNEL

                """
            ),
            "\(unseen)"
        )
        unlink(home.path)
        home.ritualctl.execute = { $0.words.contains("restart") ? 1 : 0 }
        let stopped = try home.run(["init", "--yes"])
        #expect(stopped.code == 1)
        #expect(
            stopped.errors.hasSuffix(
                """
                ritualctl: the config is written, but the service did not start; \
                'systemctl --user status rituald' says why

                """
            )
        )
        unlink(home.path)
        home.ritualctl.execute = { _ in nil }
        let none = try home.run(["init", "--yes"])
        #expect(none.code == 0)
        #expect(
            none.output.hasSuffix(
                "the service is not installed here; 'rituald' in a terminal keeps your rituals\n"
            )
        )
    }
}
