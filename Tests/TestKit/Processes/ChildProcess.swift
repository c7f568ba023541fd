import CSystemd
import Foundation
import Glibc
import Synchronization

/// A process that a test has started; each line it writes is an event.
///
/// Its environment is exactly what the test gives it. Whoever starts it ends it, with `end()`.
package final class ChildProcess: Sendable {
    /// How a process ended.
    package enum Exit: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    package let pid: Int32
    /// The lines of standard output.
    package let output: EventLog<String>
    /// The lines of standard error.
    package let errors: EventLog<String>
    private let input: FileHandle
    private let exits: EventLog<Exit>

    /// Starts `executable`.
    ///
    /// - Parameters:
    ///   - executable: The path of the program.
    ///   - arguments: What follows the program's name.
    ///   - environment: The whole environment.
    /// - Throws: `ProcessError` where it cannot be started.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let name = executable.split(separator: "/").last.map(String.init) ?? executable
        output = EventLog("stdout of \(name)")
        errors = EventLog("stderr of \(name)")
        exits = EventLog("exit of \(name)")
        let environment = environment.map { "\($0)=\($1)" }
        let (pipes, pid) = try starting.withLock { _ in
            let pipes = try (input: Pipe(), output: Pipe(), errors: Pipe())
            let standard = [pipes.input.read, pipes.output.write, pipes.errors.write]
            defer { standard.forEach { close($0) } }
            return try (
                pipes,
                ChildProcess.spawn([executable] + arguments, environment, standard: standard)
            )
        }
        self.pid = pid
        input = FileHandle(fileDescriptor: pipes.input.write, closeOnDealloc: true)
        follow(pipes.output.read, into: output)
        follow(pipes.errors.read, into: errors)
        Thread.detachNewThread { [exits] in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) == -1, errno == EINTR {}
            let signal = status & 0x7F
            exits.append(signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal))
            exits.finish()
        }
    }

    /// Awaits the end of the process.
    package func exit() async throws -> Exit {
        try await exits.first()
    }

    package func send(_ signal: Int32) {
        guard exits.events.isEmpty else {
            return
        }
        kill(pid, signal)
    }

    /// Writes a line to the standard input.
    package func write(_ line: String) throws {
        try input.write(contentsOf: Data((line + "\n").utf8))
    }

    package func closeInput() throws {
        try input.close()
    }

    /// Kills the process where it still runs.
    package func end() {
        send(SIGKILL)
    }

    private func follow(_ descriptor: Int32, into log: EventLog<String>) {
        Thread.detachNewThread {
            LineReader(descriptor).forEach { log.append($0) }
            log.finish()
            close(descriptor)
        }
    }

    private static func spawn(
        _ words: [String],
        _ environment: [String],
        standard: [Int32]
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in standard.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, Int32(standard.count))

        // The test process may block or ignore signals that its children have to hear.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let status = withCStrings(words) { arguments in
            withCStrings(environment) { environment in
                posix_spawn(&pid, words[0], &actions, &attributes, arguments, environment)
            }
        }
        guard status == 0 else {
            throw ProcessError("cannot start \(words[0])", errno: status)
        }
        return pid
    }
}

/// Held from a pipe's making to the child's start: a second child started in between would hold
/// the first one's pipes open.
private let starting = Mutex(())

/// Calls `body` with the texts as C has lists of them: ended by a null pointer.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    let end: UnsafeMutablePointer<CChar>? = nil
    return body(pointers + [end])
}
