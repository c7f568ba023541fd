import Foundation

/// A Python with python-dateutil, kept beside the build.
enum PythonVenv {
    private static let dateutil = "python-dateutil==4.0.0"

    /// The folder of the package, four levels above this file.
    private static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Makes the environment where it is not there yet; `nil` where that cannot be.
    static func interpreter() -> URL? {
        let folder = packageRoot.appendingPathComponent(".build/oracles/dateutil-4.0.0")
        let python = folder.appendingPathComponent("bin/python")
        let mark = folder.appendingPathComponent("ready")
        if FileManager.default.fileExists(atPath: mark.path) { return python }
        guard run("/usr/bin/env", ["python3", "-m", "venv", folder.path]) == 0,
            run(python.path, ["-m", "pip", "install", "--quiet", dateutil]) == 0
        else { return nil }
        return FileManager.default.createFile(atPath: mark.path, contents: nil) ? python : nil
    }

    private static func run(_ path: String, _ arguments: [String]) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
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
