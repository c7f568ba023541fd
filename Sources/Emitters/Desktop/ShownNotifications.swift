import Foundation
import Household
import Planning

/// The notifications on the desktop, by occurrence and partner, and the server that shows them.
///
/// Each occurrence and partner has at most one; a notification for several partners has the spots
/// of all of them. An id is valid only as long as the server that gave it owns its name.
struct ShownNotifications {
    /// The key of a notification: a hash of occurrence and partner, because a file keeps the key,
    /// and must not name a ritual.
    struct Spot: Hashable, Codable {
        private var place: String

        private init(_ occurrence: OccurrenceKey, _ partner: String) {
            place = Fingerprint.of([occurrence.description, partner])
        }

        static func of(_ nudge: Nudge) -> [Spot] {
            nudge.partners.map { Spot(nudge.occurrence.key, $0) }
        }
    }

    /// The state of a notification on the desktop.
    ///
    /// | state | a click on it | a button | closed by a person |
    /// |---|---|---|---|
    /// | `leftover` | nothing | nothing | gone |
    /// | `open` | `opened` | `answered` | gone, and dismissed |
    /// | `opened` | `opened` | `answered` | gone: servers may close with the click |
    /// | `answered` | `answered` | nothing: it counts once | gone: dunst closes with the click |
    enum State {
        /// An earlier connection showed the notification, and gets the events of its buttons.
        case leftover
        case open(Nudge, DesktopSettings)
        case opened(Nudge, DesktopSettings)
        case answered(Nudge, DesktopSettings)

        /// The nudge and the settings of its channel.
        var content: (nudge: Nudge, settings: DesktopSettings)? {
            switch self {
            case .leftover: nil
            case .open(let nudge, let settings), .opened(let nudge, let settings),
                .answered(let nudge, let settings):
                (nudge, settings)
            }
        }
    }

    /// The server that gave the ids; `nil` where nothing was shown yet.
    private(set) var server: DesktopServer.Identity?
    /// The notifications by their ids.
    private var states: [UInt32: State] = [:]
    /// The ids by the spots of their notifications.
    private(set) var spots: [Spot: UInt32] = [:]
    /// The ids of nudges that were answered or dismissed here, which the ledger may not know yet.
    private var settled: Set<String> = []

    init(server: DesktopServer.Identity? = nil, left spots: [Spot: UInt32] = [:]) {
        self.server = server
        self.spots = spots
        leave()
    }

    /// Changes to a server: the notifications of another server are gone, and those that this one
    /// showed for an earlier connection become leftovers, which can be replaced.
    mutating func take(up server: DesktopServer.Identity) {
        if self.server != server {
            spots = [:]
        }
        leave()
        self.server = server
    }

    /// Makes all notifications leftovers, because the connection that showed them is gone.
    private mutating func leave() {
        states = Dictionary(spots.values.map { ($0, .leftover) }) { first, _ in first }
    }

    /// Forgets the server, which is gone, and its notifications.
    mutating func forget() {
        server = nil
        _ = removeAll()
    }

    /// The id of the notification that a nudge replaces, or 0.
    func place(of nudge: Nudge) -> UInt32 {
        Spot.of(nudge).compactMap { spots[$0] }.first ?? 0
    }

    /// Whether a nudge need not be shown again: it, or a later one in its place, is shown by this
    /// connection, or the nudge was answered or dismissed.
    func covers(_ nudge: Nudge) -> Bool {
        settled.contains(nudge.id)
            || Spot.of(nudge).contains { spot in
                guard let shown = spots[spot].flatMap({ states[$0]?.content?.nudge }) else {
                    return false
                }
                return shown.id == nudge.id || shown.due > nudge.due
            }
    }

    /// Records that a nudge is shown; returns the ids of other notifications in its spots.
    mutating func show(
        _ nudge: Nudge,
        as id: UInt32,
        replacing replaced: UInt32,
        _ settings: DesktopSettings
    ) -> Set<UInt32> {
        let others = remove(nudge).subtracting([id, replaced])
        _ = remove(id)
        states[id] = .open(nudge, settings)
        for spot in Spot.of(nudge) {
            spots[spot] = id
        }
        return others
    }

    /// Removes the notifications in a nudge's spots, except those of later nudges; returns their
    /// ids.
    mutating func withdraw(_ nudge: Nudge) -> Set<UInt32> {
        remove(nudge) { $0.due <= nudge.due }
    }

    private mutating func remove(
        _ nudge: Nudge,
        where isMeant: (Nudge) -> Bool = { _ in true }
    ) -> Set<UInt32> {
        settled.remove(nudge.id)
        let ids = Set(Spot.of(nudge).compactMap { spots[$0] })
            .filter { states[$0]?.content.map { isMeant($0.nudge) } ?? true }
        for id in ids {
            _ = remove(id)
        }
        return ids
    }

    private mutating func remove(_ id: UInt32) -> State? {
        spots = spots.filter { $0.value != id }
        return states.removeValue(forKey: id)
    }

    /// Removes the notifications of earlier connections; returns their ids.
    mutating func removeLeftovers() -> [UInt32] {
        let left = states.filter { $0.value.content == nil }.map(\.key)
        for id in left {
            _ = remove(id)
        }
        return left
    }

    /// Removes all notifications; returns their ids.
    mutating func removeAll() -> [UInt32] {
        defer { (states, spots) = ([:], [:]) }
        return Array(states.keys)
    }

    /// Records a click on the notification itself, which is no answer; returns the nudge.
    mutating func open(_ id: UInt32) -> (nudge: Nudge, settings: DesktopSettings)? {
        if case .open(let nudge, let settings) = states[id] {
            states[id] = .opened(nudge, settings)
        }
        return states[id]?.content
    }

    /// The nudge of a notification; `nil` where this connection does not show it.
    func nudge(of id: UInt32) -> Nudge? {
        states[id]?.content?.nudge
    }

    /// Records an answer; returns the answered nudge, or `nil` for a second answer.
    mutating func answer(_ id: UInt32) -> (nudge: Nudge, settings: DesktopSettings)? {
        switch states[id] {
        case .leftover, .answered, nil: return nil
        case .open(let nudge, let settings), .opened(let nudge, let settings):
            states[id] = .answered(nudge, settings)
            settled.insert(nudge.id)
            return (nudge, settings)
        }
    }

    /// Records that a notification was closed; returns its nudge if a person dismissed it.
    mutating func close(_ id: UInt32, _ reason: BusSignal.Reason) -> Nudge? {
        guard case .open(let nudge, _) = remove(id), reason == .dismissed else {
            return nil
        }
        settled.insert(nudge.id)
        return nudge
    }
}

/// A small file that keeps ids when the program is killed, so that its next run replaces
/// notifications that are still on the desktop instead of showing them a second time.
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

    /// The path of the file; `nil` keeps nothing.
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

    /// Writes the file; a failure is ignored, because its worst effect is a notification shown
    /// twice.
    func write(_ shown: ShownNotifications) {
        guard let path else {
            return
        }
        guard let server = shown.server, !shown.spots.isEmpty else {
            unlink(path)
            return
        }
        let content = Content(
            server: server,
            shown: shown.spots.map { Content.Shown(spot: $0.key, id: $0.value) }
        )
        if let data = try? JSONEncoder().encode(content) {
            try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }
}
