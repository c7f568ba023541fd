import ControlAPI
import Glibc

/// HTTP/1.0 over a Unix socket: one request, and all that comes until the daemon closes.
///
/// It is written out here because libcurl brings thirty libraries, and loading them takes longer than all else
/// that a command does.
struct SocketControlClient: ControlClient {
    let socketPath: String
    /// How long a reply may take; `nil` means as long as such a one needs.
    var patience: Duration?

    /// How long a reply may take: a test nudge as long as its channel's own limit, and two
    /// plans of a year some time to be made.
    private static func timeout(_ path: String) -> Duration {
        let seconds =
            switch ControlRoute(path: path) {
            case .sendTest: 120
            case .check, .backup: 60
            default: 15
            }
        return .seconds(seconds)
    }

    private static let biggestReply = 16 << 20

    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply {
        try exchange(request, file: nil)
    }

    func send(
        _ request: ControlRequest,
        into file: Int32
    ) throws(ControlClientError) -> ControlReply {
        try exchange(request, file: file)
    }

    private func exchange(
        _ request: ControlRequest,
        file: Int32?
    ) throws(ControlClientError) -> ControlReply {
        let limit = patience ?? Self.timeout(request.path)
        let connection = try UnixConnection(socketPath, patience: limit)
        try connection.send(Self.bytes(of: request))
        var reply = ReplyReader()
        while let piece = try connection.receive() {
            reply.take(piece)
            if let file, reply.isGood {
                try Self.write(reply.takeBody(), to: file)
            }
            guard reply.body.count <= Self.biggestReply else {
                throw .broken("the reply is bigger than \(Self.biggestReply >> 20) MiB")
            }
        }
        guard let status = reply.status, reply.isWhole else {
            throw .broken("the reply broke off")
        }
        return ControlReply(status: status, body: reply.body)
    }

    private static func bytes(of request: ControlRequest) -> [UInt8] {
        let head = """
            \(request.method) \(request.target) HTTP/1.0\r
            Host: localhost\r
            Accept: \(ControlJSON.contentType)\r
            Content-Type: \(ControlJSON.contentType)\r
            Content-Length: \(request.body.count)\r
            \r

            """
        return Array(head.utf8) + request.body
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(ControlClientError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                throw .broken("its answer cannot be written: \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

/// A reply as it comes in: its head, then its body.
private struct ReplyReader {
    private var head: [UInt8] = []
    private var isInBody = false
    private var length: Int?
    private var taken = 0
    private(set) var status: Int?
    private(set) var body: [UInt8] = []

    /// No head is longer.
    private static let longestHead = 65_536

    var isGood: Bool { status.map { (200..<300).contains($0) } ?? false }
    var isWhole: Bool { isInBody && taken == length ?? taken }

    mutating func take(_ piece: [UInt8]) {
        guard !isInBody else {
            taken += piece.count
            return body += piece
        }
        let before = max(0, head.count - 3)
        head += piece
        let end = Array("\r\n\r\n".utf8)
        guard head.count >= 4,
            let index = (before...(head.count - 4)).first(where: { head[$0..<$0 + 4] == end[...] })
        else {
            if head.count > Self.longestHead {
                head = []
            }
            return
        }
        readHead(String(decoding: head[..<index], as: UTF8.self))
        isInBody = true
        take(Array(head[(index + 4)...]))
    }

    /// The body so far, which is kept no longer.
    mutating func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    private mutating func readHead(_ text: String) {
        let lines = text.split(separator: "\r\n")
        status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap {
            Int($0)
        }
        for line in lines.dropFirst() where line.lowercased().hasPrefix("content-length:") {
            length = Int(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " })
        }
    }
}
