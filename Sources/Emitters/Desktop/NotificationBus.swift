import CSystemd
import Glibc

/// One connection to the session bus, for calls to the notification server.
///
/// It is not to be used by two threads at a time. It listens to nothing: what the server sends
/// unasked is read and dropped before the next call.
final class NotificationBus {
    /// A D-Bus error name or what the system said; never a text of the notification.
    struct Failure: Error, Hashable {
        var reason: String
        /// Whether a new connection may do better.
        var isDisconnected = false
    }

    private static let service = "org.freedesktop.Notifications"
    private static let path = "/org/freedesktop/Notifications"
    private static let microseconds: UInt64 = 10_000_000

    private let bus: OpaquePointer

    /// Takes over a connection of sd-bus.
    init(_ bus: OpaquePointer) {
        self.bus = bus
    }

    /// Connects to the bus of the user's session (sd_bus_open_user(3)).
    static func session() throws(Failure) -> NotificationBus {
        var opened: OpaquePointer?
        let answer = sd_bus_open_user(&opened)
        guard answer >= 0, let opened else {
            throw Failure(reason: "no session bus: \(String(cString: strerror(-answer)))")
        }
        return NotificationBus(opened)
    }

    deinit {
        sd_bus_flush_close_unref(bus)
    }

    /// Calls `member` with what `fill` appends and reads the answer with `read`.
    func call<Value>(
        _ member: String,
        fill: (OpaquePointer) -> Int32,
        read: (OpaquePointer) -> Value?
    ) throws(Failure) -> Value {
        while sd_bus_process(bus, nil) > 0 {}
        var made: OpaquePointer?
        var answer = sd_bus_message_new_method_call(
            bus,
            &made,
            Self.service,
            Self.path,
            Self.service,
            member
        )
        guard answer >= 0, let message = made else {
            throw failure(answer)
        }
        defer { sd_bus_message_unref(message) }
        answer = fill(message)
        guard answer >= 0 else {
            throw failure(answer)
        }
        var error = sd_bus_error()
        var replied: OpaquePointer?
        answer = sd_bus_call(bus, message, Self.microseconds, &error, &replied)
        defer { sd_bus_error_free(&error) }
        guard answer >= 0, let reply = replied else {
            throw failure(answer, named: error.name.map { String(cString: $0) })
        }
        defer { sd_bus_message_unref(reply) }
        guard let value = read(reply) else {
            throw Failure(reason: "the notification server's answer makes no sense")
        }
        return value
    }

    private func failure(_ answer: Int32, named name: String? = nil) -> Failure {
        let gone: Set = [-ENOTCONN, -ECONNRESET, -EPIPE, -ESTALE]
        return Failure(
            reason: name ?? String(cString: strerror(-answer)),
            isDisconnected: gone.contains(answer)
        )
    }
}
