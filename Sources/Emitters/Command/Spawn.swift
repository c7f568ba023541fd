import CSystemd
import Foundation
import Household
import Planning
import Synchronization

/// Starts programs, without a shell.
enum Spawn {
    /// Variables of the service manager that are about this process, not about its children.
    private static let own: Set = [
        "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS",
        "LISTEN_FDNAMES", "MAINPID", "INVOCATION_ID", "JOURNAL_STREAM",
    ]

    /// Starts a program, by name or path; returns 0 or an errno.
    ///
    /// The program leads a process group of its own, inherits no descriptor but the two, has no
    /// signal blocked or ignored, and gets `environment` without the variables that the service
    /// manager set for this process. Standard output and standard error both go to `output`.
    static func start(
        _ process: inout pid_t,
        _ arguments: [String],
        environment: [String: String],
        input: Int32,
        output: Int32
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
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

        let variables = environment.filter { !own.contains($0.key) }.map { "\($0.key)=\($0.value)" }
        let words = arguments.map { strdup($0) }
        let settings = variables.map { strdup($0) }
        defer { (words + settings).forEach { free($0) } }
        guard let program = words.first, let program else {
            return EINVAL
        }
        return posix_spawnp(
            &process,
            program,
            &actions,
            &attributes,
            words + [nil],
            settings + [nil]
        )
    }

    /// Starts a program for a partner, such as a terminal, and leaves it alone; returns 0 or an errno.
    ///
    /// The program has an empty standard input and prints to this process's standard error.
    /// `environment` is extended by `RITUAL_ID`, `RITUAL_OCCURRENCE` and `RITUAL_PARTNER`;
    /// `{ritual}`, `{occurrence}` and `{partner}` in `arguments` are replaced, by nothing for a
    /// secret ritual, since everybody on the machine can read the arguments of a program. A thread
    /// waits for the program to end, so that no zombie is left.
    static func startAndForget(
        _ arguments: [String],
        for nudge: Nudge,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Int32 {
        let values = [
            "ritual": nudge.ritual, "occurrence": nudge.occurrence.key.description,
            "partner": nudge.partner,
        ]
        let words = arguments.map { argument in
            values.reduce(argument) {
                $0.replacing("{\($1.key)}", with: nudge.sensitivity == .secret ? "" : $1.value)
            }
        }
        var environment = environment
        environment["RITUAL_ID"] = values["ritual"]
        environment["RITUAL_OCCURRENCE"] = values["occurrence"]
        environment["RITUAL_PARTNER"] = values["partner"]
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        var process: pid_t = 0
        let answer = start(
            &process,
            words,
            environment: environment,
            input: nothing,
            output: STDERR_FILENO
        )
        guard answer == 0 else {
            return answer
        }
        Thread.detachNewThread { [process] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
        return 0
    }
}

/// The programs that run for `command` channels, so that none outlives the daemon.
package enum RunningPrograms {
    private struct State {
        var groups: Set<pid_t> = []
        var isOver = false
    }

    private static let state = Mutex(State())

    /// Kills every program and its process group; `begin` starts no program after that.
    package static func end() {
        state.withLock { state in
            state.isOver = true
            for group in state.groups {
                kill(-group, SIGKILL)
            }
        }
    }

    /// Runs `spawn`, and registers the process that it starts if it returns 0; returns 0 or an
    /// errno.
    static func begin(_ process: inout pid_t, _ spawn: (inout pid_t) -> Int32) -> Int32 {
        state.withLock { state in
            guard !state.isOver else {
                return ECANCELED
            }
            let answer = spawn(&process)
            if answer == 0 {
                state.groups.insert(process)
            }
            return answer
        }
    }

    /// Unregisters a process and reaps it with `take` in one step, so that `end` never kills a
    /// reused id.
    static func forget<Value>(_ process: pid_t, _ take: () -> Value) -> Value {
        state.withLock { state in
            state.groups.remove(process)
            return take()
        }
    }
}
