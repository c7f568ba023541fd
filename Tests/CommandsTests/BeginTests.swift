import Household
import Sessions
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI

/// `ritualctl begin` from its first key to what it leaves behind.
struct BeginTests {
    // MARK: - What is recorded

    @Test func `it is recorded once at its end, for all of them, and nothing more is asked`() throws
    {
        let led = try LedSession("check-in", on: VirtualTerminal([.at(5, .pause)]))
        #expect(
            led.result.output == """
                Check-in, today 20:30: done
                'ritualctl undo' takes it back

                """
        )
        #expect(led.result.code == 0 && led.result.errors == "")
        let words = #""both":true,"for":null,"note":null,"occurrence":"#
        #expect(led.told.count == 2, "a look before, and a word after: \(led.told)")
        #expect(led.told[0].contains(words + "null") && led.told[0].contains(#""preview":true"#))
        #expect(led.told[1].contains(words + #""2026-01-07T20:30""#))
        #expect(led.told[1].contains(#""preview":null"#))
        #expect(led.terminal.bells == [305, 605])
        #expect(led.terminal.log == ["open", "awake", "asleep", "close"])
    }

    @Test func `who quits records nothing, and is told so kindly`() throws {
        let terminal = VirtualTerminal([.at(5, .pause), .at(257, .quit)])
        let led = try LedSession("check-in", on: terminal)
        #expect(
            led.result.output == """
                You stopped after 4 min 12 s, and that is fine.
                Nothing was recorded; if it was enough, 'ritualctl done check-in' says so.

                """
        )
        #expect(led.result.code == 0)
        #expect(led.told.count == 1 && led.told[0].contains(#""preview":true"#))
        #expect(led.terminal.bells == [])
    }

    @Test func `who quits before it begins is not told that it was enough`() throws {
        let led = try LedSession("check-in", on: VirtualTerminal([.at(5, .quit)]))
        #expect(led.result.output.hasPrefix("Another time, then.\nNothing was recorded"))
    }

    @Test(arguments: [1, 2, 15])
    func `a signal gives the screen back, records nothing, and ends the process`(signal: Int32)
        throws
    {
        let terminal = VirtualTerminal([.at(5, .pause), .at(10, .end(signal))])
        let led = try LedSession("check-in", on: terminal)
        #expect(terminal.log == ["open", "awake", "asleep", "close", "end \(signal)"])
        #expect(led.result.output.contains("Nothing was recorded"))
        #expect(led.told.count == 1)
    }

    @Test func `without a daemon it is led from the config, and says what was not recorded`() throws
    {
        let led = try LedSession(
            "check-in",
            daemon: .absent,
            on: VirtualTerminal([.at(0, .pause)])
        )
        #expect(
            led.result.output == """
                Check-in, 10 min. Nothing was recorded, because rituald is not running.
                Once it runs, 'ritualctl done check-in' does it.

                """
        )
        #expect(led.terminal.screen(at: 1).contains("  Alex speaks"))
        #expect(led.result.code == 0)
    }

    @Test func `what the daemon would not count is led, and its reason is said`() throws {
        let led = try LedSession(
            "check-in",
            daemon: .refusing("the next is 2026-01-08T20:30, name it with --occurrence"),
            on: VirtualTerminal([.at(0, .pause)])
        )
        #expect(
            led.result.output
                == "Check-in, 10 min. Nothing was recorded: the next is 2026-01-08T20:30\n"
        )
    }

    @Test func `a practice that no ritual uses is led too, for two where there is no config`()
        throws
    {
        let led = try LedSession(
            "long-hug",
            config: nil,
            daemon: .absent,
            on: VirtualTerminal([.at(0, .pause)])
        )
        #expect(
            led.result.output == """
                A long hug, 20 s. Nothing was recorded: it is no ritual of yours yet.
                'ritualctl catalog add long-hug' makes it one.

                """
        )
        #expect(led.terminal.bells == [20])
    }

    // MARK: - What is led

    @Test func `turn and quiet, and a practice by a part of its name`() throws {
        let terminal = VirtualTerminal([.at(0, .pause)])
        _ = try LedSession("hug", "--turn", "5m", "--quiet", on: terminal)
        #expect(terminal.bells == [])
        #expect(terminal.screen(at: 299).contains { $0.contains("██") })
        #expect(terminal.frames.last { $0.second < 300 } != nil)
        #expect(terminal.screen(at: 302).contains("  That was it."))
    }

    @Test func `a ritual of another name is found by its practice`() throws {
        let config =
            LedSession.household + "[[ritual]]\nid = \"evening\"\ntemplate = \"check-in\"\n"
        let led = try LedSession(
            "check-in",
            config: config,
            daemon: .absent,
            on: VirtualTerminal([.at(0, .pause)])
        )
        #expect(led.result.output.contains("'ritualctl done evening'"))
    }

    @Test func `the question is the daemon's where it runs`() throws {
        let terminal = VirtualTerminal([.at(0, .pause)])
        _ = try LedSession(
            "check-in",
            daemon: .present(prompt: "What made you laugh?"),
            on: terminal
        )
        #expect(terminal.screen(at: 1).contains("  What made you laugh?"))
    }

    @Test func `every round has its own question, and another one can be chosen`() throws {
        func questions(_ arguments: String...) throws -> [String] {
            let terminal = VirtualTerminal([.at(0, .pause)])
            _ = try LedSession(
                arguments[0],
                arguments.count > 1 ? arguments[1] : "--quiet",
                on: terminal
            )
            return [1, 601].compactMap { second in
                terminal.screen(at: second).first { $0.hasSuffix("?") }
            }
        }
        let asked = try questions("love-map")
        #expect(Set(asked).count == 2, "\(asked)")
        let chosen = try questions("love-map", "--prompt=3")
        let next = try questions("love-map", "--prompt=4")
        #expect(chosen[1] == next[0])
    }

    @Test(
        arguments: [
            (["check-in", "--prompt", "9"], 1, "--prompt: 9 is not between 1 and 1"),
            (["long-hug", "--prompt", "1"], 1, "--prompt: 'long-hug' asks nothing"),
            (["check-in", "--turn", "soon"], 64, "give a length such as 90s or 5m"),
            (["check-in", "--turn", "2 days"], 64, "'2d' is not between 1s and 12h"),
            (["nothing"], 1, "there is no ritual and no practice 'nothing'"),
            (
                ["walk"], 1,
                "'walk' has no guided session; 'ritualctl catalog' shows what can be led"
            ),
            (["chek-in"], 1, "did you mean 'check-in'?"),
        ] as [([String], Int32, String)]
    )
    func `what cannot be led is refused with what can`(
        arguments: [String],
        code: Int32,
        message: String
    ) throws {
        let led = try LedSession(arguments, on: VirtualTerminal())
        #expect(led.result.code == code)
        #expect(led.result.errors.contains(message), "\(led.result.errors)")
        #expect(led.terminal.log == [])
    }

    // MARK: - Without a name

    @Test func `without a name it is what is on today`() throws {
        let led = try LedSession(on: VirtualTerminal([.at(0, .pause)]))
        #expect(led.result.output.hasPrefix("Check-in, today 20:30: done"))
        let alone = try LedSession(daemon: .absent, on: VirtualTerminal([.at(0, .pause)]))
        #expect(alone.result.output.hasPrefix("Check-in, 10 min. Nothing was recorded, because"))
    }

    @Test func `of several a person chooses by number, and a script gets the list`() throws {
        let config = LedSession.checkIn + "[[ritual]]\ntemplate = \"long-hug\"\n"
        let led = try LedSession(
            config: config,
            daemon: .absent,
            answers: { "1" },
            on: VirtualTerminal([.at(0, .pause)])
        )
        #expect(
            led.result.errors == """
                  1  A long hug, today 18:00
                  2  Check-in, today 20:30
                Which one? [1-2] 
                """
        )
        #expect(led.result.output.hasPrefix("A long hug, 20 s."))
        let script = try LedSession(
            config: config,
            daemon: .absent,
            isTerminal: false,
            on: VirtualTerminal(hasKeys: false)
        )
        #expect(
            script.result.errors == """
                  long-hug  A long hug, today 18:00
                  check-in  Check-in, today 20:30
                ritualctl: 2 can be led; say which: ritualctl begin RITUAL

                """
        )
        #expect(script.result.code == 1)
    }

    @Test func `where nothing is on it says what to type`() throws {
        let led = try LedSession(
            config: LedSession.household,
            daemon: .absent,
            on: VirtualTerminal()
        )
        #expect(
            led.result.errors
                == "ritualctl: nothing that can be led is open now or on today; name one: "
                + "ritualctl begin check-in\n"
        )
        #expect(led.result.code == 1)
    }

    @Test func `a config that is not valid is said to be, with its places`() throws {
        let led = try LedSession("check-in", config: "x = 1\n", on: VirtualTerminal())
        #expect(led.result.code == 2)
        #expect(led.result.errors.contains("config.toml:1:1: error"))
    }
}
