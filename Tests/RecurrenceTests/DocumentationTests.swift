import Foundation
import Testing

/// The examples in the documentation, which `scripts/examples` makes tests of.
@Suite struct DocumentationTests {
    /// The package's folder, two levels above the tests'.
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The modules that were built beside the tests.
    private static let modules = Bundle.module.bundleURL.deletingLastPathComponent()
        .appendingPathComponent("Modules")

    @Test(arguments: ["--self-test", modules.path])
    func `every public symbol has an example, and the tests run each of them`(
        _ argument: String
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            Self.root.appendingPathComponent("scripts/examples").path, argument,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
