import CSystemd
import Foundation
import Glibc
import Synchronization
import TestKit

@testable import Emitters

/// A session bus with a notification server on it, at the other end of a socket: it owns a name or
/// does not, shows what it is told, and says what a test has a person do.
final class NotificationServer: Sendable {
    enum Call: Hashable, Sendable {
        case notify(Notified)
        case close(UInt32)
        /// The bus was asked to start a server.
        case start
    }

    /// What the server does where others do otherwise.
    struct Manners: Sendable {
        var capabilities = ["actions", "body", "body-markup"]
        /// Refuses every notification.
        var isRefusing = false
        /// Refuses a second one that is the same as the one before it, as KDE does within a second.
        var refusesTwins = false
        /// How often it refuses to say what it can do, as one that is still starting.
        var refusedQuestions = 0
        /// The bus can start it, and it comes up.
        var isActivatable = false
        /// How it says that nobody wants to be disturbed; `nil` where it does not.
        var quietWay: DoNotDisturb.Source?
    }

    private struct State {
        var owner: String?
        var peers: [NotificationPeer] = []
        var last: Notified?
        var lastID: UInt32 = 40
        var questions = 0
        var bus = NotificationServer.newBusID()
        var isQuiet = false
        /// For how long nobody has touched the machine, as GNOME says; `nil` elsewhere.
        var idle: Duration?
    }

    let calls = EventLog<Call>("the notification server")
    private let manners: Manners
    private let state: Mutex<State>

    init(_ manners: Manners = Manners(), owner: String? = ":1.7") throws {
        self.manners = manners
        state = Mutex(State(owner: owner))
    }

    deinit {
        hangUp()
    }

    /// What was shown, in order.
    var notified: [Notified] {
        calls.events.compactMap { call in
            if case .notify(let notified) = call { notified } else { nil }
        }
    }

    func connect() throws(NotificationBus.Failure) -> NotificationBus {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw NotificationBus.Failure(reason: "the test has no sockets")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        let peer = NotificationPeer(ends[1], bus: state.withLock { $0.bus }) { [weak self] in
            self?.answer($0, $1) ?? -1
        }
        state.withLock { $0.peers.append(peer) }
        let end = ends[0]
        return try NotificationBus { sd_bus_set_fd($0, end, end) }
    }

    private static func newBusID() -> sd_id128_t {
        var id = sd_id128_t()
        sd_id128_randomize(&id)
        return id
    }

    /// The bus ends, and another takes its place.
    func hangUp() {
        let peers = state.withLock { state in
            defer { state.peers = [] }
            state.bus = Self.newBusID()
            return state.peers
        }
        peers.forEach { $0.end() }
    }

    /// A server takes the name.
    func appear(as owner: String) {
        setOwner(owner)
    }

    /// Nobody wants to be disturbed from now on, or somebody does; the server says that it has changed.
    func set(quiet: Bool, announcing: Bool = true, by swaync: String = "SubscribeV2") {
        state.withLock { $0.isQuiet = quiet }
        guard announcing, let source = manners.quietWay else {
            return
        }
        let object = source.object(of: "")
        let isProperty = source != .swaync
        let interface = isProperty ? object.properties.interface : object.interface
        let member = isProperty ? "PropertiesChanged" : swaync
        let owner = state.withLock { $0.owner }
        for peer in state.withLock({ $0.peers }) {
            peer.signal((object.path, interface, member), from: owner) { _ in }
        }
    }

    /// Nobody has touched the machine for so long.
    func set(idle: Duration) {
        state.withLock { $0.idle = idle }
    }

    /// Somebody touches the machine.
    func touch() {
        state.withLock { $0.idle = .zero }
        for peer in state.withLock({ $0.peers }) {
            peer.signal(
                ("/org/gnome/Mutter/IdleMonitor/Core", NotificationBus.mutter, "WatchFired"),
                from: NotificationBus.mutter
            ) { $0.append(UInt32(9)) }
        }
    }

    /// The server goes away.
    func vanish() {
        setOwner(nil)
    }

    /// A person presses a button; `sender` is the server itself where none is given.
    func press(_ id: UInt32, _ action: String, by sender: String? = nil) {
        let owner = sender ?? state.withLock { $0.owner }
        send("ActionInvoked", from: owner) { message in
            message.append(id)
            message.append(action)
        }
    }

    /// A notification goes away, for a reason as the specification numbers them.
    func close(_ id: UInt32, reason: UInt32) {
        send("NotificationClosed", from: state.withLock { $0.owner }) { message in
            message.append(id)
            message.append(reason)
        }
    }

    /// A peer says to us alone that somebody owns the name, as only the bus may.
    func forge(owner: String, by sender: String, at path: String = NotificationBus.driverPath) {
        for peer in state.withLock({ $0.peers }) {
            peer.signal((path, NotificationBus.driver, "NameOwnerChanged"), from: sender) {
                [NotificationBus.service, "", owner].forEach($0.append)
            }
        }
    }

    private func setOwner(_ owner: String?) {
        let before = state.withLock { state in
            defer { state.owner = owner }
            return state.owner
        }
        let driver = "org.freedesktop.DBus"
        for peer in state.withLock({ $0.peers }) {
            peer.signal(("/org/freedesktop/DBus", driver, "NameOwnerChanged"), from: driver) {
                [NotificationBus.service, before ?? "", owner ?? ""].forEach($0.append)
            }
        }
    }

    private func send(
        _ member: String,
        from sender: String?,
        _ fill: @escaping @Sendable (BusMessage) -> Void
    ) {
        for peer in state.withLock({ $0.peers }) {
            peer.signal(
                (NotificationBus.path, NotificationBus.service, member),
                from: sender,
                fill
            )
        }
    }
}

extension NotificationServer {
    /// Answers a call; returns 0 or more, or a negative errno that ends the connection.
    private func answer(_ member: String, _ message: NotificationPeer.Received) -> Int32 {
        switch member {
        case "Hello":
            message.reply { $0.append(":1.100") }
        case "AddMatch":
            message.reply { _ in }
        case "GetNameOwner":
            if let owner = state.withLock({ $0.owner }) {
                message.reply { $0.append(owner) }
            } else {
                message.refuse("org.freedesktop.DBus.Error.NameHasNoOwner")
            }
        case "StartServiceByName":
            start(message)
        case "GetCapabilities":
            introduceItself(message)
        case "Notify":
            notify(message)
        case "CloseNotification":
            close(message)
        case "Get", "GetDnd", "ListModes":
            sayQuiet(member, message)
        case "GetIdletime":
            if let idle = state.withLock({ $0.idle }) {
                message.reply { $0.append(UInt64(idle / .milliseconds(1)), as: "t") }
            } else {
                message.refuse("org.freedesktop.DBus.Error.ServiceUnknown")
            }
        case "AddUserActiveWatch":
            message.reply { $0.append(UInt32(9)) }
        default:
            -1
        }
    }

    private func sayQuiet(_ member: String, _ message: NotificationPeer.Received) -> Int32 {
        let isQuiet = state.withLock { $0.isQuiet }
        let flag = Int32(isQuiet ? 1 : 0)
        switch (manners.quietWay, member, message.message.readText()) {
        case (.dunst, "Get", "org.dunstproject.cmd0"),
            (.plasma, "Get", "org.freedesktop.Notifications"):
            return message.reply { reply in
                reply.appendContainer("v", of: "b") { reply.append(flag, as: "b") }
            }
        case (.mako, "Get", "fr.emersion.Mako"):
            return message.reply { reply in
                reply.appendContainer("v", of: "as") {
                    reply.append(["default"] + (isQuiet ? ["do-not-disturb"] : []))
                }
            }
        case (.oldMako, "ListModes", _):
            return message.reply { $0.append(["default"] + (isQuiet ? ["do-not-disturb"] : [])) }
        case (.swaync, "GetDnd", _):
            return message.reply { $0.append(flag, as: "b") }
        default:
            return message.refuse("org.freedesktop.DBus.Error.UnknownMethod")
        }
    }

    private func introduceItself(_ message: NotificationPeer.Received) -> Int32 {
        let questions = state.withLock { state in
            state.questions += 1
            return state.questions
        }
        guard questions > manners.refusedQuestions else {
            return message.refuse("org.freedesktop.DBus.Error.NoReply")
        }
        return message.reply { $0.append(self.manners.capabilities) }
    }

    private func start(_ message: NotificationPeer.Received) -> Int32 {
        calls.append(.start)
        guard manners.isActivatable else {
            return message.refuse("org.freedesktop.DBus.Error.ServiceUnknown")
        }
        state.withLock { $0.owner = ":1.9" }
        return message.reply { $0.append(UInt32(1)) }
    }

    private func notify(_ message: NotificationPeer.Received) -> Int32 {
        guard !manners.isRefusing else {
            return message.refuse("org.freedesktop.DBus.Error.AccessDenied")
        }
        let notified = Notified(message.message)
        let id: UInt32? = state.withLock { state in
            if manners.refusesTwins, notified == state.last {
                state.last = nil
                return nil
            }
            state.last = notified
            if notified.replaces == 0 {
                state.lastID += 1
            }
            return notified.replaces == 0 ? state.lastID : notified.replaces
        }
        guard let id else {
            return message.refuse(
                "org.freedesktop.Notifications.Error.ExcessNotificationGeneration"
            )
        }
        calls.append(.notify(notified))
        return message.reply { $0.append(id) }
    }

    private func close(_ message: NotificationPeer.Received) -> Int32 {
        calls.append(.close(message.message.readNumber() ?? 0))
        return 0
    }
}
