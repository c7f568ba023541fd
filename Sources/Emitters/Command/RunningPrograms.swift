import Glibc
import Synchronization

/// The programs that run for `command` channels, so that none outlives the daemon.
package enum RunningPrograms {
    private struct State {
        var groups: Set<pid_t> = []
        var isOver = false
    }

    private static let state = Mutex(State())

    /// Kills every one of them with all that it has started; none is started any more.
    package static func end() {
        state.withLock { state in
            state.isOver = true
            for group in state.groups {
                kill(-group, SIGKILL)
            }
        }
    }

    /// Notes the leader of a group that `spawn` starts, where that returns 0.
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

    /// Forgets a group whose leader `take` takes from the system, with its number.
    static func forget<Value>(_ process: pid_t, _ take: () -> Value) -> Value {
        state.withLock { state in
            state.groups.remove(process)
            return take()
        }
    }
}
