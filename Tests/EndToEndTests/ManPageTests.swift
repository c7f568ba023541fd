import Glibc
import TestKit
import Testing

/// The man pages, which are made of the docs and of the commands' help.
@Suite(.timeLimit(.minutes(2)))
struct ManPageTests {
    static let pages = ["ritualctl.1", "rituald.8", "rituald.toml.5"]

    private static func run(_ program: String, _ arguments: [String]) async throws -> CommandResult
    {
        if access(program, X_OK) != 0 {
            try Test.cancel("\(program) is not installed")
        }
        return try await CommandResult.of(
            program,
            arguments,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80"]
        )
    }

    @Test func `they say what the docs and the help say`() async throws {
        let result = try await Self.run(
            BuiltCommands.project(".build/venv/bin/python"),
            [
                BuiltCommands.project("scripts/man-pages"), "--check", "--commands",
                BuiltCommands.folder,
            ]
        )
        #expect(result.exit == .status(0), "\(result)")
    }

    @Test(arguments: pages)
    func `mandoc finds no fault in them`(page: String) async throws {
        let path = BuiltCommands.project("docs/man/\(page)")
        let result = try await Self.run("/usr/bin/mandoc", ["-Tlint", path])
        // It looks for the other pages among those that are installed.
        let faults = (result.output + result.errors).filter {
            !$0.contains("referenced manual not found") && !$0.contains("outdated mandoc.db")
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test(arguments: pages)
    func `man shows them without a warning`(page: String) async throws {
        let path = BuiltCommands.project("docs/man/\(page)")
        let result = try await Self.run("/usr/bin/man", ["--warnings", "-E", "UTF-8", "-l", path])
        #expect(result.exit == .status(0), "\(result)")
        #expect(result.errors.isEmpty, "\(result.errors)")
        #expect(result.text.contains("NAME\n"), "\(result.text.prefix(200))")
    }
}
