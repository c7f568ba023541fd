import Foundation

/// The Python of the tests' own environment, which holds python-dateutil.
///
/// `make test` makes it from `Tests/requirements.txt`; nothing is fetched from within a test.
enum PythonVenv {
    /// The folder of the package, four levels above this file.
    private static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The interpreter, or `nil` where the environment was not made.
    static func interpreter() -> URL? {
        let python = packageRoot.appendingPathComponent(".build/venv/bin/python")
        return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }

    /// Runs a script with lines as its input, and returns the lines that it prints.
    static func lines(_ python: URL, _ script: String, input: [String]) throws -> [Substring] {
        let folder = FileManager.default.temporaryDirectory
        let name = UUID().uuidString
        let source = folder.appendingPathComponent("\(name).in")
        let target = folder.appendingPathComponent("\(name).out")
        defer {
            try? FileManager.default.removeItem(at: source)
            try? FileManager.default.removeItem(at: target)
        }
        try Data((input.joined(separator: "\n") + "\n").utf8).write(to: source)
        try Data().write(to: target)
        let process = Process()
        process.executableURL = python
        let path = Bundle.module.path(forResource: "Oracles/\(script)", ofType: nil)
        process.arguments = [path ?? script]
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: target)
        try process.run()
        process.waitUntilExit()
        return try String(contentsOf: target, encoding: .utf8).split(separator: "\n")
    }
}
