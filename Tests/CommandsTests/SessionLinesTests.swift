import Sessions
import TestKit
import Testing

@testable import Commands

/// A session without a screen: a line a turn and a minute.
struct SessionLinesTests {
    private static let done = """
        Check-in, today 20:30: done
        'ritualctl undo' takes it back

        """

    private static let minutes = "4 min left\n3 min left\n2 min left\n1 min left\n"

    @Test func `without a terminal it begins at once, and says a line a turn and a minute`() throws
    {
        let terminal = VirtualTerminal(hasKeys: false)
        let led = try LedSession("check-in", isTerminal: false, on: terminal)
        #expect(
            led.result.output == """
                Check-in, 10 min, Alex and Sam
                What was the best part of your day, and what was the hardest?
                Alex speaks, 5 min: The best and the hardest part of the day. \
                Sam only listens: no advice, no questions
                \(Self.minutes)\
                Sam speaks, 5 min: The best and the hardest part of the day. \
                Alex only listens: no advice, no questions
                \(Self.minutes)\
                That was it. 10 min together
                \(Self.done)
                """
        )
        #expect(terminal.log == ["open lines", "awake", "asleep", "close"])
        #expect(terminal.frames.isEmpty)
    }

    @Test func `what is private stays unsaid where others may look`() throws {
        let config = LedSession.checkIn + "sensitivity = \"private\"\n"
        func output(_ isTerminal: Bool) throws -> String {
            try LedSession(
                "check-in",
                config: config,
                isTerminal: isTerminal,
                on: VirtualTerminal(hasKeys: false)
            ).result.output
        }
        let (shown, piped) = (try output(true), try output(false))
        #expect(shown.contains("What was the best part"))
        #expect(!piped.contains("What was the best part"))
    }

    @Test(arguments: [(["--plain"], [:]), ([], ["ACCESSIBLE": "1"]), ([], ["TERM": "dumb"])])
    func `plain lines have their keys`(arguments: [String], environment: [String: String]) throws {
        let terminal = VirtualTerminal([
            .at(3, .pause), .at(31, .pause), .at(91, .pause), .at(93, .skip),
            .asleep(at: 100, for: 720), .at(830, .pause), .at(831, .skip),
        ])
        let led = try LedSession(
            ["check-in"] + arguments,
            environment: environment,
            on: terminal
        )
        let lines = led.result.output.split(separator: "\n").map(String.init)
        #expect(
            lines.filter { !$0.contains("speaks") && !$0.hasPrefix(" ") } == [
                "Check-in, 10 min, Alex and Sam", "keys: space begin, q quit",
                "What was the best part of your day, and what was the hardest?",
                "keys: space pause, s skip, b back, q quit", "paused, 4:32 left",
                "space goes on", "going on, 4:32 left",
                "You were away for 12 min. The time stood still.",
                "space goes on", "going on, 4:53 left", "That was it. 38 s together",
                "Check-in, today 20:30: done", "'ritualctl undo' takes it back",
            ]
        )
        #expect(terminal.log.first == "open lines" && terminal.frames.isEmpty)
        #expect(terminal.bells == [93, 831])
    }

    @Test func `where nobody can type a key it goes on by itself after an absence`() throws {
        let terminal = VirtualTerminal(hasKeys: false, [.asleep(at: 100, for: 720)])
        let led = try LedSession("check-in", isTerminal: false, on: terminal)
        #expect(led.result.output.contains("\nYou were away for 12 min. The time stood still.\n"))
        #expect(led.result.output.contains("\ngoing on, 3:20 left\n3 min left\n"))
        #expect(terminal.bells == [1_020, 1_320])
    }

    @Test func `JSON is an object for each thing that happens`() throws {
        let terminal = VirtualTerminal(hasKeys: false, [.asleep(at: 30, for: 60)])
        let led = try LedSession(
            ["check-in", "--turn", "1m", "--json"],
            isTerminal: false,
            on: terminal
        )
        let lines = led.result.output.split(separator: "\n").map(String.init)
        #expect(
            lines.first == """
                {"away":null,"event":"turn","left":60,"listener":"Only listens: no advice, no \
                questions","prompts":["What was the best part of your day, and what was the \
                hardest?"],"round":1,"speaker":"Alex","title":"Check-in","topic":"The best and the \
                hardest part of the day","turn":1,"turns":2}
                """
        )
        let events = lines.compactMap { $0.firstMatch(of: /"event":"([a-z]+)"/)?.output.1 }
        #expect(events == ["turn", "away", "resumed", "turn", "end", "closed"])
        #expect(lines[1].contains("\"away\":60") && lines[1].contains("\"left\":30"))
        #expect(lines.last?.contains("\"recorded\":true") == true)
    }

    @Test func `Ctrl-Z gives the screen back and says how long it was`() throws {
        let terminal = VirtualTerminal([.at(5, .pause), .at(15, .stop), .at(70, .pause)])
        let led = try LedSession("check-in", on: terminal)
        #expect(terminal.log == ["open", "awake", "stop", "asleep", "awake", "asleep", "close"])
        #expect(terminal.screen(at: 58).contains("  You were away for 42 s. The time stood still."))
        #expect(led.result.output.hasSuffix(Self.done))
        #expect(terminal.bells == [360, 660])
    }

    @Test func `it is drawn anew where the size changes, in the middle of a turn`() throws {
        let small = ScreenSize(columns: 40, rows: 12)
        let terminal = VirtualTerminal([
            .at(5, .pause), .at(20.5, .resized, size: small), .at(30, .quit),
        ])
        _ = try LedSession("check-in", on: terminal)
        let after = terminal.frames.filter { $0.second >= 20.5 }
        #expect(after.allSatisfy { $0.size == small && $0.frame.rows.count <= 12 })
        #expect(after.first?.second == 20.5)
        #expect(terminal.screen(at: 20).count == 24)
    }

    @Test func `three partners have a turn each`() throws {
        let three = LedSession.checkIn.replacing(
            "[channel.out]",
            with: "[[partner]]\nid = \"kim\"\nname = \"Kim\"\n\n[channel.out]"
        )
        let led = try LedSession(
            "check-in",
            config: three,
            isTerminal: false,
            on: VirtualTerminal(hasKeys: false)
        )
        let turns = led.result.output.split(separator: "\n").filter { $0.contains("speaks") }
        #expect(turns.map { $0.split(separator: " ")[0] } == ["Alex", "Sam", "Kim"])
        #expect(
            turns.allSatisfy { $0.hasSuffix("Everyone else only listens: no advice, no questions") }
        )
        #expect(led.result.output.hasPrefix("Check-in, 15 min, Alex, Sam and Kim\n"))
    }
}
