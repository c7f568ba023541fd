import Glibc

/// Makes the Unix socket of the control API, where only its owner can reach it.
///
/// The socket has mode 0600; a missing directory is created with mode 0700. A socket that a crash
/// left behind is replaced. A socket at which a process answers, and a file that is no socket, are
/// errors.
struct ControlSocket {
    let path: String

    /// Returns a socket that listens at the path.
    func listen() throws -> Int32 {
        var address = sockaddr_un()
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else {
            throw ControlSocketError.pathTooLong(path, most: capacity - 1)
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let place = SocketPlace(path: path)
        try place.prepareFolder()
        if try place.isTaken() {
            if isAnswered(address) {
                throw ControlSocketError.inUse(path)
            }
            unlink(path)
        }
        let file = try SystemError.check(
            "socket",
            socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        )
        do {
            try SystemError.check("cannot listen at '\(path)'", call(bind, file, address))
            try SystemError.check("chmod '\(path)'", chmod(path, 0o600))
            try SystemError.check("listen", Glibc.listen(file, 64))
        } catch {
            close(file)
            throw error
        }
        return file
    }

    /// Whether a process listens at the path; a process that accepts no connection now (`EAGAIN`)
    /// counts too, and is not waited for.
    private func isAnswered(_ address: sockaddr_un) -> Bool {
        let kinds = [SOCK_STREAM, SOCK_CLOEXEC, SOCK_NONBLOCK].map(\.rawValue)
        let file = socket(AF_UNIX, Int32(kinds.reduce(0, |)), 0)
        guard file >= 0 else {
            return false
        }
        defer { close(file) }
        return call(connect, file, address) == 0 || errno == EAGAIN
    }

    private func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32,
        _ file: Int32,
        _ address: sockaddr_un
    ) -> Int32 {
        var address = address
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                function(file, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Why the control socket cannot be made.
enum ControlSocketError: Error, CustomStringConvertible {
    case inUse(String)
    case pathTooLong(String, most: Int)
    /// The path is taken by another kind of file.
    case noSocket(String, String)
    case foreignSocket(String, user: uid_t)
    case foreignFolder(String, user: uid_t)
    case openFolder(String)

    var description: String {
        switch self {
        case .inUse(let path): "another rituald answers at '\(path)'"
        case .pathTooLong(let path, let most):
            "a socket's path has at most \(most) bytes, "
                + "and this one has \(path.utf8.count): '\(path)'"
        case .noSocket(let path, let what):
            "'\(path)' is \(what), and only a socket is replaced; it is left as it is"
        case .foreignSocket(let path, let user):
            "the socket '\(path)' belongs to another user (uid \(user)); it is left as it is"
        case .foreignFolder(let path, let user):
            "the socket's folder '\(path)' belongs to another user (uid \(user)); "
                + "it has to be yours or root's"
        case .openFolder(let path):
            "others can replace what lies in the socket's folder '\(path)'; "
                + "`chmod go-w '\(path)'` keeps it to its owner"
        }
    }
}
