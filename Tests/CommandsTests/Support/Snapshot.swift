import Foundation
import Testing

/// A text that is kept in `Tests/CommandsTests/Snapshots`, to the letter.
///
/// `RITUALD_SNAPSHOTS=record` writes it anew instead.
enum Snapshot {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Snapshots").path

    private static var isRecording: Bool {
        ProcessInfo.processInfo.environment["RITUALD_SNAPSHOTS"] == "record"
    }

    static func check(
        _ text: String,
        _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = "\(folder)/\(name).txt"
        if isRecording {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let kept = try? String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text == kept,
            "RITUALD_SNAPSHOTS=record writes it anew",
            sourceLocation: sourceLocation
        )
    }

    /// The names of all that are kept.
    static var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
        }
    }
}
