import Delivery

// Connects to the session bus and finds the notification server.

extension DesktopSession {
    private static let mostReconnections = 5
    private static let rules =
        [
            "type='signal',sender='\(NotificationBus.driver)',path='\(NotificationBus.driverPath)',"
                + "interface='\(NotificationBus.driver)',member='NameOwnerChanged',"
                + "arg0='\(NotificationBus.service)'",
            "type='signal',sender='\(NotificationBus.service)',path='\(NotificationBus.path)',"
                + "interface='\(NotificationBus.service)'",
        ] + DoNotDisturb.rules + [Mutter.rule]

    var bus: NotificationBus? {
        switch state {
        case .disconnected, .left: nil
        case .connecting(let bus, _, _), .serverless(let bus, _), .unanswered(let bus, _),
            .ready(let bus, _):
            bus
        }
    }

    var server: DesktopServer? {
        if case .ready(_, let server) = state { server } else { nil }
    }

    /// Why nothing can be shown.
    var reason: String {
        switch state {
        case .disconnected(let reason), .connecting(_, _, let reason), .serverless(_, let reason),
            .unanswered(_, let reason):
            reason
        case .ready: "the notification server is gone"
        case .left: "rituald is stopping"
        }
    }

    /// Begins a connection where there is none.
    func open(retries: Int = 0) {
        guard case .disconnected(let reason) = state else {
            return
        }
        do throws(NotificationBus.Failure) {
            state = .connecting(try connect(), retries: retries, reason: reason)
        } catch {
            state = .disconnected(reason: error.reason)
        }
    }

    /// Drops a lost connection, and reconnects while there are retries left.
    ///
    /// A bus that is ending may still accept a connection and drop that too, so there are several
    /// retries; once nobody listens, sd-bus waits for the socket of the next bus.
    func lose(_ failure: NotificationBus.Failure) {
        let retries: Int
        switch state {
        case .disconnected, .left: return
        case .connecting(_, let left, _): retries = left
        case .serverless, .unanswered, .ready: retries = Self.mostReconnections
        }
        state = .disconnected(reason: "no session bus: \(failure.reason)")
        if retries > 0 {
            open(retries: retries - 1)
        }
    }

    /// Subscribes to the server's signals and to changes of its name's owner, then looks for the
    /// server.
    func listen() {
        guard case .connecting(let bus, _, let reason) = state else {
            return
        }
        do throws(NotificationBus.Failure) {
            for rule in Self.rules {
                try bus.call(.driver, "AddMatch", fill: { $0.append(rule) }, read: { _ in () })
            }
            state = .serverless(bus, reason: reason)
            findServer(on: bus, starting: isServerWanted)
        } catch {
            lose(error)
        }
    }

    /// Waits for a connection that is being established, until nothing happens for half a second.
    func awaitConnection() {
        open()
        while case .connecting(let bus, _, _) = state, bus.wait(atMost: .milliseconds(500)) {
            turn()
        }
    }

    /// Returns whether there is a server; if not, looks for one and has the bus start one, now or
    /// once there is a connection.
    func seekServer() -> Bool {
        open()
        switch state {
        case .ready: return true
        case .serverless(let bus, _), .unanswered(let bus, _):
            isServerWanted = true
            findServer(on: bus, starting: true)
        case .disconnected, .connecting: isServerWanted = true
        case .left: break
        }
        return server != nil
    }

    /// Adopts the owner of the server's name; if nobody owns it and `starting` is true, has the bus
    /// start a server.
    func findServer(on bus: NotificationBus, starting: Bool) {
        let ask = { (message: BusMessage) in message.append(NotificationBus.service) }
        if let owner = try? bus.call(.driver, "GetNameOwner", fill: ask, read: { $0.readText() }) {
            return adopt(owner, on: bus)
        }
        guard starting else {
            return
        }
        do throws(NotificationBus.Failure) {
            let start = { (message: BusMessage) in
                ask(message)
                message.append(UInt32(0))
            }
            _ = try bus.call(.driver, "StartServiceByName", fill: start) { $0.readNumber() }
            adopt(try bus.call(.driver, "GetNameOwner", fill: ask) { $0.readText() }, on: bus)
        } catch {
            state = .serverless(bus, reason: "no notification server yet: \(error.reason)")
            if error.isDisconnected {
                lose(error)
            }
        }
    }

    /// Makes the owner of the name the server, once it has answered what its capabilities are.
    func adopt(_ owner: String, on bus: NotificationBus) {
        do throws(NotificationBus.Failure) {
            let capabilities = try bus.call(.server(owner), "GetCapabilities") { $0.readTexts() }
            let identity = DesktopServer.Identity(bus: bus.id, owner: owner)
            state = .ready(bus, DesktopServer(identity: identity, capabilities: capabilities))
            shown.take(up: identity)
            isServerWanted = false
            attention.forget()
            readDoNotDisturb()
            announce()
            tell(.ready)
        } catch {
            state = .unanswered(
                bus,
                reason: "the notification server does not answer: \(error.reason)"
            )
            if error.isDisconnected {
                lose(error)
            }
        }
    }
}

/// A notification server: its identity and its capabilities (`GetCapabilities`).
struct DesktopServer: Hashable, Sendable {
    /// The identity of one run of a server.
    struct Identity: Hashable, Sendable, Codable {
        /// The id of the bus, because two buses give out the same unique names.
        var bus: String
        /// The server's unique name on the bus, such as `:1.12`.
        var owner: String
    }

    var identity: Identity
    var hasActions: Bool
    var readsMarkup: Bool

    var owner: String { identity.owner }

    init(identity: Identity, capabilities: [String]) {
        self.identity = identity
        hasActions = capabilities.contains("actions")
        readsMarkup = capabilities.contains("body-markup")
    }
}
