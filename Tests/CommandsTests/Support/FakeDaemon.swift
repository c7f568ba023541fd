import Commands
import ControlAPI

/// A daemon in memory: it answers each route with what it was given, and keeps what it was asked.
final class FakeDaemon: ControlClient {
    private var replies: [ControlRoute: ControlReply] = [:]
    private(set) var requests: [ControlRequest] = []
    var failure: ControlClientError?

    func answer(_ route: ControlRoute, with message: some Encodable) throws {
        let text = try ControlJSON.text(of: message)
        replies[route] = ControlReply(status: 200, body: Array(text.utf8))
    }

    func refuse(_ route: ControlRoute, with problem: Problem) throws {
        let text = try ControlJSON.text(of: problem)
        replies[route] = ControlReply(status: problem.status, body: Array(text.utf8))
    }

    func answer(_ route: ControlRoute, status: Int, text: String) {
        replies[route] = ControlReply(status: status, body: Array(text.utf8))
    }

    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply {
        requests.append(request)
        if let failure {
            throw failure
        }
        return replies[request.route] ?? ControlReply(status: 404, body: [])
    }
}
