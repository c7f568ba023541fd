import CSystemd
import Glibc
import Synchronization

@testable import Emitters

/// A system bus with a logind on it, which knows one session of the user 1000 at a screen.
final class LogindServer: Sendable {
    /// What logind says of the session.
    struct Hints: Sendable {
        var isActive = true
        var isIdle = false
        var isLocked = false
        /// Empty for a session that is at no screen.
        var seat = "seat0"
        /// Whether logind answers at all.
        var isThere = true
    }

    static let user: UInt32 = 1_000

    private struct State {
        var hints: Hints
        var peers: [NotificationPeer] = []
    }

    private let state: Mutex<State>

    init(_ hints: Hints = Hints()) {
        state = Mutex(State(hints: hints))
    }

    deinit {
        hangUp()
    }

    /// A seat that follows it.
    func seat(
        patience: Duration = .seconds(60),
        wokenUp: @escaping @Sendable () -> Void = {}
    ) -> Seat {
        Seat(
            connect: { () throws(NotificationBus.Failure) in try self.connect() },
            user: Self.user,
            patience: patience,
            wokenUp: wokenUp
        )
    }

    func hangUp() {
        let peers = state.withLock { state in
            defer { state.peers = [] }
            return state.peers
        }
        peers.forEach { $0.end() }
    }

    func set(_ change: (inout Hints) -> Void) {
        state.withLock { change(&$0.hints) }
        signal(
            "/org/freedesktop/login1/session/c1",
            "org.freedesktop.DBus.Properties",
            "PropertiesChanged"
        ) {
            _ in
        }
    }

    /// The machine goes to sleep, or wakes up.
    func sleep(isAhead: Bool) {
        signal("/org/freedesktop/login1", NotificationBus.logindManager, "PrepareForSleep") {
            $0.append(Int32(isAhead ? 1 : 0), as: "b")
        }
    }

    private func signal(
        _ path: String,
        _ interface: String,
        _ member: String,
        _ fill: @escaping @Sendable (BusMessage) -> Void
    ) {
        for peer in state.withLock({ $0.peers }) {
            peer.signal((path, interface, member), from: ":1.2", fill)
        }
    }

    private func connect() throws(NotificationBus.Failure) -> NotificationBus {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw NotificationBus.Failure(reason: "the test has no sockets")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        var id = sd_id128_t()
        sd_id128_randomize(&id)
        let peer = NotificationPeer(ends[1], bus: id) { [weak self] in self?.answer($0, $1) ?? -1 }
        state.withLock { $0.peers.append(peer) }
        let end = ends[0]
        return try NotificationBus { sd_bus_set_fd($0, end, end) }
    }

    private func answer(_ member: String, _ message: NotificationPeer.Received) -> Int32 {
        let hints = state.withLock { $0.hints }
        switch member {
        case "Hello": return message.reply { $0.append(":1.100") }
        case "AddMatch": return message.reply { _ in }
        case "ListSessions" where hints.isThere:
            return message.reply { reply in
                reply.appendContainer("a", of: "(susso)") {
                    for (user, seat) in [(Self.user, hints.seat), (Self.user + 1, "seat0")] {
                        reply.appendContainer("r", of: "susso") {
                            reply.append("c1")
                            reply.append(user)
                            reply.append("alex")
                            reply.append(seat)
                            reply.append(path: "/org/freedesktop/login1/session/c1")
                        }
                    }
                }
            }
        case "Get":
            let values = [
                "Active": hints.isActive, "IdleHint": hints.isIdle, "LockedHint": hints.isLocked,
            ]
            let value = message.message.readText() == nil ? nil : message.message.readText()
            return message.reply { reply in
                reply.appendContainer("v", of: "b") {
                    reply.append(Int32(value.flatMap { values[$0] } == true ? 1 : 0), as: "b")
                }
            }
        default: return message.refuse("org.freedesktop.DBus.Error.ServiceUnknown")
        }
    }
}

extension BusMessage {
    fileprivate func append(path: String) {
        _ = path.withCString { sd_bus_message_append_basic(pointer, CChar(type: "o"), $0) }
    }
}
