import CSystemd

/// A signal of a bus that the daemon follows.
enum BusSignal: Hashable, Sendable {
    /// The connection is established.
    case connected
    /// The name of the notification server has another owner, or none.
    case ownerChanged(String?)
    /// A button was pressed; `by` is the unique name of the sender.
    case actionInvoked(id: UInt32, action: String, by: String?)
    case closed(id: UInt32, reason: Reason, by: String?)
    /// Something that was read may have changed, and is to be read again.
    case changed
    /// The user is active again, as a watch of Mutter was to tell.
    case userActive(watch: UInt32)
    /// The machine goes to sleep, or has woken up.
    case sleep(isAhead: Bool)

    /// Why a notification is closed (`NotificationClosed`); servers that have no reason send
    /// `unknown`.
    enum Reason: UInt32, Hashable, Sendable {
        case expired = 1
        case dismissed = 2
        case closedByCall = 3
        case unknown = 4
    }

    /// Reads a message; fails for any other message, or one whose sender must not send it.
    ///
    /// Any peer can send any message to this connection, regardless of its match rules; so only the
    /// bus itself is believed about who owns a name.
    init?(_ message: BusMessage) {
        let pointer = message.pointer
        let sender = sd_bus_message_get_sender(pointer).map { String(cString: $0) }
        let path = sd_bus_message_get_path(pointer).map { String(cString: $0) }
        let interface = sd_bus_message_get_interface(pointer).map { String(cString: $0) }
        let member = sd_bus_message_get_member(pointer).map { String(cString: $0) }
        guard sd_bus_message_is_signal(pointer, nil, nil) > 0 else {
            return nil
        }
        switch (interface, member) {
        case ("org.freedesktop.DBus.Local", "Connected")
        where sender == "org.freedesktop.DBus.Local":
            self = .connected
        case (NotificationBus.driver, "NameOwnerChanged")
        where sender == NotificationBus.driver && path == NotificationBus.driverPath:
            let name = message.readText()
            guard message.readText() != nil, let owner = message.readText() else {
                return nil
            }
            switch name {
            case NotificationBus.service: self = .ownerChanged(owner.isEmpty ? nil : owner)
            case NotificationBus.logind: self = .changed
            default: return nil
            }
        case (NotificationBus.service, "ActionInvoked"):
            guard let id = message.readNumber(), let action = message.readText() else {
                return nil
            }
            self = .actionInvoked(id: id, action: action, by: sender)
        case (NotificationBus.service, "NotificationClosed"):
            guard let id = message.readNumber(), let reason = message.readNumber() else {
                return nil
            }
            self = .closed(id: id, reason: Reason(rawValue: reason) ?? .unknown, by: sender)
        case ("org.freedesktop.DBus.Properties", "PropertiesChanged"),
            ("org.erikreider.swaync.cc", "Subscribe"), ("org.erikreider.swaync.cc", "SubscribeV2"),
            (NotificationBus.logindManager, "SessionNew"),
            (NotificationBus.logindManager, "SessionRemoved"):
            self = .changed
        case (NotificationBus.logindManager, "PrepareForSleep"):
            guard let isAhead = message.readFlag() else {
                return nil
            }
            self = .sleep(isAhead: isAhead)
        case (NotificationBus.mutter, "WatchFired"):
            guard let watch = message.readNumber() else {
                return nil
            }
            self = .userActive(watch: watch)
        default:
            return nil
        }
    }
}
