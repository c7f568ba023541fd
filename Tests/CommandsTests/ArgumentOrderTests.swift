import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// Options before or after the command.
struct ArgumentOrderTests {
    @Test(arguments: [
        (["--socket", "/s", "upcoming"], ["upcoming", "--socket", "/s"]),
        (
            ["--socket=/s", "--json", "outbox", "list"],
            ["outbox", "list", "--socket=/s", "--json"]
        ),
        (["--days", "7", "upcoming", "--json"], ["upcoming", "--json", "--days", "7"]),
        (["--no-color", "done", "--", "-x"], ["done", "--no-color", "--", "-x"]),
        (["upcoming", "--socket", "/s"], ["upcoming", "--socket", "/s"]),
        (["--prompt", "next"], ["next", "--prompt"]),
        (["--prompt", "3", "begin", "talk"], ["begin", "talk", "--prompt", "3"]),
        (["--help"], ["--help"]), (["--version"], ["--version"]), ([], []),
        (["--socket", "/s"], ["--socket", "/s"]), (["--socket"], ["--socket"]),
        (["--", "upcoming"], ["--", "upcoming"]),
    ]) func `what stands before the command is moved behind it`(given: [String], moved: [String]) {
        #expect(ArgumentOrder.commandFirst(given) == moved)
    }

    @Test func `every option of every command is known to have a value or none`() throws {
        let flags = try CommandTree.all().flatMap { $0.options.filter(\.isFlag).flatMap(\.names) }
        #expect(Set(flags) == ArgumentOrder.flags)
    }

    @Test func `the daemon at a socket is asked, wherever it is named`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.next, with: NextMessage(next: nil))
        for arguments in [["--socket", "/s", "next"], ["next", "--socket", "/s"]] {
            #expect(try ritualctl.run(arguments).code == 0)
        }
    }
}
