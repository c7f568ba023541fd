import CMicroHTTPD
import ControlAPI
import Glibc
import Synchronization

/// Serves the control API: HTTP/1.1 and JSON over a Unix socket.
///
/// libmicrohttpd gives each connection a thread of its own, up to a bound, so a slow client delays
/// no other, and the server sleeps without a timeout while it has no client.
final class ControlServer: Sendable {
    /// Answers a request with a status, a content type and a text.
    typealias Answer = @Sendable (ControlRequest) async -> ControlReply

    private let place: SocketPlace
    private let socket: SocketPlace.Identity?
    // The pointer leads to libmicrohttpd's own state, which is safe to use from any thread.
    private nonisolated(unsafe) let server: OpaquePointer
    private let box: Unmanaged<Box>

    /// The limits for clients on this machine.
    static let usualLimits = chttpd_limits(
        connections: 32,
        idle_seconds: 10,
        body_bytes: 64 * 1_024,
        header_bytes: 64 * 1_024
    )
    /// The limits for answers from phones.
    static let answerLimits = chttpd_limits(
        connections: 8,
        idle_seconds: 10,
        body_bytes: 4 * 1_024,
        header_bytes: 16 * 1_024
    )

    /// Starts to answer at `path`, where `passed` listens already if the service manager passed it.
    ///
    /// A socket that was passed stays at its path when the server stops: the service manager listens on.
    init(
        path: String,
        passed: Int32? = nil,
        limits: chttpd_limits = ControlServer.usualLimits,
        answer: @escaping Answer
    ) throws {
        let file = try passed ?? ControlSocket(path: path).listen()
        place = SocketPlace(path: path)
        socket = passed == nil ? place.identity : nil
        box = Unmanaged.passRetained(Box(answer))
        let handler: chttpd_handler = { context, request, reply in
            if let context {
                Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
                    .handle(request.pointee, &reply.pointee)
            }
        }
        guard let server = chttpd_start(file, limits, handler, box.toOpaque()) else {
            box.release()
            close(file)
            throw SystemError("cannot serve '\(path)'")
        }
        self.server = server
    }

    /// Takes no new connection, and waits for the answers to those that are open, but not for a client that
    /// sends nothing.
    ///
    /// New ones wait with the service manager, where the socket is its own, and are refused otherwise.
    func quiesce() async {
        place.remove(socket)
        chttpd_quiesce(server)
        await withCheckedContinuation { done in
            Waiter { [self] in
                let (step, most): (Int32, Int32) = (5, 300)
                for _ in 0..<(most / step) where chttpd_connections(server) > 0 {
                    Waiter.pause(milliseconds: step)
                }
                done.resume()
            }.start()
        }
    }

    /// Takes nothing more, cancels what is under way and waits for its end, and removes the socket.
    func stop() {
        place.remove(socket)
        box.takeUnretainedValue().stop()
        chttpd_stop(server)
        box.release()
    }

    private final class Box: Sendable {
        private struct Requests {
            var underWay: [Int: Task<Void, Never>] = [:]
            var count = 0
            var isOver = false
        }

        private let answer: Answer
        private let requests = Mutex(Requests())

        init(_ answer: @escaping Answer) {
            self.answer = answer
        }

        /// Answers a request on the thread of its connection, which blocks until the answer is
        /// there.
        func handle(_ request: chttpd_request, _ reply: inout chttpd_reply) {
            let client = request.connection_file
            let request = request.read()
            let done: HangupSignal
            do {
                done = try HangupSignal()
            } catch {
                return
            }
            nonisolated(unsafe) var answered = ControlReply(status: 500, contentType: "", text: "")
            let task = Task.pooled { [answer] in
                answered = await answer(request)
                done.signal()
            }
            let number = keep(task)
            // Only a question is cancelled when its client hangs up; a change is always completed.
            if request.isQuestion, !done.wait(unlessHungUp: client) {
                task.cancel()
            }
            done.wait()
            requests.withLock { $0.underWay[number] = nil }
            reply.set(answered)
        }

        private func keep(_ task: Task<Void, Never>) -> Int {
            let (number, isOver) = requests.withLock { requests in
                requests.count += 1
                requests.underWay[requests.count] = task
                return (requests.count, requests.isOver)
            }
            if isOver {
                task.cancel()
            }
            return number
        }

        /// Cancels the requests under way, and each later one as it comes.
        func stop() {
            let underWay = requests.withLock { requests in
                requests.isOver = true
                return Array(requests.underWay.values)
            }
            for task in underWay {
                task.cancel()
            }
        }
    }
}

extension chttpd_request {
    fileprivate func read() -> ControlRequest {
        let items = UnsafeBufferPointer(start: query, count: query_count)
        var request = ControlRequest(
            method: String(cString: method),
            path: String(cString: path),
            query: QueryItems(
                items.map { QueryItems.Item(name: $0.name.string, value: $0.value.string) }
            ),
            body: Array(UnsafeBufferPointer(start: body, count: body_length))
        )
        request.contentType = content_type.map { String(cString: $0) }
        request.origin = origin.map { String(cString: $0) }
        request.knownTag = if_none_match.map { String(cString: $0) }
        request.connection = connection_file
        request.isTooLarge = is_too_large != 0
        return request
    }
}

extension chttpd_text {
    fileprivate var string: String {
        guard let bytes else {
            return ""
        }
        return bytes.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
        }
    }
}

extension chttpd_reply {
    fileprivate mutating func set(_ reply: ControlReply) {
        status = UInt32(clamping: reply.status)
        withUnsafeMutableBytes(of: &content_type) { buffer in
            buffer.copyBytes(from: reply.contentType.utf8.prefix(buffer.count - 1))
        }
        withUnsafeMutableBytes(of: &etag) { buffer in
            buffer.copyBytes(from: (reply.tag ?? "").utf8.prefix(buffer.count - 1))
        }
        withUnsafeMutableBytes(of: &last_modified) { buffer in
            buffer.copyBytes(from: (reply.lastModified ?? "").utf8.prefix(buffer.count - 1))
        }
        switch reply.stream {
        case .pipe(let file): (kind, self.file) = (CHTTPD_PIPE, file)
        case .file(let file, let length):
            (kind, self.file, body_length) = (CHTTPD_FILE, file, length)
        case nil: setBody(reply)
        }
    }

    private mutating func setBody(_ reply: ControlReply) {
        body = malloc(max(1, reply.body.count))?.assumingMemoryBound(to: CChar.self)
        body_length = body == nil ? 0 : reply.body.count
        if let body {
            memcpy(body, reply.body, reply.body.count)
        }
    }
}
