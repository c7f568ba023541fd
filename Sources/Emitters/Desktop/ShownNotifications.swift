import Foundation
import Household
import Planning

/// The notifications on the desktop, by occurrence and partner, and the server that shows them.
///
/// There is one at most for each occurrence and partner. An id is worth something only as long as
/// the server that gave it owns its name.
struct ShownNotifications {
    /// The key of a notification: a hash of occurrence and partner, since a file keeps it, which names
    /// no ritual.
    struct Spot: Hashable, Codable {
        private var place: String

        init(_ nudge: Nudge) {
            place = Fingerprint.of([nudge.occurrence.key.description, nudge.partner])
        }
    }

    struct Entry {
        /// The state of a notification on the desktop.
        ///
        /// | state | a click on it | a button | closed by a person |
        /// |---|---|---|---|
        /// | `leftover` | nothing | nothing | gone |
        /// | `open` | `opened` | `answered` | gone, and dismissed |
        /// | `opened` | `opened` | `answered` | gone: servers may close with the click |
        /// | `answered` | `answered` | nothing: it counts once | gone: dunst closes with the click |
        enum State {
            /// An earlier connection showed it, to which its buttons speak.
            case leftover
            case open(Nudge, DesktopSettings)
            case opened(Nudge, DesktopSettings)
            case answered(Nudge, DesktopSettings)
        }

        let id: UInt32
        var state: State

        /// The nudge and the settings of its channel.
        var content: (nudge: Nudge, settings: DesktopSettings)? {
            switch state {
            case .leftover: nil
            case .open(let nudge, let settings), .opened(let nudge, let settings),
                .answered(let nudge, let settings):
                (nudge, settings)
            }
        }
    }

    /// The server that gave the ids; `nil` where nothing was shown yet.
    private(set) var server: DesktopServer.Identity?
    private(set) var entries: [Spot: Entry] = [:]
    /// The ids of nudges that were answered or put out of sight, which the ledger may not know yet.
    private var settled: Set<String> = []

    init(server: DesktopServer.Identity? = nil, left ids: [Spot: UInt32] = [:]) {
        self.server = server
        entries = ids.mapValues { Entry(id: $0, state: .leftover) }
    }

    /// Takes up a server: what another one showed is gone, and what this one showed for an earlier
    /// connection is still there to be replaced.
    mutating func take(up server: DesktopServer.Identity) {
        entries =
            self.server == server
            ? entries.mapValues { Entry(id: $0.id, state: .leftover) } : [:]
        self.server = server
    }

    /// The server is gone, and with it all it showed.
    mutating func forget() {
        server = nil
        entries = [:]
    }

    /// The id that a nudge takes the place of, or 0.
    func place(of nudge: Nudge) -> UInt32 {
        entries[Spot(nudge)]?.id ?? 0
    }

    /// Whether a nudge need not be shown again: it, or a later one in its place, is shown by this
    /// connection, or it was answered or put out of sight.
    func covers(_ nudge: Nudge) -> Bool {
        guard !settled.contains(nudge.id) else {
            return true
        }
        guard let shown = entries[Spot(nudge)]?.content?.nudge else {
            return false
        }
        return shown.id == nudge.id || shown.due > nudge.due
    }

    mutating func show(_ nudge: Nudge, as id: UInt32, _ settings: DesktopSettings) {
        entries[Spot(nudge)] = Entry(id: id, state: .open(nudge, settings))
        settled.remove(nudge.id)
    }

    /// Takes away what is shown in a nudge's place; returns its id.
    mutating func remove(_ nudge: Nudge) -> UInt32? {
        settled.remove(nudge.id)
        return entries.removeValue(forKey: Spot(nudge))?.id
    }

    /// Takes away what earlier connections showed; returns the ids.
    mutating func removeLeftovers() -> [UInt32] {
        let left = entries.filter { $0.value.content == nil }
        for spot in left.keys {
            entries[spot] = nil
        }
        return left.values.map(\.id)
    }

    /// Takes everything away; returns the ids.
    mutating func removeAll() -> [UInt32] {
        defer { entries = [:] }
        return entries.values.map(\.id)
    }

    /// Notes a click on the notification itself, which is no answer; returns what it shows.
    mutating func open(_ id: UInt32) -> (nudge: Nudge, settings: DesktopSettings)? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }) else {
            return nil
        }
        if case .open(let nudge, let settings) = entry.state {
            entries[spot]?.state = .opened(nudge, settings)
        }
        return entry.content
    }

    /// Notes an answer; returns what it answers, but for a second answer.
    mutating func answer(_ id: UInt32) -> (nudge: Nudge, settings: DesktopSettings)? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }) else {
            return nil
        }
        switch entry.state {
        case .leftover, .answered: return nil
        case .open(let nudge, let settings), .opened(let nudge, let settings):
            entries[spot]?.state = .answered(nudge, settings)
            settled.insert(nudge.id)
            return (nudge, settings)
        }
    }

    /// Notes that a notification is closed; returns its nudge where a person dismissed it.
    mutating func close(_ id: UInt32, _ reason: BusSignal.Reason) -> Nudge? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }) else {
            return nil
        }
        entries[spot] = nil
        guard reason == .dismissed, case .open(let nudge, _) = entry.state else {
            return nil
        }
        settled.insert(nudge.id)
        return nudge
    }
}

/// A small file in which ids survive a program that is killed, so that its next run takes the place
/// of what still stands on the desktop instead of showing it a second time.
///
/// The file holds no titles or texts. Where it is missing or corrupt, notifications may be shown twice.
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
