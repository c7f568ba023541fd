import Glibc
import TestKit
import Testing

/// `ritualctl begin` on a real terminal, under a real shell.
@Suite(.timeLimit(.minutes(2)))
struct GuidedSessionTests {
    private static let takeScreen = "\u{1B}[?1049h"
    private static let leaveScreen = "\u{1B}[?1049l"
    private static let showCursor = "\u{1B}[?25h"

    /// A terminal with a shell whose prompt is `READY>`, and the modes that it has before anything runs.
    private func terminal() async throws -> (PseudoTerminal, TemporaryFolder, modes: String) {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            columns: 80,
            rows: 24,
            environment: [
                "HOME": folder.path, "PATH": "\(BuiltCommands.folder):/usr/local/bin:/usr/bin:/bin",
                "LANG": "C.UTF-8", "TERM": "xterm", "PS1": "READY> ", "HISTFILE": "",
                "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=\(folder.path)/no-bus",
            ]
        )
        try await terminal.awaitText("READY> ")
        return (terminal, folder, try await modes(of: terminal))
    }

    /// What `stty -g` says of it.
    private func modes(of terminal: PseudoTerminal) async throws -> String {
        let place = terminal.place
        terminal.type("echo \"<$(stty -g)>\"\r")
        let text = try await terminal.awaitText(">\r\nREADY> ", from: place)
        return text.components(between: "\r\n<", and: ">")
    }

    @Test func `it is begun, paused and quit, and the terminal is as it was`() async throws {
        let (terminal, _, modes) = try await terminal()
        var place = terminal.place
        terminal.type("ritualctl begin check-in\r")
        let start = try await terminal.awaitText("space begin", from: place)
        #expect(start.contains(Self.takeScreen) && start.contains("\u{1B}[?25l"))
        #expect(start.contains("What was the best part of your day, and what was the hardest?"))
        place = terminal.place
        terminal.type(" ")
        try await terminal.awaitText("One of you speaks", from: place)
        place = terminal.place
        terminal.type(" ")
        try await terminal.awaitText("space go on", from: place)
        place = terminal.place
        terminal.type("q")
        let end = try await terminal.awaitText("READY> ", from: place)
        #expect(end.contains(Self.showCursor + Self.leaveScreen))
        #expect(end.contains("Nothing was recorded."))
        #expect(try await self.modes(of: terminal) == modes)
        try await terminal.end()
    }

    @Test func `a session of two seconds is led to its end, with a bell`() async throws {
        let (terminal, _, modes) = try await terminal()
        let place = terminal.place
        terminal.type("ritualctl begin long-hug --turn 2s\r")
        try await terminal.awaitText("space begin", from: place)
        terminal.type(" ")
        try await terminal.awaitText("That was it.", from: place)
        terminal.type(" ")
        let text = try await terminal.awaitText("READY> ", from: place)
        #expect(text.contains("\u{7}") && text.contains("\u{1B}[7m"), "a bell and a flash")
        #expect(
            text.contains("A long hug, 2 s. Nothing was recorded: it is no ritual of yours yet.")
        )
        #expect(try await self.modes(of: terminal) == modes)
        try await terminal.end()
    }

    @Test func `Ctrl-Z gives the terminal back, and fg takes it again`() async throws {
        let (terminal, _, modes) = try await terminal()
        var place = terminal.place
        terminal.type("ritualctl begin check-in\r")
        try await terminal.awaitText("space begin", from: place)
        terminal.type(" ")
        try await terminal.awaitText("space pause", from: place)
        place = terminal.place
        terminal.type("\u{1A}")
        let stopped = try await terminal.awaitText("READY> ", from: place)
        #expect(stopped.contains(Self.showCursor + Self.leaveScreen))
        #expect(stopped.contains("Stopped"))
        #expect(try await self.modes(of: terminal) == modes)
        place = terminal.place
        terminal.type("fg\r")
        let resumed = try await terminal.awaitText("space go on", from: place)
        #expect(resumed.contains(Self.takeScreen))
        place = terminal.place
        terminal.resize(columns: 40, rows: 12)
        let small = try await terminal.awaitText("space go on  s skip", from: place)
        #expect(small.contains("\u{1B}[12;1H") && !small.contains("\u{1B}[13;1H"))
        place = terminal.place
        terminal.type("q")
        try await terminal.awaitText("READY> ", from: place)
        #expect(try await self.modes(of: terminal) == modes)
        try await terminal.end()
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)])
    func `a signal leaves no mess, and ends the process`(signal: Int32, status: Int) async throws {
        let (terminal, _, modes) = try await terminal()
        var place = terminal.place
        terminal.type("ritualctl begin check-in; echo \"left with $?\"\r")
        try await terminal.awaitText("space begin", from: place)
        place = terminal.place
        if signal == SIGINT {
            terminal.type("\u{3}")
            // The shell stops the rest of the line as well.
            let end = try await terminal.awaitText("READY> ", from: place)
            #expect(end.contains(Self.leaveScreen))
            place = terminal.place
            terminal.type("echo \"left with $?\"\r")
        } else {
            terminal.type("\u{1A}")
            try await terminal.awaitText("READY> ", from: place)
            place = terminal.place
            terminal.type("kill -\(signal) %1; fg\r")
            let end = try await terminal.awaitText("READY> ", from: place)
            #expect(end.contains("Nothing was recorded."))
            place = terminal.place
            terminal.type("echo \"left with $?\"\r")
        }
        try await terminal.awaitText("left with \(status)\r\nREADY> ", from: place)
        #expect(try await self.modes(of: terminal) == modes)
        try await terminal.end()
    }

    @Test func `it holds off idle and sleep by logind, and says nothing of what is led`()
        async throws
    {
        let folder = try TemporaryFolder()
        let bus = try await SessionBus(in: folder, isSystem: true)
        let system = SessionBus.environment(in: folder)
        let seen = bus.position
        let logind = try ChildProcess(
            "/usr/bin/python3",
            ["-m", "dbusmock", "--system", "--template", "logind"],
            environment: system
        )
        defer { logind.end() }
        try await bus.owner(of: "org.freedesktop.login1", from: seen)
        let result = try await CommandResult.of(
            BuiltCommands.ritualctl,
            ["begin", "long-hug", "--turn", "1s"],
            environment: ["HOME": folder.path, "LANG": "C.UTF-8"].merging(system) { $1 }
        )
        #expect(result.exit == .status(0), "\(result)")
        let asked = try await bus.message("Inhibit")
        #expect(asked == ["idle:sleep", "ritualctl", "a timer runs", "block"])
    }

    @Test func `in a pipe it says a line a turn, and needs no terminal`() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandResult.of(
            BuiltCommands.ritualctl,
            ["begin", "long-hug", "--turn", "1s"],
            environment: ["HOME": folder.path, "LANG": "C.UTF-8"]
        )
        #expect(result.exit == .status(0), "\(result)")
        #expect(
            result.output == [
                "A long hug, 1 s", "Together, 1 s: Holding each other",
                "That was it. 1 s together",
                "A long hug, 1 s. Nothing was recorded: it is no ritual of yours yet.",
                "'ritualctl catalog add long-hug' makes it one.",
            ]
        )
    }
}

extension String {
    /// What stands between the first of one text and the next of another.
    fileprivate func components(between start: String, and end: String) -> String {
        guard let begin = firstRange(of: start)?.upperBound,
            let stop = self[begin...].firstRange(of: end)?.lowerBound
        else {
            return ""
        }
        return String(self[begin..<stop])
    }
}
