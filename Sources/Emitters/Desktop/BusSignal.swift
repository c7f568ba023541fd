import CSystemd

/// What is said on the bus unasked, as far as it concerns notifications.
enum BusSignal: Hashable, Sendable {
    /// The connection is made.
    case connected
    /// The name of the notification server has another owner, or none.
    case ownerChanged(String?)
    /// A button was pressed; `by` is the server that says so.
    case actionInvoked(id: UInt32, action: String, by: String?)
    case closed(id: UInt32, reason: Reason, by: String?)

    /// Why a notification is closed (`NotificationClosed`); servers that give none say `unknown`.
    enum Reason: UInt32, Hashable, Sendable {
        case expired = 1
        case dismissed = 2
        case closedByCall = 3
        case unknown = 4
    }

    /// Reads a message; `nil` where it is none of these, or comes from whom it is not for to say.
    ///
    /// A message that is addressed to this connection comes whatever it has asked for, and from any
    /// peer: only the bus says who owns a name.
    init?(_ message: BusMessage) {
        let sender = sd_bus_message_get_sender(message.pointer).map { String(cString: $0) }
        if message.isSignal("org.freedesktop.DBus.Local", "Connected") {
            guard sender == "org.freedesktop.DBus.Local" else {
                return nil
            }
            self = .connected
        } else if message.isSignal(NotificationBus.driver, "NameOwnerChanged") {
            guard sender == NotificationBus.driver, message.isAt(NotificationBus.driverPath) else {
                return nil
            }
            guard message.readText() == NotificationBus.service, message.readText() != nil,
                let owner = message.readText()
            else {
                return nil
            }
            self = .ownerChanged(owner.isEmpty ? nil : owner)
        } else if message.isSignal(NotificationBus.service, "ActionInvoked") {
            guard let id = message.readNumber(), let action = message.readText() else {
                return nil
            }
            self = .actionInvoked(id: id, action: action, by: sender)
        } else if message.isSignal(NotificationBus.service, "NotificationClosed") {
            guard let id = message.readNumber(), let reason = message.readNumber() else {
                return nil
            }
            self = .closed(id: id, reason: Reason(rawValue: reason) ?? .unknown, by: sender)
        } else {
            return nil
        }
    }
}
