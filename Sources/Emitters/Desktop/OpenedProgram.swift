import CSystemd
import Foundation
import Household
import Planning

/// A program that is started for a partner and left alone, such as a terminal.
enum OpenedProgram {
    /// Starts a program; returns 0 or an errno.
    ///
    /// It gets this program's environment with `RITUAL_ID`, `RITUAL_OCCURRENCE` and `RITUAL_PARTNER`,
    /// `{ritual}`, `{occurrence}` and `{partner}` in its arguments are replaced, by nothing for a secret
    /// ritual, and it leads a process group of its own. A thread waits for its end, because nobody else would bury it.
    static func start(_ arguments: [String], for nudge: Nudge) -> Int32 {
        let values = [
            "ritual": nudge.ritual, "occurrence": nudge.occurrence.key.description,
            "partner": nudge.partner,
        ]
        // Everybody on the machine can read the arguments of a program.
        let isShown = nudge.sensitivity != .secret
        let words = arguments.map { argument in
            values.reduce(argument) {
                $0.replacingOccurrences(of: "{\($1.key)}", with: isShown ? $1.value : "")
            }
        }
        var environment = ProcessInfo.processInfo.environment
        environment["RITUAL_ID"] = values["ritual"]
        environment["RITUAL_OCCURRENCE"] = values["occurrence"]
        environment["RITUAL_PARTNER"] = values["partner"]
        // These speak of this process to the service manager.
        for name in ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "JOURNAL_STREAM"] {
            environment[name] = nil
        }
        var process: pid_t = 0
        let answer = spawn(&process, words, environment.map { "\($0.key)=\($0.value)" })
        guard answer == 0 else {
            return answer
        }
        let child = process
        Thread.detachNewThread {
            var status: Int32 = 0
            while waitpid(child, &status, 0) < 0, errno == EINTR {}
        }
        return 0
    }

    private static func spawn(
        _ process: inout pid_t,
        _ words: [String],
        _ environment: [String]
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let texts = (words.map { strdup($0) }, environment.map { strdup($0) })
        defer { (texts.0 + texts.1).forEach { free($0) } }
        guard let program = words.first else {
            return EINVAL
        }
        return posix_spawnp(
            &process,
            program,
            &actions,
            &attributes,
            texts.0 + [nil],
            texts.1 + [nil]
        )
    }
}
