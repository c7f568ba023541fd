/// What a command said and how it ended.
package struct CommandResult: Sendable, CustomStringConvertible {
    package var exit: ChildProcess.Exit
    package var output: [String]
    package var errors: [String]

    package init(exit: ChildProcess.Exit, output: [String], errors: [String]) {
        self.exit = exit
        self.output = output
        self.errors = errors
    }

    /// Runs a command to its end; `input` and a newline are what it can read.
    package static func of(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        input: String? = nil
    ) async throws -> CommandResult {
        let process = try ChildProcess(executable, arguments, environment: environment)
        defer { process.end() }
        if let input {
            try process.write(input)
        }
        try process.closeInput()
        return CommandResult(
            exit: try await process.exit(),
            output: try await process.output.all(),
            errors: try await process.errors.all()
        )
    }

    package var text: String { output.joined(separator: "\n") }

    package var description: String {
        (["\(exit)"] + output.map { "out: \($0)" } + errors.map { "err: \($0)" })
            .joined(separator: "\n")
    }
}
