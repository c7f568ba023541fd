/// A request of the control API, on both sides of the socket.
package struct ControlRequest: Hashable, Sendable {
    package var method: String
    package var path: String
    package var query: QueryItems
    /// A JSON text, or nothing.
    package var body: [UInt8]
    package var contentType: String?
    /// The site whose page sent it, by its header.
    package var origin: String?
    /// The socket that it came by; -1 where it came by none.
    package var connection: Int32 = -1
    /// The body was longer than the daemon takes, and was not kept.
    package var isTooLarge = false

    package init(
        method: String,
        path: String,
        query: QueryItems = QueryItems(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }

    package init(_ route: ControlRoute, query: QueryItems = QueryItems(), body: String = "") {
        self.init(
            method: route.method.rawValue,
            path: route.path,
            query: query,
            body: Array(body.utf8)
        )
    }

    /// Path and query.
    package var target: String { path + query.encoded }

    /// Whether it changes nothing, so that it is worth nothing to a client that has left.
    package var isQuestion: Bool { method == "GET" || path == ControlRoute.check.path }
}

/// What a request is answered with, on both sides of the socket.
package struct ControlReply: Hashable, Sendable {
    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    /// Where the body comes from, where it is not there as a whole.
    package var stream: Stream?

    /// A file descriptor; whoever sends the reply closes it.
    package enum Stream: Hashable, Sendable {
        /// What is written to its other end goes out at once, until that is closed.
        case pipe(Int32)
        case file(Int32, length: Int)
    }

    package init(status: Int = 200, contentType: String, stream: Stream) {
        self.init(status: status, contentType: contentType, body: [])
        self.stream = stream
    }

    package init(status: Int, contentType: String = ControlJSON.contentType, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    package init(status: Int, contentType: String = ControlJSON.contentType, text: String) {
        self.init(status: status, contentType: contentType, body: Array(text.utf8))
    }
}
