import Commands

@testable import ControlAPI

/// A daemon in memory: it answers each route with what it was given, and keeps what it was asked.
final class FakeDaemon: ControlClient {
    private var replies: [ControlRoute: ControlReply] = [:]
    private(set) var requests: [ControlRequest] = []
    var failure: ControlClientError?

    /// The bodies of the requests, in order.
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func answer(_ route: ControlRoute, with message: some Encodable) throws {
        let text = try ControlJSON.text(of: message)
        replies[route] = ControlReply(status: 200, text: text)
    }

    func refuse(_ route: ControlRoute, with problem: Problem) throws {
        let text = try ControlJSON.text(of: problem)
        replies[route] = ControlReply(status: problem.status, text: text)
    }

    func answer(_ route: ControlRoute, status: Int, text: String) {
        replies[route] = ControlReply(status: status, text: text)
    }

    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply {
        requests.append(request)
        if let failure {
            throw failure
        }
        return ControlRoute(path: request.path).flatMap { replies[$0] }
            ?? ControlReply(status: 404, body: [])
    }
}
