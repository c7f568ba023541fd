import CSystemd
import Foundation
import Glibc

/// A shell on a terminal of a test's own, with job control: what is typed goes to the foreground job.
package final class PseudoTerminal: Sendable {
    /// All that was written so far, after each piece of it.
    package let text = EventLog<String>("what the terminal shows")
    private let master: Int32
    private let pid: Int32

    /// Starts a shell, whose environment is exactly the one given.
    ///
    /// - Throws: `ProcessError` where there is no terminal, or no shell.
    package init(columns: UInt16, rows: UInt16, environment: [String: String]) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, &name, nil, &size) == 0 else {
            throw ProcessError("cannot open a terminal", errno: errno)
        }
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
        self.master = master
        defer { close(slave) }
        pid = try Self.spawnShell(on: name, environment.map { "\($0)=\($1)" })
        Thread.detachNewThread { [text, master] in
            var whole: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = read(master, &piece, piece.count)
                guard count > 0 else {
                    // The last process that had it open is gone (EIO).
                    break
                }
                whole += piece[..<count]
                text.append(String(decoding: whole, as: UTF8.self))
            }
            text.finish()
        }
    }

    /// Ends the shell and what runs on the terminal, and awaits that.
    package func end() async throws {
        kill(pid, SIGKILL)
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        _ = try? await text.all()
        close(master)
    }

    /// How much was written so far, as a place from which to look on.
    package var place: Int { text.events.last?.count ?? 0 }

    /// Types keys; a line ends with `\r`.
    package func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    package func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Awaits a text behind a place, and returns all that is behind that place then.
    @discardableResult
    package func awaitText(_ wanted: String, from place: Int = 0) async throws -> String {
        let whole = try await text.first { $0.dropFirst(place).contains(wanted) }
        return String(whole.dropFirst(place))
    }

    /// Starts a shell that leads a session of its own, so that the terminal is its own (setsid(2)).
    private static func spawnShell(on terminal: [CChar], _ environment: [String]) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        // POSIX_SPAWN_SETSID, which Swift does not see.
        let newSession: Int32 = 0x80
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let words = ["/bin/bash", "--norc", "--noprofile", "--noediting", "-i"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, "/bin/bash", &actions, &attributes, &arguments, &variables)
        guard status == 0 else {
            throw ProcessError("cannot start a shell", errno: status)
        }
        return pid
    }
}
