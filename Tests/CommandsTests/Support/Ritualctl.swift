import CivilTime
import SystemZones

@testable import Commands

/// `ritualctl` in a test: a clock that stands, a daemon in memory, text kept instead of shown.
struct Ritualctl {
    struct Result: Equatable {
        var code: Int32
        var output: String
        var errors: String
    }

    let daemon = FakeDaemon()
    /// What the daemon tells while it is followed.
    var events = FakeEvents([])
    /// Wed 7 January 2026, 18:16 in Denver.
    var now = "2026-01-08T01:16:00Z"
    var isTerminal = false
    /// What comes from standard input; `nil` where nothing may be read of it.
    var input: [UInt8]?
    var environment = ["XDG_RUNTIME_DIR": "/run/user/1000"]
    var systemZone = "America/Denver"
    var answers: (() -> String?)?
    var execute: (Program) -> Int32? = { _ in nil }
    var terminalColumns: Int?
    /// Where a session is led; without one nobody is there, and its time passes at once.
    var terminal: VirtualTerminal?

    func run(_ arguments: String...) throws -> Result {
        try run(arguments)
    }

    func run(_ arguments: [String]) throws -> Result {
        let output = MemoryOutput(isTerminal: isTerminal)
        let errors = MemoryOutput(isTerminal: isTerminal)
        let context = try context(output: output, errors: errors)
        let code = RitualctlCommand.run(arguments, in: context)
        return Result(code: code, output: output.text, errors: errors.text)
    }

    /// What a command is given.
    func context(
        output: MemoryOutput = MemoryOutput(isTerminal: false),
        errors: MemoryOutput = MemoryOutput(isTerminal: false)
    ) throws -> CommandContext {
        let now = try Instant(parsing: now)
        return CommandContext(
            environment: environment,
            now: { now },
            zones: SystemZoneDatabase(),
            systemZone: systemZone,
            input: MemoryInput(input, isTerminal: isTerminal),
            output: output,
            errors: errors,
            client: { _ in daemon },
            events: { _ in events },
            answers: answers,
            execute: execute,
            terminal: terminal ?? VirtualTerminal(hasKeys: false),
            terminalColumns: terminalColumns
        )
    }
}

/// Keeps what is written, once it is flushed.
final class MemoryOutput: TextOutput {
    private(set) var text = ""
    private var unflushed = ""
    let isTerminal: Bool

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    func write(_ text: String) {
        unflushed += text
    }

    func flush() {
        text += unflushed
        unflushed = ""
    }
}

/// Gives what it was given.
final class MemoryInput: TextInput {
    private let bytes: [UInt8]?
    let isTerminal: Bool

    init(_ bytes: [UInt8]?, isTerminal: Bool) {
        self.bytes = bytes
        self.isTerminal = isTerminal
    }

    func read(upTo limit: Int) throws(TextInputError) -> [UInt8] {
        guard let bytes else {
            throw TextInputError("Nothing is to be read")
        }
        return Array(bytes.prefix(limit))
    }

    func readLine(upTo limit: Int) throws(TextInputError) -> [UInt8] {
        let all = try read(upTo: limit)
        return Array(all.prefix { $0 != UInt8(ascii: "\n") })
    }
}
