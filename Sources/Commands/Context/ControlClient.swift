package import ControlAPI

/// A way to the daemon: one request, one reply.
package protocol ControlClient {
    func send(_ request: ControlRequest) throws(ControlClientError) -> ControlReply
    /// The same, with the body of a good reply written to a file.
    func send(
        _ request: ControlRequest,
        into file: Int32
    ) throws(ControlClientError) -> ControlReply
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
