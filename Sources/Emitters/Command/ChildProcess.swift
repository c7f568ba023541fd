import CSystemd
import Foundation

/// A program run to its end, with a text on its standard input.
struct ChildProcess {
    enum Ending: Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        /// It was still running when its time was up, and was killed with all it had started.
        case timedOut
        /// It could not be started, or not be waited for: an errno.
        case failed(Int32)
    }

    /// `MFD_CLOEXEC` of memfd_create(2).
    private static let closeOnExec: UInt32 = 1

    /// The program by name or path, and its arguments.
    var arguments: [String]
    var environment: [String]
    var input: [UInt8]

    /// Runs the program and waits for its end, at most for `timeout`; returns how it ended, and the
    /// first of what it printed.
    ///
    /// Standard output and standard error are one. It leads a process group of its own, holds no
    /// other descriptor of ours, and has no signal blocked or ignored. What it leaves running behind
    /// it has nowhere to print any more.
    func run(timeout: Duration) -> (ending: Ending, output: [UInt8]) {
        let stdin = memfd_create("nudge", Self.closeOnExec)
        guard stdin >= 0 else {
            return (.failed(errno), [])
        }
        defer { close(stdin) }
        guard input.isEmpty || write(stdin, input, input.count) == input.count,
            lseek(stdin, 0, SEEK_SET) == 0, var output = ProcessOutput()
        else {
            return (.failed(errno), [])
        }
        defer { output.close() }
        var process: pid_t = 0
        let answer = RunningPrograms.begin(&process) {
            spawn(&$0, stdin: stdin, stdout: output.writeEnd)
        }
        guard answer == 0 else {
            return (.failed(answer), [])
        }
        let ending = Self.wait(for: process, timeout: timeout, &output)
        return (ending, output.wholeLines)
    }

    private func spawn(_ process: inout pid_t, stdin: Int32, stdout: Int32) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stdin, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, stdout, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, stdout, STDERR_FILENO)
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words = arguments.map { strdup($0) }
        var variables = environment.map { strdup($0) }
        defer { (words + variables).forEach { free($0) } }
        guard let program = words.first, let program else {
            return EINVAL
        }
        words.append(nil)
        variables.append(nil)
        return posix_spawnp(&process, program, &actions, &attributes, words, variables)
    }

    /// A thread waits for the end without taking it, so that the process keeps its number until it
    /// can no longer be killed by it; the end of a pipe says that it has come.
    private static func wait(
        for process: pid_t,
        timeout: Duration,
        _ output: inout ProcessOutput
    ) -> Ending {
        guard let pipe = PipeEnds() else {
            let reason = errno
            kill(-process, SIGKILL)
            return RunningPrograms.forget(process) {
                _ = take(process)
                return .failed(reason)
            }
        }
        Thread.detachNewThread {
            var information = siginfo_t()
            while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR
            {}
            close(pipe.write)
        }
        let isLate = !output.follow(until: pipe.read, timeout: timeout)
        if isLate {
            kill(-process, SIGKILL)
            _ = output.follow(until: pipe.read, timeout: nil)
        }
        close(pipe.read)
        // What has been waited for is another's number, maybe, and must not be killed by it.
        let ending = RunningPrograms.forget(process) { take(process) }
        return isLate ? .timedOut : ending
    }

    private static func take(_ process: pid_t) -> Ending {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                return .failed(errno)
            }
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }
}
