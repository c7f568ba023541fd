import Foundation
import Testing

/// Runs a script of the tests with the system's Python.
enum Python {
    private static let interpreter = "/usr/bin/python3"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: interpreter) }

    /// Returns what the script prints.
    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let path = Bundle.module.path(forResource: "Oracles/\(script)", ofType: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [try #require(path)] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
