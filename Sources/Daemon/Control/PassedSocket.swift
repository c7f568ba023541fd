import CSystemd
import Glibc

/// The listening socket that the service manager passes to a service that it starts by its socket unit
/// (sd_listen_fds(3)).
enum PassedSocket {
    /// Takes the one that listens at `path`; closes every other, which nobody here would answer.
    ///
    /// What was passed is taken once: the variables that say so are removed, so no child sees them.
    ///
    /// - Returns: its descriptor, or `nil` where none was passed; and how many others there were.
    static func take(at path: String) -> (file: Int32?, others: Int) {
        let first: Int32 = 3
        let passed = first..<(first + max(0, sd_listen_fds(1)))
        let own = passed.first {
            sd_is_socket_unix($0, 0, 1, path, 0) > 0
        }
        let others = passed.filter { $0 != own }
        for file in others {
            close(file)
        }
        return (own, others.count)
    }
}
