import Foundation
import Glibc

/// What an HTTP server of a test does to a request once it is there.
package enum HTTPAnswer: Sendable, ExpressibleByIntegerLiteral {
    /// Answers with a status, headers and a body.
    case reply(Int, headers: [String: String] = [:], body: String = "")
    /// Sends the bytes, then says nothing more and hangs up only when the test ends.
    case hangs(after: String = "")
    /// Sends a byte of its head each time so much has passed, until the peer has gone.
    case drips(every: Duration)
    /// Closes with a reset.
    case resets
    /// Sends a head that promises 8 GiB and then a body without end, until the peer has gone.
    case floods
    /// The same, compressed: a few bytes of it are some KiB.
    case bomb
    /// Sends the bytes, as they are, and closes.
    case says(String)
    /// Sends the first text, then the second without end, until the peer has gone.
    case pours(String, String)
    /// Sends what a program of the test's hands over, for as long as that runs; it is told when the
    /// peer has gone.
    case tells(@Sendable (_ send: (String) -> Bool) -> Void)

    package init(integerLiteral status: Int) {
        self = .reply(status)
    }

    /// Does it to a connection; false where the connection is to stay open.
    func treat(_ connection: Int32, sent: (Int) -> Void) -> Bool {
        switch self {
        case .reply(let status, let headers, let body):
            var lines = ["HTTP/1.1 \(status) Answer", "Content-Length: \(body.utf8.count)"]
            lines += headers.map { "\($0.key): \($0.value)" }.sorted() + ["Connection: close"]
            _ = push(
                Array((lines.joined(separator: "\r\n") + "\r\n\r\n\(body)").utf8),
                to: connection
            )
        case .hangs(let text):
            _ = push(Array(text.utf8), to: connection)
            return false
        case .drips(let pause):
            let wait = Int32(clamping: Int128(pause / .milliseconds(1)))
            let head = "HTTP/1.1 200 OK\r\nX-Slow: \(String(repeating: "z", count: 9_999))"
            for byte in head.utf8 where push([byte], to: connection) {
                var peer = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
                guard poll(&peer, 1, wait) == 0 else {
                    break
                }
            }
        case .resets:
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<linger>.size)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, size)
        case .floods:
            flood(connection, head: "", [UInt8](repeating: 0x61, count: 32_768), sent)
        case .bomb:
            flood(
                connection,
                head: "Content-Encoding: gzip\r\n",
                GzipBomb.chunk,
                sent,
                GzipBomb.head
            )
        case .says(let text):
            _ = push(Array(text.utf8), to: connection)
        case .tells(let program):
            program { push(Array($0.utf8), to: connection) }
        case .pours(let head, let text):
            _ = push(Array(head.utf8), to: connection)
            let chunk = Array(String(repeating: text, count: max(1, 32_768 / text.utf8.count)).utf8)
            while push(chunk, to: connection) {
                sent(chunk.count)
            }
        }
        return true
    }

    private func flood(
        _ connection: Int32,
        head: String,
        _ chunk: [UInt8],
        _ sent: (Int) -> Void,
        _ first: [UInt8] = []
    ) {
        let head = "HTTP/1.1 200 OK\r\n\(head)Content-Length: 8589934592\r\n\r\n"
        _ = push(Array(head.utf8) + first, to: connection)
        while push(chunk, to: connection) {
            sent(chunk.count)
        }
    }

    private func push(_ bytes: [UInt8], to connection: Int32) -> Bool {
        send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}

extension HTTPAnswer {
    /// A head, with a body that is whole, and what may follow it in a chunked reply.
    private static let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"

    /// Answers, and then sends trailers without end (RFC 9112 section 7.1.2).
    package static let endlessTrailers = pours(chunked + "0\r\n", "X-More: and more\r\n")
    /// Sends headers without end.
    package static let endlessHeaders = pours("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")
    /// Says without end that it will answer.
    package static let endlessInterim = pours("", "HTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n")
    /// Sends one header, or one trailer, without end.
    package static let endlessHeader = pours("HTTP/1.1 200 OK\r\nX-More: ", "more")
    package static let endlessTrailer = pours(chunked + "0\r\nX-More: ", "more")
    /// Sends an extension of a chunk without end (RFC 9112 section 7.1.1).
    package static let endlessExtension = pours(chunked + "2;more=", "more")
    /// Answers in another tongue, as a server does that something else listens for just now.
    package static let garbled = says("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
}

extension [HTTPAnswer] {
    package init(statuses: [Int]) {
        self = statuses.map { .reply($0) }
    }
}

/// A gzip stream without end (RFC 1952, RFC 1951) that is zeros, 158 of them to a byte.
private enum GzipBomb {
    /// The header, and a block with fixed codes that begins with a zero and one match.
    static let head: [UInt8] =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + bytes(of: "010" + zero + match)
    /// Eight matches are 13 bytes; many of them.
    static let chunk = Array(
        repeatElement(bytes(of: String(repeating: match, count: 8)), count: 1_000).joined()
    )

    // In the order in which they are sent: the block is not the last, and has fixed codes. A literal
    // 0 is 00110000, a length of 258 is 11000101, a distance of 1 is 00000.
    private static let zero = "00110000"
    private static let match = "1100010100000"

    /// Packs bits as deflate does, the first into the lowest place.
    private static func bytes(of bits: String) -> [UInt8] {
        let bits = Array(bits.utf8)
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].enumerated().reduce(UInt8(0)) { byte, bit in
                byte | (bit.element == UInt8(ascii: "1") ? 1 << UInt8(bit.offset) : 0)
            }
        }
    }
}
