import CivilTime
import Commands
import Glibc

@testable import ControlAPI

/// A daemon in memory: it answers each route with what it was given, and keeps what it was asked.
final class FakeDaemon: ControlClient {
    private var replies: [ControlRoute: ControlReply] = [:]
    private var special: [(String) -> ControlReply?] = []
    /// All requests but those for the names that typed words are read by.
    private(set) var requests: [ControlRequest] = []
    /// What is kept here.
    var names = NamesMessage(
        zone: "America/Denver",
        rituals: [
            .init(id: "check-in", title: "Check-in", zone: "America/Denver"),
            .init(id: "date-night", title: "Date night", zone: "America/Denver"),
            .init(id: "7-7-7-getaway", title: "Getaway", zone: "America/Denver"),
            .init(id: "7-7-7-vacation", title: "A week away", zone: "Europe/Lisbon"),
            .init(id: "hug", title: "Welcome home", zone: "America/Denver"),
        ],
        partners: [.init(id: "alex", title: "Alex"), .init(id: "sam", title: "Sam")],
        channels: [.init(id: "desktop", title: "desktop"), .init(id: "phone", title: "phone")],
        signals: [.init(id: "both-home", title: "both-home")]
    )
    var failure: ControlClientError?

    /// The bodies of the requests, in order.
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func answer(_ route: ControlRoute, with message: some Encodable) throws {
        let text = try ControlJSON.text(of: message)
        replies[route] = ControlReply(status: 200, text: text)
    }

    /// Answers the targets of a route that fit.
    func answer(
        _ route: ControlRoute,
        with message: some Encodable,
        where fits: @escaping (String) -> Bool
    ) throws {
        let reply = ControlReply(status: 200, text: try ControlJSON.text(of: message))
        special.append { $0.hasPrefix(route.path) && fits($0) ? reply : nil }
    }

    func refuse(_ route: ControlRoute, with problem: Problem) throws {
        let text = try ControlJSON.text(of: problem)
        replies[route] = ControlReply(status: problem.status, text: text)
    }

    func answer(_ route: ControlRoute, status: Int, text: String) {
        replies[route] = ControlReply(status: status, text: text)
    }

    func send(
        _ request: ControlRequest,
        into file: Int32
    ) throws(ControlClientError) -> ControlReply {
        let reply = try send(request)
        if reply.status == 200 {
            _ = reply.body.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        }
        return reply
    }

    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply {
        if let failure {
            throw failure
        }
        if request.path == ControlRoute.names.path {
            return ControlReply(status: 200, text: (try? ControlJSON.text(of: names)) ?? "")
        }
        requests.append(request)
        if let reply = special.lazy.compactMap({ $0(request.target) }).first {
            return reply
        }
        return ControlRoute(path: request.path).flatMap { replies[$0] }
            ?? ControlReply(status: 404, body: [])
    }
}

/// The events of a daemon, as they were written down; then nobody reads any more.
final class FakeEvents: EventSource {
    private var steps: [EventStep]
    private let act: (Int) throws -> Void
    private(set) var deadlines: [String] = []

    /// `act` is called before each step, with its number.
    init(_ steps: [EventStep], act: @escaping (Int) throws -> Void = { _ in }) {
        self.steps = steps
        self.act = act
    }

    func next(until deadline: Instant?) -> EventStep {
        deadlines.append(deadline.map { "\($0)" } ?? "-")
        try? act(deadlines.count - 1)
        return steps.isEmpty ? .closed : steps.removeFirst()
    }
}
