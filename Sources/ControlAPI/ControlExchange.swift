/// A request of the control API, on both sides of the socket.
package struct ControlRequest: Hashable, Sendable {
    package var method: String
    package var path: String
    package var query: QueryItems
    /// A JSON text, or nothing.
    package var body: [UInt8]
    package var contentType: String?
    /// The site whose page sent the request, by the header `Origin`.
    package var origin: String?
    /// The version that the client has, by the header `If-None-Match`.
    package var knownTag: String?
    /// The descriptor of the connection; -1 where there is none.
    package var connection: Int32 = -1
    /// Whether the body was longer than the daemon accepts, and so was dropped.
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

    /// Whether the request changes nothing, so that it can be cancelled once its client has left.
    package var isQuestion: Bool { method == "GET" || path == ControlRoute.check.path }
}

/// A reply of the control API, on both sides of the socket.
package struct ControlReply: Hashable, Sendable {
    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    /// The source of a body that is streamed; `nil` where `body` is the whole.
    package var stream: Stream?
    /// The header `ETag`.
    package var tag: String?
    /// The header `Last-Modified`.
    package var lastModified: String?

    /// A file descriptor; whoever sends the reply closes it.
    package enum Stream: Hashable, Sendable {
        /// The read end of a pipe: bytes written to the other end are sent at once, until that is
        /// closed.
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
