import ControlAPI
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Rituals

/// Serves the control API: HTTP/1.1 and JSON over a Unix socket that only its owner can reach.
///
/// The socket is made with mode 0600 in a directory of mode 0700. A socket that a crash left behind
/// is replaced; one behind which a daemon answers is not.
struct ControlServer: Sendable {
    private let path: String
    private let server: HTTPServer

    /// A request's body may be this long, and no longer.
    static let longestBody = 64 * 1_024
    /// A request may take this long to be answered, an attempt at a channel included.
    static let timeout: TimeInterval = 30

    init(path: String, responder: Responder) throws {
        self.path = path
        try Self.prepare(path)
        let configuration = HTTPServer.Configuration(
            address: .unix(path: path),
            timeout: Self.timeout,
            logger: .disabled
        )
        server = HTTPServer(
            config: configuration,
            handler: ClosureHTTPHandler { request in
                await Self.handle(request, responder)
            }
        )
    }

    func run() async throws {
        try await server.run()
    }

    /// Returns once requests are answered; the socket's mode is set by then.
    func waitUntilListening() async throws {
        try await server.waitUntilListening(timeout: 10)
        chmod(path, 0o600)
    }

    /// Answers what is under way, takes nothing more, and removes the socket.
    func stop() async {
        await server.stop(timeout: 2)
        unlink(path)
    }

    // MARK: - The socket

    private static func prepare(_ path: String) throws {
        guard path.utf8.count < 108 else {
            throw ControlServerError.pathTooLong(path)
        }
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if !directory.isEmpty {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        if isAnswered(path) {
            throw ControlServerError.inUse(path)
        }
        unlink(path)
    }

    /// Whether something accepts connections at `path`.
    private static func isAnswered(_ path: String) -> Bool {
        guard let socket = try? Socket(domain: Int32(AF_UNIX)) else {
            return false
        }
        defer { try? socket.close() }
        do {
            try socket.connect(to: .unix(path: path))
            return true
        } catch {
            return false
        }
    }

    // MARK: - Requests

    private static func handle(_ request: HTTPRequest, _ responder: Responder) async -> HTTPResponse {
        do throws(Problem) {
            let route = try ControlRoute.find(
                method: request.method.rawValue,
                path: request.path
            )
            let query = QueryItems(
                request.query.map { QueryItems.Item(name: $0.name, value: $0.value) }
            )
            let body = try await read(request)
            let text = try await responder.respond(to: route, query: query, body: body)
            return response(200, ControlJSON.contentType, text)
        } catch {
            let text = (try? ControlJSON.text(of: error)) ?? "{}"
            return response(error.status, Problem.contentType, text)
        }
    }

    private static func read(_ request: HTTPRequest) async throws(Problem) -> [UInt8] {
        let tooLarge = Problem(
            .tooLarge,
            detail: "the body is longer than \(longestBody) bytes"
        )
        if let count = request.bodySequence.count, count > longestBody {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        do {
            for try await chunk in request.bodySequence {
                bytes += chunk
                if bytes.count > longestBody {
                    break
                }
            }
        } catch {
            throw Problem(.badRequest, detail: "the body ended too soon")
        }
        guard bytes.count <= longestBody else {
            throw tooLarge
        }
        return bytes
    }

    private static func response(_ code: Int, _ type: String, _ text: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: HTTPStatusCode(code, phrase: code == 200 ? "OK" : "Problem"),
            headers: [.contentType: type, .connection: "close"],
            body: Data(text.utf8)
        )
    }
}

/// Why the control socket cannot be had.
enum ControlServerError: Error, CustomStringConvertible {
    case inUse(String)
    case pathTooLong(String)

    var description: String {
        switch self {
        case .inUse(let path): "another rituald answers at '\(path)'"
        case .pathTooLong(let path):
            "the socket's path has \(path.utf8.count) bytes, and the system takes at most 107: '\(path)'"
        }
    }
}
