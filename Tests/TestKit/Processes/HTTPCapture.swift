import Foundation
import Glibc
import Synchronization

/// A real HTTP server on loopback that records each request and answers as it is told, well or badly.
package final class HTTPCapture: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var path: String
        /// By lower-case name; of a name given twice, the last.
        package var headers: [String: String]
        package var body: String
        /// When all of it was there, in seconds of the epoch by the machine's clock.
        package var time = 0.0
    }

    /// The connections that are held open, each closed by whoever takes it out.
    private struct Held {
        var connections: [Int32] = []
        var isOver = false
    }

    /// Is told of every request to any server of the run.
    private static let observer = Mutex<(@Sendable (Request) -> Void)?>(nil)

    package let port: UInt16
    package let requests = EventLog<Request>("the HTTP server")
    private let listener: Int32
    private let held = Mutex(Held())
    private let sent = Mutex(0)

    /// Has every request to any server of the run told to the first who asks.
    package static func observe(by observer: @escaping @Sendable (Request) -> Void) {
        Self.observer.withLock { $0 = $0 ?? observer }
    }

    /// - Parameters:
    ///   - answers: What becomes of each request in turn; the last of the rest too.
    ///   - isHasty: Whether it answers before it was asked anything, as a mail server does.
    /// - Throws: `ProcessError` where it cannot listen.
    package convenience init(
        answering answers: [HTTPAnswer] = [204],
        isHasty: Bool = false
    ) throws {
        try self.init(isHasty: isHasty) { _, turn in answers[min(turn, answers.count - 1)] }
    }

    /// - Parameters:
    ///   - isHasty: Whether it answers before it was asked anything, as a mail server does.
    ///   - answer: What becomes of a request, and of the so-many-th from 0 on.
    /// - Throws: `ProcessError` where it cannot listen.
    package init(
        isHasty: Bool = false,
        answer: @escaping @Sendable (Request, Int) -> HTTPAnswer
    ) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) | listen(listener, 64)
                    | getsockname(listener, address, &size)
            }
        }
        guard status == 0 else {
            throw ProcessError("cannot listen on loopback", errno: errno)
        }
        port = address.sin_port.bigEndian
        // The thread's own, so that no end closes the other's.
        let accepting = dup(listener)
        Thread.detachNewThread { [weak self, requests] in
            let turns = Turns()
            while true {
                let connection = accept(accepting, nil, nil)
                guard connection >= 0 else {
                    break
                }
                // A connection that dawdles keeps no other waiting.
                Thread.detachNewThread { [weak self] in
                    guard let request = isHasty ? Request() : Request(readFrom: connection) else {
                        close(connection)
                        return
                    }
                    HTTPCapture.observer.withLock { $0 }?(request)
                    let turn = turns.take { requests.append(request) }
                    let isDone = answer(request, turn).treat(connection) { count in
                        self?.sent.withLock { $0 += count }
                    }
                    if isDone || self?.hold(connection) != true {
                        close(connection)
                    }
                }
            }
            requests.finish()
            close(accepting)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        hangUp()
    }

    package func url(_ path: String = "/") -> String {
        "http://127.0.0.1:\(port)\(path)"
    }

    /// How many bytes of a flood were taken before the peer had gone.
    package var flooded: Int { sent.withLock { $0 } }

    /// Closes the connections that hang, and from now on each one that comes to hang.
    package func hangUp() {
        let connections = held.withLock { held in
            held.isOver = true
            defer { held.connections = [] }
            return held.connections
        }
        connections.forEach { _ = close($0) }
    }

    private func hold(_ connection: Int32) -> Bool {
        held.withLock { held in
            held.connections += held.isOver ? [] : [connection]
            return !held.isOver
        }
    }
}

/// Counts from 0.
private final class Turns: Sendable {
    private let count = Mutex(0)

    func take(_ body: () -> Void) -> Int {
        count.withLock { count in
            body()
            defer { count += 1 }
            return count
        }
    }
}

extension HTTPCapture.Request {
    /// One that was not waited for.
    fileprivate init() {
        self.init(head: "")
    }

    /// Reads one request with its body; `nil` where the connection ends before.
    fileprivate init?(readFrom connection: Int32) {
        var received = Data()
        while true {
            if let head = received.range(of: Data("\r\n\r\n".utf8)) {
                let body = received[head.upperBound...]
                self.init(head: String(decoding: received[..<head.lowerBound], as: UTF8.self))
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                if body.count >= length {
                    self.body = String(decoding: body.prefix(length), as: UTF8.self)
                    time = Date().timeIntervalSince1970
                    return
                }
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else {
                return nil
            }
            received += chunk[..<count]
        }
    }

    private init(head: String) {
        let lines = head.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        method = words.first ?? ""
        path = words.count > 1 ? words[1] : ""
        headers = [:]
        body = ""
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
    }
}
