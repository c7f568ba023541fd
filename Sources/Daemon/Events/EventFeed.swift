import ControlAPI
import Glibc
import Synchronization

/// Hands what happens to those who follow it: server-sent events, through a pair of sockets each.
///
/// It waits for nobody. What a client has not read yet lies with the kernel, which bounds it: one that reads
/// too slowly is let go, and may come again. While nobody follows, nothing is done at all.
final class EventFeed: Sendable {
    /// So many may follow at once.
    static let mostClients = 8

    private struct Client {
        /// The end that is written; the server reads the other one.
        let file: Int32
        /// The socket by which the client came; it is the server's.
        let connection: Int32

        /// Whether the server has let it go, or the client has hung up.
        var isGone: Bool {
            var entries = [
                pollfd(fd: file, events: 0, revents: 0),
                pollfd(fd: connection, events: 0, revents: 0),
            ]
            return poll(&entries, nfds_t(entries.count), 0) > 0
        }

        /// Ends what the server reads; one that waits for a client that does not read goes on at once.
        func end() {
            var reader = pollfd(fd: file, events: 0, revents: 0)
            if connection >= 0, poll(&reader, 1, 0) == 0 {
                shutdown(connection, Int32(SHUT_RDWR))
            }
            close(file)
        }
    }

    private struct State {
        var clients: [Client] = []
        var count = 0
        var isOver = false
    }

    private let state = Mutex(State())

    init() {}

    /// Begins to send to the client that came by `connection`.
    func follow(by connection: Int32) throws(Problem) -> ControlReply {
        var ends: [Int32] = [-1, -1]
        let isOpen = state.withLock { state in
            state.clients.removeAll { client in
                let isGone = client.isGone
                if isGone {
                    client.end()
                }
                return isGone
            }
            guard !state.isOver, state.clients.count < Self.mostClients else {
                return false
            }
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
                return false
            }
            let client = Client(file: ends[0], connection: connection)
            state.clients.append(client)
            _ = Self.send("retry: 1000\n\n", to: client)
            return true
        }
        guard isOpen else {
            throw Problem(
                .busy,
                detail: "\(Self.mostClients) follow the events already, the most that may"
            )
        }
        return ControlReply(contentType: EventMessage.contentType, stream: .pipe(ends[1]))
    }

    /// Tells everyone who follows.
    func publish(_ events: @autoclosure () -> [EventMessage]) {
        state.withLock { state in
            guard !state.clients.isEmpty else {
                return
            }
            for event in events() {
                state.count += 1
                guard let text = try? event.text(id: state.count) else {
                    continue
                }
                state.clients.removeAll { client in
                    let isSent = Self.send(text, to: client)
                    if !isSent {
                        client.end()
                    }
                    return !isSent
                }
            }
        }
    }

    /// Lets everyone go, and takes nobody more.
    func end() {
        state.withLock { state in
            state.isOver = true
            for client in state.clients {
                client.end()
            }
            state.clients = []
        }
    }

    /// Sends without waiting; false where it does not all fit, or nobody reads any more.
    private static func send(_ text: String, to client: Client) -> Bool {
        let bytes = Array(text.utf8)
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        return Glibc.send(client.file, bytes, bytes.count, flags) == bytes.count
    }
}
