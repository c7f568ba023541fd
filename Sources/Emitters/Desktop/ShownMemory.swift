import Foundation

/// A small file in which ids survive a program that is killed, so that its next run takes the place
/// of what still stands on the desktop instead of showing it a second time.
///
/// It holds no words. Without it, or with one that makes no sense, nothing is lost but that.
struct ShownMemory: Sendable {
    private struct Content: Codable {
        struct Shown: Codable {
            var spot: ShownNotifications.Spot
            var id: UInt32
        }

        var server: DesktopServer.Identity
        var shown: [Shown]
    }

    /// Where the file is; `nil` remembers nothing.
    let path: String?

    func read() -> ShownNotifications {
        guard let path, RegularFile.fault(of: path) == nil,
            let data = FileManager.default.contents(atPath: path),
            let content = try? JSONDecoder().decode(Content.self, from: data)
        else {
            return ShownNotifications()
        }
        let ids = content.shown.map { ($0.spot, $0.id) }
        return ShownNotifications(
            server: content.server,
            left: Dictionary(ids, uniquingKeysWith: { first, _ in first })
        )
    }

    /// Writes the file anew; one that cannot be written costs a second notification at most.
    func write(_ shown: ShownNotifications) {
        guard let path else {
            return
        }
        guard let server = shown.server, !shown.entries.isEmpty else {
            unlink(path)
            return
        }
        let content = Content(
            server: server,
            shown: shown.entries.map { Content.Shown(spot: $0.key, id: $0.value.id) }
        )
        if let data = try? JSONEncoder().encode(content) {
            try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }
}
