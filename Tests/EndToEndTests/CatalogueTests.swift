import Foundation
import TestKit
import Testing

/// The journal's explanations of rituald's messages.
@Suite(.timeLimit(.minutes(1)))
struct CatalogueTests {
    @Test(arguments: [
        "3f1d8a52c0b94e7d9a6e5b1c7f20d401", "3f1d8a52c0b94e7d9a6e5b1c7f20d402",
        "3f1d8a52c0b94e7d9a6e5b1c7f20d403", "3f1d8a52c0b94e7d9a6e5b1c7f20d404",
        "3f1d8a52c0b94e7d9a6e5b1c7f20d405",
        "3f1d8a52c0b94e7d9a6e5b1c7f20d407", "3f1d8a52c0b94e7d9a6e5b1c7f20d408",
        "3f1d8a52c0b94e7d9a6e5b1c7f20d40f",
    ])
    func `journalctl explains each kind of message`(id: String) async throws {
        let folder = try TemporaryFolder()
        let path = BuiltCommands.project("systemd/rituald.catalog")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try folder.write(text, to: "usr/lib/systemd/catalog/rituald.catalog")
        try folder.write("", to: "var/lib/systemd/catalog/.keep")
        let root = "--root=\(folder.path)"
        let update = try await CommandResult.of(
            "/usr/bin/journalctl",
            [root, "--update-catalog"],
            environment: [:]
        )
        #expect(update.exit == .status(0), "\(update)")
        let entry = try await CommandResult.of(
            "/usr/bin/journalctl",
            [root, "--dump-catalog", id],
            environment: [:]
        )
        #expect(entry.exit == .status(0), "\(entry)")
        #expect(entry.text.contains("Subject: "), "\(entry)")
    }
}
