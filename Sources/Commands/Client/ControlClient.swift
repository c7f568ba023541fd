package import ControlAPI

/// A way to the daemon: one request, one reply.
package protocol ControlClient {
    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply
}

/// A request as it goes over the wire.
package struct ControlRequest: Hashable, Sendable {
    package var route: ControlRoute
    package var query: QueryItems
    /// A JSON text, or `nil` for a request without a body.
    package var body: String?

    package init(_ route: ControlRoute, query: QueryItems = QueryItems(), body: String? = nil) {
        self.route = route
        self.query = query
        self.body = body
    }

    /// Path and query.
    package var target: String { route.path + query.encoded }
}

/// A reply as it came over the wire.
package struct ControlReply: Hashable, Sendable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Why there is no reply.
package enum ControlClientError: Error, Hashable, Sendable {
    /// Nobody listens; the text says why, such as `No such file or directory`.
    case noDaemon(String)
    /// Another user listens; nothing was sent.
    case foreign(user: UInt32)
    /// Somebody listens, but the exchange broke.
    case broken(String)
}
