import Delivery
import Household

// The connection, and who shows notifications at its other end.

extension DesktopSession {
    private static let mostReconnections = 5
    private static let rules = [
        "type='signal',sender='\(NotificationBus.driver)',path='\(NotificationBus.driverPath)',"
            + "interface='\(NotificationBus.driver)',member='NameOwnerChanged',"
            + "arg0='\(NotificationBus.service)'",
        "type='signal',sender='\(NotificationBus.service)',path='\(NotificationBus.path)',"
            + "interface='\(NotificationBus.service)'",
    ]

    func open() {
        do throws(NotificationBus.Failure) {
            bus = try connect()
        } catch {
            trouble = error.reason
        }
    }

    /// Drops a connection that is gone; a bus that had answered before is waited for.
    ///
    /// A bus that ends may still take a new connection in its last moment and drop that too, so more
    /// than one is made; where nobody listens any more, sd-bus waits for the next one.
    func lose(_ failure: NotificationBus.Failure) {
        if isListening {
            reconnections = Self.mostReconnections
        }
        isListening = false
        isUnanswered = false
        bus = nil
        server = nil
        trouble = "no session bus: \(failure.reason)"
        if reconnections > 0 {
            reconnections -= 1
            open()
        }
    }

    func listen() {
        guard let bus else {
            return
        }
        do throws(NotificationBus.Failure) {
            for rule in Self.rules {
                try bus.callDriver("AddMatch", rule) { _ in () }
            }
            isListening = true
        } catch {
            lose(error)
        }
    }

    /// Gives a connection that was only just begun the moment it takes.
    func awaitConnection() {
        if bus == nil {
            open()
        }
        while let bus, !isListening {
            guard bus.wait(atMost: .milliseconds(500)) else {
                return
            }
            turn()
        }
    }

    /// Looks who owns the name, and has the bus start one where nobody does and `starting` says so.
    func findServer(starting: Bool) -> Bool {
        if bus == nil {
            open()
        }
        guard let bus, isListening else {
            return false
        }
        let name = NotificationBus.service
        if let owner = try? bus.callDriver("GetNameOwner", name, read: { $0.readText() }) {
            adopt(owner)
        } else if starting {
            do throws(NotificationBus.Failure) {
                _ = try bus.callDriver("StartServiceByName", name, 0) { $0.readNumber() }
                adopt(try bus.callDriver("GetNameOwner", name) { $0.readText() })
            } catch {
                trouble = "no notification server yet: \(error.reason)"
                if error.isDisconnected {
                    lose(error)
                }
            }
        }
        return server != nil
    }

    func adopt(_ owner: String) {
        guard let bus, server?.owner != owner else {
            return
        }
        do throws(NotificationBus.Failure) {
            let capabilities = try bus.call(owner, "GetCapabilities") { $0.readTexts() }
            let identity = DesktopServer.Identity(bus: bus.id, owner: owner)
            server = DesktopServer(identity: identity, capabilities: capabilities)
            shown.take(up: identity)
            isWanted = false
            isUnanswered = false
            tell(.ready)
        } catch {
            isUnanswered = true
            trouble = "the notification server does not answer: \(error.reason)"
            if error.isDisconnected {
                lose(error)
            }
        }
    }
}
