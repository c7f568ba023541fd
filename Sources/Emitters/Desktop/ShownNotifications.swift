import Household
import Planning

/// Which notifications stand on the desktop, for which occurrence and partner, and at which server.
///
/// There is one at most for each occurrence and partner. An id is worth something only as long as
/// the server that gave it owns its name.
struct ShownNotifications {
    /// The place of a notification.
    ///
    /// It lies in a file, which names no ritual.
    struct Spot: Hashable, Codable {
        private var place: String

        init(_ nudge: Nudge) {
            place = Fingerprint.of([nudge.occurrence.key.description, nudge.partner])
        }
    }

    struct Entry {
        var id: UInt32
        /// What it tells; `nil` where an earlier connection showed it, to which its buttons speak.
        var nudge: Nudge?
        var settings = DesktopSettings()
        var isAnswered = false
        /// Whether a click on it started something: servers may close it with that click.
        var isOpened = false
    }

    /// The server that gave the ids; `nil` where nothing was shown yet.
    private(set) var server: DesktopServer.Identity?
    private(set) var entries: [Spot: Entry] = [:]
    /// The ids of nudges that were answered or put out of sight, which the ledger may not know yet.
    private var settled: Set<String> = []

    init(server: DesktopServer.Identity? = nil, left ids: [Spot: UInt32] = [:]) {
        self.server = server
        entries = ids.mapValues { Entry(id: $0) }
    }

    /// Takes up a server: what another one showed is gone, and what this one showed for an earlier
    /// connection is still there to be replaced.
    mutating func take(up server: DesktopServer.Identity) {
        if self.server == server {
            for spot in entries.keys {
                entries[spot]?.nudge = nil
            }
        } else {
            entries = [:]
        }
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
        guard let shown = entries[Spot(nudge)]?.nudge else {
            return false
        }
        return shown.id == nudge.id || shown.due > nudge.due
    }

    mutating func show(_ nudge: Nudge, as id: UInt32, _ settings: DesktopSettings) {
        entries[Spot(nudge)] = Entry(id: id, nudge: nudge, settings: settings)
        settled.remove(nudge.id)
    }

    /// Takes away what is shown in a nudge's place; returns its id.
    mutating func remove(_ nudge: Nudge) -> UInt32? {
        settled.remove(nudge.id)
        return entries.removeValue(forKey: Spot(nudge))?.id
    }

    /// Takes away what earlier connections showed; returns the ids.
    mutating func removeLeftovers() -> [UInt32] {
        let left = entries.filter { $0.value.nudge == nil }
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

    /// Notes a click on the notification itself, which is no answer; returns what it is on.
    mutating func open(_ id: UInt32) -> Entry? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }) else {
            return nil
        }
        entries[spot]?.isOpened = true
        return entry
    }

    /// Notes an answer.
    ///
    /// It is the first one to this notification where it returns the entry: a button that is pressed
    /// twice counts once.
    mutating func answer(_ id: UInt32) -> Entry? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }),
            let nudge = entry.nudge, !entry.isAnswered
        else {
            return nil
        }
        entries[spot]?.isAnswered = true
        settled.insert(nudge.id)
        return entry
    }

    /// Notes that a notification is closed; returns its nudge where it was put out of sight, neither
    /// answered nor opened.
    mutating func close(_ id: UInt32, _ reason: BusSignal.Reason) -> Nudge? {
        guard let (spot, entry) = entries.first(where: { $0.value.id == id }) else {
            return nil
        }
        entries[spot] = nil
        let wasUsed = entry.isAnswered || entry.isOpened
        guard reason == .dismissed, !wasUsed, let nudge = entry.nudge else {
            return nil
        }
        settled.insert(nudge.id)
        return nudge
    }
}
