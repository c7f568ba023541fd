import CSystemd
@testable import Emitters
import Foundation
import Glibc
import Synchronization
import TestKit

/// A notification server at the other end of a socket, with sd-bus but without a bus between.
final class NotificationServer: Sendable {
    enum Call: Hashable, Sendable {
        case notify(summary: String, body: String, replaces: UInt32, urgency: UInt8)
        case close(UInt32)
    }

    let calls = EventLog<Call>("the notification server")
    private let isRefusing: Bool
    private let capabilities: [String]
    /// Copies of the descriptors that sd-bus owns and closes when it likes.
    private let peers = Mutex<[Int32]>([])

    init(refusing: Bool = false, capabilities: [String] = ["body"]) throws {
        isRefusing = refusing
        self.capabilities = capabilities
    }

    deinit {
        hangUp()
    }

    /// Ends all connections.
    func hangUp() {
        peers.withLock { peers in
            for peer in peers {
                shutdown(peer, Int32(SHUT_RDWR))
                close(peer)
            }
            peers = []
        }
    }

    func connect() throws(NotificationBus.Failure) -> NotificationBus {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        var made: OpaquePointer?
        guard socketpair(AF_UNIX, type, 0, &ends) == 0, sd_bus_new(&made) >= 0, let bus = made,
            sd_bus_set_fd(bus, ends[0], ends[0]) >= 0, sd_bus_start(bus) >= 0
        else {
            throw NotificationBus.Failure(reason: "the test has no sockets")
        }
        let peer = ends[1]
        let copy = fcntl(peer, F_DUPFD_CLOEXEC, 3)
        peers.withLock { $0.append(copy) }
        Thread.detachNewThread { [weak self] in Self.serve(peer) { self?.answer($0) ?? -1 } }
        return NotificationBus(bus)
    }

    private static func serve(_ peer: Int32, _ answer: (OpaquePointer) -> Int32) {
        var made: OpaquePointer?
        var id = sd_id128_t()
        guard sd_id128_randomize(&id) >= 0, sd_bus_new(&made) >= 0, let bus = made,
            sd_bus_set_fd(bus, peer, peer) >= 0, sd_bus_set_server(bus, 1, id) >= 0,
            sd_bus_start(bus) >= 0
        else {
            return
        }
        defer { sd_bus_flush_close_unref(bus) }
        while true {
            var message: OpaquePointer?
            let progress = sd_bus_process(bus, &message)
            if let message {
                defer { sd_bus_message_unref(message) }
                if sd_bus_message_get_member(message) != nil, answer(message) < 0 {
                    return
                }
            }
            guard progress != 0 || sd_bus_wait(bus, .max) >= 0, progress >= 0 else {
                return
            }
        }
    }

    private func answer(_ message: OpaquePointer) -> Int32 {
        guard let member = sd_bus_message_get_member(message) else {
            return 0
        }
        guard !isRefusing else {
            return sd_bus_reply_method_errno(message, EACCES, nil)
        }
        var made: OpaquePointer?
        guard sd_bus_message_new_method_return(message, &made) >= 0, let reply = made else {
            return -1
        }
        defer { sd_bus_message_unref(reply) }
        switch String(cString: member) {
        case "GetCapabilities":
            sd_bus_message_open_container(reply, code("a"), "s")
            for capability in capabilities {
                _ = capability.withCString { sd_bus_message_append_basic(reply, code("s"), $0) }
            }
            sd_bus_message_close_container(reply)
        case "Notify":
            var id = notify(message)
            sd_bus_message_append_basic(reply, code("u"), &id)
        case "CloseNotification":
            calls.append(.close(number(message)))
        default:
            return -1
        }
        return sd_bus_send(nil, reply, nil)
    }

    /// Reads `susssasa{sv}i`; returns the id that is shown.
    private func notify(_ message: OpaquePointer) -> UInt32 {
        _ = text(message)
        let replaces = number(message)
        _ = text(message)
        let summary = text(message)
        let body = text(message)
        sd_bus_message_skip(message, "as")
        sd_bus_message_enter_container(message, code("a"), "{sv}")
        sd_bus_message_enter_container(message, code("e"), "sv")
        _ = text(message)
        sd_bus_message_enter_container(message, code("v"), "y")
        var urgency: UInt8 = 0
        sd_bus_message_read_basic(message, code("y"), &urgency)
        let call = Call.notify(summary: summary, body: body, replaces: replaces, urgency: urgency)
        calls.append(call)
        return replaces == 0 ? UInt32(40 + calls.events.count) : replaces
    }

    private func text(_ message: OpaquePointer) -> String {
        var text: UnsafePointer<CChar>?
        sd_bus_message_read_basic(message, code("s"), &text)
        return text.map { String(cString: $0) } ?? "none"
    }

    private func number(_ message: OpaquePointer) -> UInt32 {
        var number: UInt32 = 0
        sd_bus_message_read_basic(message, code("u"), &number)
        return number
    }

    private func code(_ letter: Unicode.Scalar) -> CChar {
        DesktopNotification.code(letter)
    }
}
