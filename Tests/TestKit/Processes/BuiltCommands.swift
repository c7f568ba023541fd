import Foundation

/// The project's commands as they were built beside the tests, and its files.
package enum BuiltCommands {
    /// The folder of the test program that runs, where SwiftPM puts the commands too.
    package static let folder = URL(fileURLWithPath: "/proc/self/exe")
        .resolvingSymlinksInPath().deletingLastPathComponent().path

    package static var rituald: String { "\(folder)/rituald" }
    package static var ritualctl: String { "\(folder)/ritualctl" }

    /// The path of a file of the project, as `config.example.toml`.
    package static func project(_ name: String) -> String {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 1...4 {
            root.deleteLastPathComponent()
        }
        return root.appendingPathComponent(name).path
    }
}
