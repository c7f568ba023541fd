import CSystemd
import Glibc

/// One connection to the session bus, for the notification server.
///
/// It is to be used by one thread only. Nothing of it waits but `call` and `wait(atMost:)`: its
/// descriptor is polled by its owner, who then calls `process`.
final class NotificationBus {
    /// A D-Bus error name or what the system said; never a text of a notification.
    struct Failure: Error, Hashable {
        var reason: String
        /// Whether the connection is gone, so that a new one may do better.
        var isDisconnected = false

        /// Whether it is KDE's word for two alike within a second.
        var isExcess: Bool { reason.hasSuffix(".ExcessNotificationGeneration") }
    }

    static let service = "org.freedesktop.Notifications"
    static let path = "/org/freedesktop/Notifications"
    /// The bus itself.
    static let driver = "org.freedesktop.DBus"
    static let driverPath = "/org/freedesktop/DBus"
    private static let microseconds: UInt64 = 10_000_000

    private let bus: OpaquePointer

    /// Starts a connection that `configure` has said where to make; it is made once `connected` is said.
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

    deinit {
        sd_bus_flush_close_unref(bus)
    }

    /// What tells this bus from every other there was, as 32 hexadecimal digits.
    var id: String {
        var id = sd_id128_t()
        guard sd_bus_get_bus_id(bus, &id) >= 0 else {
            return ""
        }
        return withUnsafeBytes(of: id) { bytes in
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
    }

    /// What to poll(2) for, and for how many milliseconds at most; -1 is for ever.
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

    /// Reads and writes what can be without waiting, and returns what was said unasked.
    func process() throws(Failure) -> [BusSignal] {
        var signals: [BusSignal] = []
        while true {
            var received: OpaquePointer?
            let answer = sd_bus_process(bus, &received)
            defer { sd_bus_message_unref(received) }
            guard answer >= 0 else {
                throw failure(answer)
            }
            if let message = received {
                if sd_bus_message_is_method_call(message, nil, nil) > 0 {
                    sd_bus_reply_method_errno(message, EOPNOTSUPP, nil)
                } else if let signal = BusSignal(BusMessage(pointer: message)) {
                    signals.append(signal)
                }
            }
            guard answer > 0 else {
                return signals
            }
        }
    }

    /// Calls a method of the notification server `owner` and reads the answer with `read`.
    func call<Value>(
        _ owner: String,
        _ member: String,
        fill: (BusMessage) -> Int32 = { _ in 0 },
        read: (BusMessage) -> Value?
    ) throws(Failure) -> Value {
        let message = try message((owner, Self.path, Self.service, member), fill: fill)
        return try call(message, read: read)
    }

    /// Calls a method of the bus itself with one or two arguments, of which the second is a number.
    func callDriver<Value>(
        _ member: String,
        _ text: String,
        _ number: UInt32? = nil,
        read: (BusMessage) -> Value?
    ) throws(Failure) -> Value {
        let target = (Self.driver, Self.driverPath, Self.driver, member)
        let message = try message(target) { message in
            var answer = message.append(text)
            if let number {
                answer = min(answer, message.append(number))
            }
            return answer
        }
        return try call(message, read: read)
    }

    /// Tells the notification server `owner` something, and waits for no answer.
    func tell(
        _ owner: String,
        _ member: String,
        fill: (BusMessage) -> Int32
    ) throws(Failure) {
        let message = try message((owner, Self.path, Self.service, member), fill: fill)
        defer { sd_bus_message_unref(message) }
        sd_bus_message_set_expect_reply(message, 0)
        let answer = min(sd_bus_send(bus, message, nil), sd_bus_flush(bus))
        guard answer >= 0 else {
            throw failure(answer)
        }
    }

    private func message(
        _ target: (owner: String, path: String, interface: String, member: String),
        fill: (BusMessage) -> Int32
    ) throws(Failure) -> OpaquePointer {
        var made: OpaquePointer?
        var answer = sd_bus_message_new_method_call(
            bus,
            &made,
            target.owner,
            target.path,
            target.interface,
            target.member
        )
        guard answer >= 0, let message = made else {
            throw failure(answer)
        }
        answer = fill(BusMessage(pointer: message))
        guard answer >= 0 else {
            sd_bus_message_unref(message)
            throw failure(answer)
        }
        return message
    }

    /// Sends `message`, which it releases, and waits for the answer.
    private func call<Value>(
        _ message: OpaquePointer,
        read: (BusMessage) -> Value?
    ) throws(Failure) -> Value {
        defer { sd_bus_message_unref(message) }
        var error = sd_bus_error()
        var replied: OpaquePointer?
        let answer = sd_bus_call(bus, message, Self.microseconds, &error, &replied)
        defer { sd_bus_error_free(&error) }
        guard answer >= 0, let reply = replied else {
            throw failure(answer, named: error.name.map { String(cString: $0) })
        }
        defer { sd_bus_message_unref(reply) }
        guard let value = read(BusMessage(pointer: reply)) else {
            throw Failure(reason: "the notification server's answer makes no sense")
        }
        return value
    }

    private func failure(_ answer: Int32, named name: String? = nil) -> Failure {
        let gone: Set = [-ENOTCONN, -ECONNRESET, -EPIPE, -ESTALE, -ESHUTDOWN]
        return Failure(
            reason: name ?? String(cString: strerror(-answer)),
            isDisconnected: gone.contains(answer)
        )
    }
}
