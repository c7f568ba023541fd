/// What logind says of the user's sessions.
enum Logind {
    private static let service = NotificationBus.logind
    private static let manager = NotificationBus.logindManager
    private static let path = "/org/freedesktop/login1"
    private static let session = "org.freedesktop.login1.Session"

    /// The match rules that tell when a session may have changed, and when the machine sleeps.
    static let rules =
        ["SessionNew", "SessionRemoved", "PrepareForSleep"].map {
            "type='signal',sender='\(service)',path='\(path)',interface='\(manager)',member='\($0)'"
        } + [
            "type='signal',sender='\(service)',path_namespace='\(path)/session',"
                + "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',"
                + "arg0='\(session)'",
            "type='signal',sender='\(NotificationBus.driver)',path='\(NotificationBus.driverPath)',"
                + "interface='\(NotificationBus.driver)',member='NameOwnerChanged',arg0='\(service)'",
        ]

    /// Whether somebody is at the machine: at one of the user's sessions that is before a screen.
    static func reading(of user: UInt32, on bus: NotificationBus) -> Seat.Reading {
        let manager = NotificationBus.Peer(service: service, path: path, interface: manager)
        guard let sessions = try? bus.call(manager, "ListSessions", read: readSessions) else {
            return .unreadable
        }
        let hints = sessions.filter { $0.user == user && !$0.seat.isEmpty }
            .compactMap { readHints(of: $0.path, on: bus) }
        if hints.isEmpty {
            // A desktop that logind knows nothing of, such as one of VNC.
            return .unreadable
        }
        if hints.contains(where: \.isPresent) {
            return .present
        }
        return .absent(hints.allSatisfy(\.isLocked) ? .locked : .away)
    }

    private struct Session {
        var user: UInt32
        var seat: String
        var path: String
    }

    private struct Hints {
        var isActive: Bool
        var isIdle: Bool
        var isLocked: Bool

        var isPresent: Bool { isActive && !isIdle && !isLocked }
    }

    private static func readSessions(_ message: BusMessage) -> [Session]? {
        message.readList(of: "(susso)") {
            message.readContainer("r", of: "susso") {
                guard message.readText() != nil, let user = message.readNumber(),
                    message.readText() != nil, let seat = message.readText(),
                    let path = message.readPath()
                else {
                    return nil
                }
                return Session(user: user, seat: seat, path: path)
            }
        }
    }

    private static func readHints(of path: String, on bus: NotificationBus) -> Hints? {
        let peer = NotificationBus.Peer(service: service, path: path, interface: session)
        let read = { (name: String) in try? bus.property(name, of: peer, "b") { $0.readFlag() } }
        guard let isActive = read("Active") else {
            return nil
        }
        return Hints(
            isActive: isActive,
            isIdle: read("IdleHint") ?? false,
            isLocked: read("LockedHint") ?? false
        )
    }
}
