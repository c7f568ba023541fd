/// A moment in a daemon's life at which it is killed.
enum KillPoint: Sendable {
    /// As a thread makes a system call for the `number`-th time; the call is not made.
    case call(String, number: Int)
    /// As soon as it has logged so many decisions.
    case decision(Int)
    /// As soon as a server has so many of its requests in hand, answered or not.
    case request(Int)

    /// Two hundred of them: every write of a life, every wait for the disk, each step of an exchange
    /// with a server, and whatever falls between.
    static let all: [KillPoint] =
        (1...80).map { .call("pwrite64", number: $0) }
        + (1...30).map { .call("fdatasync", number: $0) }
        + (1...20).map { .call("sendto", number: $0) }
        + (1...20).map { .call("recvfrom", number: $0) }
        + (1...20).map { .decision($0 % 5 + 1) }
        + (1...30).map { .request($0 % 6 + 1) }

    /// What the daemon is started by.
    ///
    /// `-D` leaves the daemon the pid that was started, and the tracer one of its own.
    var tracer: [String] {
        guard case .call(let name, let number) = self else {
            return []
        }
        return [
            "strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(name)",
            "-e", "inject=\(name):signal=SIGKILL:when=\(number)",
        ]
    }
}
