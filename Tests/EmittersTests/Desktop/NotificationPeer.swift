import CSystemd
import Foundation
import Glibc
import Synchronization

@testable import Emitters

/// The far end of one bus connection, on a thread of its own.
final class NotificationPeer: Sendable {
    /// A call that was received.
    struct Received {
        let message: BusMessage

        func reply(_ fill: (BusMessage) -> Void) -> Int32 {
            var made: OpaquePointer?
            guard sd_bus_message_new_method_return(message.pointer, &made) >= 0, let made else {
                return -1
            }
            let reply = BusMessage(made)
            fill(reply)
            return min(reply.failure, sd_bus_send(nil, made, nil))
        }

        func refuse(_ name: String) -> Int32 {
            var error = sd_bus_error()
            defer { sd_bus_error_free(&error) }
            sd_bus_error_set(&error, name, "no")
            return sd_bus_reply_method_error(message.pointer, &error)
        }
    }

    typealias Answering = @Sendable (_ member: String, _ received: Received) -> Int32
    private typealias Sending = @Sendable (OpaquePointer) -> Void

    private let bell: Int32
    /// A copy of the descriptor, which sd-bus owns and closes when it likes.
    private let copy: Int32
    private let waiting = Mutex<[Sending]>([])
    /// Whether the other side has asked for signals; before that a bus sends none.
    private let isSubscribed = Mutex(false)

    /// - Parameters:
    ///   - descriptor: Its end of the socket.
    ///   - bus: The id of the bus.
    ///   - answer: Answers each call; a negative errno ends the connection.
    init(_ descriptor: Int32, bus: sd_id128_t, _ answer: @escaping Answering) {
        bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        Thread.detachNewThread { [self] in serve(descriptor, bus, answer) }
    }

    // Not before: whoever has it may still ring or end it, and a number is soon another file's.
    deinit {
        close(bell)
        close(copy)
    }

    func end() {
        shutdown(copy, Int32(SHUT_RDWR))
    }

    /// Says something unasked.
    func signal(
        _ what: (path: String, interface: String, member: String),
        from sender: String?,
        _ fill: @escaping @Sendable (BusMessage) -> Void
    ) {
        waiting.withLock { waiting in
            waiting.append { bus in
                var made: OpaquePointer?
                sd_bus_message_new_signal(bus, &made, what.path, what.interface, what.member)
                guard let signal = made else {
                    return
                }
                let message = BusMessage(signal)
                if let sender {
                    sd_bus_message_set_sender(signal, sender)
                }
                fill(message)
                sd_bus_send(bus, signal, nil)
            }
        }
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    private func serve(_ descriptor: Int32, _ id: sd_id128_t, _ answer: Answering) {
        defer { end() }
        var made: OpaquePointer?
        guard sd_bus_new(&made) >= 0, let bus = made,
            sd_bus_set_fd(bus, descriptor, descriptor) >= 0, sd_bus_set_server(bus, 1, id) >= 0,
            sd_bus_start(bus) >= 0
        else {
            return
        }
        defer { sd_bus_flush_close_unref(bus) }
        while answerAll(bus, answer) {
            let events = Int16(max(0, sd_bus_get_events(bus)))
            var entries = [
                pollfd(fd: sd_bus_get_fd(bus), events: events, revents: 0),
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) > 0, entries[1].revents != 0 else {
                continue
            }
            var count: UInt64 = 0
            _ = read(bell, &count, 8)
            let sendings = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            if isSubscribed.withLock({ $0 }) {
                sendings.forEach { $0(bus) }
            }
        }
    }

    /// Answers what has come; false where the connection is over.
    private func answerAll(_ bus: OpaquePointer, _ answer: Answering) -> Bool {
        while true {
            var received: OpaquePointer?
            let progress = sd_bus_process(bus, &received)
            let message = received.map { BusMessage($0) }
            if let message, let name = sd_bus_message_get_member(message.pointer),
                sd_bus_message_is_method_call(message.pointer, nil, nil) > 0
            {
                let member = String(cString: name)
                if member == "AddMatch" {
                    isSubscribed.withLock { $0 = true }
                }
                guard answer(member, Received(message: message)) >= 0 else {
                    return false
                }
            }
            guard progress > 0 else {
                return progress == 0
            }
        }
    }
}
