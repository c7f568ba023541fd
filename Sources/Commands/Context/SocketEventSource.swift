import CivilTime
import ControlAPI
import Glibc

/// `GET /v1/events` over the control socket, and over the next one when the daemon has started again.
///
/// It sleeps in poll(2) on that socket and on standard output, so that it ends with who reads that.
final class SocketEventSource: EventSource {
    private let path: String
    private let output: Int32
    private let now: () -> Instant
    private var connection: UnixConnection?
    private var reader = EventReader()
    private var waiting: [EventStep] = []
    /// How many times it was tried since the daemon last answered.
    private var attempts = 0
    private var isBackOffOver = false
    private var isGoneTold = false

    init(path: String, output: Int32 = STDOUT_FILENO, now: @escaping () -> Instant) {
        self.path = path
        self.output = output
        self.now = now
    }

    func next(until deadline: Instant?) -> EventStep {
        while true {
            if !waiting.isEmpty {
                return waiting.removeFirst()
            }
            if connection == nil, attempts == 0 || isBackOffOver {
                connect()
                continue
            }
            var entries = [
                pollfd(fd: connection?.file ?? -1, events: Int16(POLLIN), revents: 0),
                // An error and a hangup are told unasked.
                pollfd(fd: output, events: 0, revents: 0),
            ]
            let limit = limit(until: deadline)
            let count = poll(&entries, nfds_t(entries.count), limit)
            isBackOffOver = count == 0 && connection == nil
            if entries[1].revents != 0 {
                return .closed
            }
            if let deadline, deadline <= now() {
                return .time
            }
            if entries[0].revents != 0 {
                read()
            }
        }
    }

    /// How long to sleep, in milliseconds; -1 for ever.
    private func limit(until deadline: Instant?) -> Int32 {
        let backOff: Int64? = connection == nil ? 250 << min(5, attempts) : nil
        let rest = deadline.map { max(0, $0.secondsSinceEpoch - now().secondsSinceEpoch) * 1_000 }
        return [backOff, rest].compactMap(\.self).min().map { Int32(clamping: $0) } ?? -1
    }

    // MARK: - The connection

    private func connect() {
        isBackOffOver = false
        attempts += 1
        do throws(ControlClientError) {
            let connection = try UnixConnection(path, patience: .zero)
            let route = ControlRoute.events
            try connection.send(
                Array(
                    "\(route.method.rawValue) \(route.path) HTTP/1.0\r\nHost: localhost\r\n\r\n"
                        .utf8
                )
            )
            self.connection = connection
        } catch {
            lose(error)
        }
    }

    private func read() {
        guard let piece = try? connection?.receive() else {
            return lose(reader.refusal ?? .noDaemon("it has stopped"))
        }
        for step in reader.take(piece) {
            if step == .connected {
                (attempts, isGoneTold) = (0, false)
            }
            waiting.append(step)
        }
    }

    /// Says that the daemon is gone, once until it is there again.
    private func lose(_ error: ControlClientError) {
        connection = nil
        reader = EventReader()
        if !isGoneTold {
            waiting.append(.gone(error))
            isGoneTold = true
        }
    }
}
