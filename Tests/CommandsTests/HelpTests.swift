import Commands
import Testing

struct HelpTests {
    @Test(arguments: [[], ["--help"], ["help"]])
    func `the first page shows what there is to ask and to tell`(arguments: [String]) throws {
        let result = try Ritualctl().run(arguments)
        #expect(
            result.output == """
                OVERVIEW: Ask what is coming, and say what happened.

                ritualctl talks to rituald, the daemon that keeps your rituals. The OFFLINE
                commands work alone, from a config file or from a rule; so does upcoming
                --config FILE.

                  ritualctl upcoming                     what is coming, day by day
                  ritualctl done check-in                we kept it
                  ritualctl snooze date-night --for 20m  remind us again in 20 minutes
                  ritualctl why date-night 2026-01-09    what was decided about it, and why

                Every command takes --json for scripts, --socket PATH for another daemon and
                --no-color (or NO_COLOR) for plain text.

                Exit codes: 0 done, 1 it could not be done (with why), 2 a config is invalid,
                64 bad usage, 69 no daemon answers.

                USAGE: ritualctl <command> [--help]

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                ASK SUBCOMMANDS:
                  upcoming                What is coming, in order.
                  next                    The next occurrence, in one line for a status bar.
                  today                   Today's agenda: what was, what is, what is to come.
                  status                  How the daemon is: config, time zone, ledger, outbox,
                                          channels.
                  why                     What was decided about an occurrence, and why.
                  history                 What happened: kept, skipped, missed, held, expired.
                  outbox                  Deliveries and their attempts.

                TELL SUBCOMMANDS:
                  done                    Say that you kept a ritual.
                  skip                    Let one occurrence of a ritual pass.
                  snooze                  Be reminded of an occurrence again later.
                  move                    Hold one occurrence of a ritual at another time.
                  undo                    Take back what you said last.
                  hold                    Be left in peace until a date: a hard week.
                  release                 End a hold before its time.
                  signal                  Say that something happened, such as both-home.
                  forget                  Erase for good what lies behind.
                  send-test               Send one test nudge to a channel, now.
                  reload                  Read the config again.

                SET UP SUBCOMMANDS:
                  init                    Write a first config, start the service, and send a
                                          test nudge.
                  add                     Add a ritual to the config.
                  remove                  Take a ritual out of the config.
                  edit                    Open the config in an editor, and check it.

                OFFLINE SUBCOMMANDS:
                  catalog                 The practices that you can switch on.
                  check                   Validate a config.
                  simulate                Every decision of a span of time, by the daemon's own
                                          planner.
                  recur                   The occurrences of a rule, one a line.

                  See 'ritualctl help <subcommand>' for detailed help.

                """
        )
        #expect(result.code == 0)
        #expect(result.errors == "")
    }

    static let commands = [
        "upcoming", "next", "today", "status", "why", "outbox list", "done", "skip", "snooze",
        "move", "signal", "send-test", "reload", "init", "add", "remove", "edit", "check",
        "simulate",
        "recur",
    ]

    @Test(arguments: commands)
    func `every command explains itself within 80 columns, with an example`(command: String) throws
    {
        let words = command.split(separator: " ").map(String.init)
        let result = try Ritualctl().run(words + ["--help"])
        #expect(result.code == 0)
        #expect(result.output.contains("\n  ritualctl \(command)"))
        let long = result.output.split(separator: "\n").filter { $0.count > 80 }
        #expect(long == [])
        for option in ["--json", "--socket <path>", "--no-color"] {
            #expect(result.output.contains("\n  \(option) "))
        }
        #expect(try Ritualctl().run(["help"] + words).output == result.output)
    }

    @Test func `the version is one line`() throws {
        #expect(try Ritualctl().run("--version").output == "0.1.0\n")
    }

    @Test func `a command that is not there is bad usage`() throws {
        #expect(
            try Ritualctl().run("upcomming")
                == .init(
                    code: 64,
                    output: "",
                    errors: """
                        ritualctl: there is no command 'upcomming'; did you mean 'upcoming'?
                        Usage: ritualctl <command> [--help]
                          See 'ritualctl --help' for more information.

                        """
                )
        )
    }

    @Test func `a mistyped option gets the nearest one`() throws {
        #expect(
            try Ritualctl().run("upcoming", "--cuont", "3").errors == """
                ritualctl: Unknown option '--cuont'. Did you mean '--count'?
                Usage: ritualctl upcoming [<options>]
                  See 'ritualctl upcoming --help' for more information.

                """
        )
    }
}
