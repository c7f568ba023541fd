import Foundation
import TestKit
import Testing

/// Programs in Python that know what others expect, with packages that `make test` installs.
enum Python {
    /// Where packages are.
    enum Packages: String {
        /// Those of `Tests/requirements.txt`.
        case peers = "venv"
        /// Those of `Tests/requirements-home-assistant.txt`.
        case homeAssistant = "home-assistant"
    }

    /// The interpreter that has them, or the end of the test.
    static func interpreter(_ packages: Packages = .peers) throws -> String {
        let path = BuiltCommands.project(".build/\(packages.rawValue)/bin/python")
        guard FileManager.default.isExecutableFile(atPath: path) else {
            try Test.cancel("make test brings the Python packages that this compares with")
        }
        return path
    }

    static func oracle(_ name: String) -> String {
        BuiltCommands.project("Tests/EmittersTests/Oracles/\(name)")
    }

    static let environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]

    /// Starts an oracle that stays until the test ends it.
    static func start(
        _ name: String,
        _ arguments: [String],
        with packages: Packages = .peers
    ) throws -> ChildProcess {
        try ChildProcess(
            interpreter(packages),
            [oracle(name)] + arguments,
            environment: environment
        )
    }

    /// Runs an oracle to its end, and returns the JSON of each line.
    static func ask(_ name: String, _ arguments: [String]) async throws -> [NSDictionary] {
        let result = try await CommandResult.of(
            interpreter(),
            [oracle(name)] + arguments,
            environment: environment
        )
        #expect(result.exit == .status(0), "\(result)")
        return try result.output.map(object)
    }

    static func object(_ line: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary)
    }
}
