import CSystemd
import Glibc

/// One connection to a bus: to the session's for the notification server, to the system's for logind.
///
/// Only one thread may use a bus. Only `call` and `wait(atMost:)` block; the owner polls the
/// descriptor and then calls `process`.
final class NotificationBus {
    /// Makes a connection.
    typealias Connecting = @Sendable () throws(Failure) -> NotificationBus

    /// The failure of a call or of the connection.
    struct Failure: Error, Hashable {
        /// A D-Bus error name or the system's message; never the text of a notification.
        var reason: String
        /// Whether the connection is gone, so that a new one may do better.
        var isDisconnected = false

        /// Whether KDE refused a second notification that equals one of the last second.
        var isExcess: Bool { reason.hasSuffix(".ExcessNotificationGeneration") }
    }

    static let service = "org.freedesktop.Notifications"
    static let path = "/org/freedesktop/Notifications"
    /// The bus itself.
    static let driver = "org.freedesktop.DBus"
    static let driverPath = "/org/freedesktop/DBus"
    static let logind = "org.freedesktop.login1"
    static let logindManager = "org.freedesktop.login1.Manager"
    static let mutter = "org.gnome.Mutter.IdleMonitor"
    private static let microseconds: UInt64 = 10_000_000

    private let bus: OpaquePointer

    /// Starts a connection to the address that `configure` sets; `BusSignal.connected` follows once
    /// it is established.
    init(configure: (OpaquePointer) -> Int32) throws(Failure) {
        var made: OpaquePointer?
        guard sd_bus_new(&made) >= 0, let bus = made else {
            throw Failure(reason: "no memory for a bus connection")
        }
        self.bus = bus
        for answer in [
            configure(bus), sd_bus_set_bus_client(bus, 1), sd_bus_set_connected_signal(bus, 1),
        ] where answer < 0 {
            throw failure(answer)
        }
        let answer = sd_bus_start(bus)
        guard answer >= 0 else {
            throw Failure(reason: "no session bus: \(String(cString: strerror(-answer)))")
        }
    }

    /// Connects to the bus of the user's session, now or when its socket appears
    /// (sd_bus_set_watch_bind(3)).
    static func session(_ environment: [String: String]) throws(Failure) -> NotificationBus {
        let runtime = environment["XDG_RUNTIME_DIR"].map { "unix:path=\($0)/bus" }
        guard let address = environment["DBUS_SESSION_BUS_ADDRESS"] ?? runtime else {
            throw Failure(reason: "no session bus: the environment names none")
        }
        return try NotificationBus { bus in
            min(sd_bus_set_address(bus, address), sd_bus_set_watch_bind(bus, 1))
        }
    }

    /// Connects to the system bus, now or when its socket appears.
    static func system(_ environment: [String: String]) throws(Failure) -> NotificationBus {
        let address =
            environment["DBUS_SYSTEM_BUS_ADDRESS"] ?? "unix:path=/run/dbus/system_bus_socket"
        return try NotificationBus { bus in
            min(sd_bus_set_address(bus, address), sd_bus_set_watch_bind(bus, 1))
        }
    }

    deinit {
        sd_bus_flush_close_unref(bus)
    }

    /// The id of the bus (a new bus has a new one), as 32 hexadecimal digits.
    var id: String {
        var id = sd_id128_t()
        guard sd_bus_get_bus_id(bus, &id) >= 0 else {
            return ""
        }
        return withUnsafeBytes(of: id) { bytes in
            Array(bytes).hexadecimal
        }
    }

    /// The descriptor and events for poll(2), and its timeout in milliseconds; -1 is for ever.
    var waiting: (entry: pollfd, milliseconds: Int32) {
        let events = max(0, sd_bus_get_events(bus))
        let entry = pollfd(fd: sd_bus_get_fd(bus), events: Int16(events), revents: 0)
        var deadline = UInt64.max
        guard sd_bus_get_timeout(bus, &deadline) > 0, deadline != .max else {
            return (entry, -1)
        }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1_000
        let rest = deadline > now ? (deadline - now + 999) / 1_000 : 0
        return (entry, Int32(clamping: rest))
    }

    /// Waits until there is something to process; false where nothing came in time.
    func wait(atMost duration: Duration) -> Bool {
        sd_bus_wait(bus, UInt64(max(0, duration.milliseconds)) * 1_000) > 0
    }

    /// Reads and writes without blocking, and returns the signals that arrived.
    func process() throws(Failure) -> [BusSignal] {
        var signals: [BusSignal] = []
        while true {
            var received: OpaquePointer?
            let answer = sd_bus_process(bus, &received)
            let message = received.map { BusMessage($0) }
            guard answer >= 0 else {
                throw failure(answer)
            }
            if let message {
                if sd_bus_message_is_method_call(message.pointer, nil, nil) > 0 {
                    sd_bus_reply_method_errno(message.pointer, EOPNOTSUPP, nil)
                } else if let signal = BusSignal(message) {
                    signals.append(signal)
                }
            }
            guard answer > 0 else {
                return signals
            }
        }
    }

    /// The receiver of calls: an interface of an object.
    struct Peer {
        var service: String
        var path: String
        var interface: String

        /// The bus itself.
        static let driver = Peer(
            service: NotificationBus.driver,
            path: NotificationBus.driverPath,
            interface: NotificationBus.driver
        )

        /// The notification server of a unique name.
        static func server(_ owner: String) -> Peer {
            Peer(
                service: owner,
                path: NotificationBus.path,
                interface: NotificationBus.service
            )
        }

        /// The properties of the same object.
        var properties: Peer {
            Peer(service: service, path: path, interface: "org.freedesktop.DBus.Properties")
        }
    }

    /// Reads a property whose value has the signature `type`.
    func property<Value>(
        _ name: String,
        of peer: Peer,
        _ type: String,
        read: (BusMessage) -> Value?
    ) throws(Failure) -> Value {
        try call(
            peer.properties,
            "Get",
            fill: { message in
                message.append(peer.interface)
                message.append(name)
            },
            read: { message in message.readContainer("v", of: type) { read(message) } }
        )
    }

    /// Calls a method, whose arguments `fill` appends, and reads the answer with `read`.
    func call<Value>(
        _ peer: Peer,
        _ member: String,
        fill: (BusMessage) -> Void = { _ in },
        read: (BusMessage) -> Value?
    ) throws(Failure) -> Value {
        let message = try message(to: peer, member, fill)
        var error = sd_bus_error()
        var replied: OpaquePointer?
        let answer = sd_bus_call(bus, message.pointer, Self.microseconds, &error, &replied)
        defer { sd_bus_error_free(&error) }
        guard answer >= 0, let replied else {
            throw failure(answer, named: error.name.map { String(cString: $0) })
        }
        guard let value = read(BusMessage(replied)) else {
            throw Failure(reason: "the reply cannot be read")
        }
        return value
    }

    /// Sends a call, and waits for no answer.
    func send(_ peer: Peer, _ member: String, fill: (BusMessage) -> Void) throws(Failure) {
        let message = try message(to: peer, member, fill)
        sd_bus_message_set_expect_reply(message.pointer, 0)
        let answer = min(sd_bus_send(bus, message.pointer, nil), sd_bus_flush(bus))
        guard answer >= 0 else {
            throw failure(answer)
        }
    }

    private func message(
        to peer: Peer,
        _ member: String,
        _ fill: (BusMessage) -> Void
    ) throws(Failure) -> BusMessage {
        var made: OpaquePointer?
        let answer = sd_bus_message_new_method_call(
            bus,
            &made,
            peer.service,
            peer.path,
            peer.interface,
            member
        )
        guard answer >= 0, let made else {
            throw failure(answer)
        }
        let message = BusMessage(made)
        // Whoever is asked here is running already, or there is nothing to ask.
        sd_bus_message_set_auto_start(made, 0)
        fill(message)
        guard message.failure == 0 else {
            throw failure(message.failure)
        }
        return message
    }

    private func failure(_ answer: Int32, named name: String? = nil) -> Failure {
        let gone: Set = [-ENOTCONN, -ECONNRESET, -EPIPE, -ESTALE, -ESHUTDOWN]
        return Failure(
            reason: name ?? String(cString: strerror(-answer)),
            isDisconnected: gone.contains(answer)
        )
    }
}
