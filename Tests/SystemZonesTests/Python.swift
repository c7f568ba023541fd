import Foundation

/// Runs a script of the tests with the system's Python.
enum Python {
    /// Returns what the script prints, or `nil` where there is no Python to run it.
    static func run(_ script: String, _ arguments: [String]) throws -> String? {
        guard let path = Bundle.module.path(forResource: "Oracles/\(script)", ofType: nil) else {
            return nil
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
