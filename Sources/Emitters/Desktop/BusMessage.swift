import CSystemd

/// A message of sd-bus, whose arguments are appended or read one at a time.
///
/// The first append that fails is kept in `failure`, and those after it do nothing.
final class BusMessage {
    let pointer: OpaquePointer
    /// 0, or the negative errno of the append that failed.
    private(set) var failure: Int32 = 0

    /// Takes over a reference to the message, and releases it in the end.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        sd_bus_message_unref(pointer)
    }

    private func attempt(_ append: @autoclosure () -> Int32) {
        if failure == 0 {
            failure = min(append(), 0)
        }
    }

    func append(_ text: String) {
        attempt(text.withCString { sd_bus_message_append_basic(pointer, CChar(type: "s"), $0) })
    }

    func append(_ number: UInt32) {
        append(number, as: "u")
    }

    /// Appends a number of the D-Bus type with the letter `type`.
    func append<Number: FixedWidthInteger>(_ number: Number, as type: Unicode.Scalar) {
        attempt(
            withUnsafePointer(to: number) {
                sd_bus_message_append_basic(pointer, CChar(type: type), $0)
            }
        )
    }

    func append(_ texts: [String]) {
        appendContainer("a", of: "s") { texts.forEach(append) }
    }

    /// Appends a container; `fill` appends the contents, whose signature is `contents`.
    func appendContainer(_ type: Unicode.Scalar, of contents: String, fill: () -> Void) {
        attempt(sd_bus_message_open_container(pointer, CChar(type: type), contents))
        fill()
        attempt(sd_bus_message_close_container(pointer))
    }

    /// Appends an entry of `a{sv}`; `fill` appends the value, whose type is `signature`.
    func appendEntry(_ key: String, _ signature: String, fill: () -> Void) {
        appendContainer("e", of: "sv") {
            append(key)
            appendContainer("v", of: signature, fill: fill)
        }
    }

    /// Reads the next argument; `nil` where it is not a text, or there is none.
    func readText() -> String? {
        var text: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(pointer, CChar(type: "s"), &text) > 0 else {
            return nil
        }
        return text.map { String(cString: $0) }
    }

    func readNumber() -> UInt32? {
        var number: UInt32 = 0
        return sd_bus_message_read_basic(pointer, CChar(type: "u"), &number) > 0 ? number : nil
    }

    func readTexts() -> [String]? {
        guard sd_bus_message_enter_container(pointer, CChar(type: "a"), "s") > 0 else {
            return nil
        }
        return Array(sequence(state: self) { $0.readText() })
    }
}

extension CChar {
    /// The code of a D-Bus type by its letter, as sd_bus_message_append_basic(3) has it.
    init(type letter: Unicode.Scalar) {
        self.init(truncatingIfNeeded: letter.value)
    }
}

/// A signal of the bus that concerns notifications.
enum BusSignal: Hashable, Sendable {
    /// The connection is established.
    case connected
    /// The name of the notification server has another owner, or none.
    case ownerChanged(String?)
    /// A button was pressed; `by` is the unique name of the sender.
    case actionInvoked(id: UInt32, action: String, by: String?)
    case closed(id: UInt32, reason: Reason, by: String?)

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
            guard message.readText() == NotificationBus.service, message.readText() != nil,
                let owner = message.readText()
            else {
                return nil
            }
            self = .ownerChanged(owner.isEmpty ? nil : owner)
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
        default:
            return nil
        }
    }
}
