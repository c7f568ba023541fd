import Commands
import Testing

struct HelpTests {
    @Test(arguments: [[], ["help"]])
    func `the first page shows what there is to ask and to tell`(arguments: [String]) throws {
        let result = try Ritualctl().run(arguments)
        let help = try Ritualctl().run("--help")
        #expect(result == help)
        #expect(result.output.hasPrefix("OVERVIEW: Ask what is coming, and say what happened.\n"))
        #expect(result.code == 0)
    }

    @Test(arguments: try CommandTree.all().map { $0.words.joined(separator: " ") })
    func `every command explains itself within 80 columns, with an example`(command: String) throws
    {
        let words = command.split(separator: " ").map(String.init)
        let result = try Ritualctl().run(words + ["--help"])
        #expect(result.code == 0)
        // The word of what a group does by itself is left out.
        let typed = ["catalog show": "catalog", "deck show": "deck"][command] ?? command
        #expect(result.output.contains("\n  ritualctl \(typed)"))
        let long = result.output.split(separator: "\n").filter { $0.count > 80 }
        #expect(long == [])
        for option in ["--json", "--socket <path>", "--plain", "--no-color"] {
            #expect(result.output.contains("\n  \(option) "))
        }
        #expect(try Ritualctl().run(["help"] + words).output == result.output)
    }

    @Test func `the version is one line`() throws {
        #expect(try Ritualctl().run("--version").output == "0.2.0\n")
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
