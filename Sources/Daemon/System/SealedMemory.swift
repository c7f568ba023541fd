import CSystemd
import Glibc

/// Keeps what the process has in memory from files, logs and other programs: notes, titles and tokens.
enum SealedMemory {
    /// Seals it, for the rest of the process's life.
    ///
    /// A fault writes no core, and no other program of this user attaches to the process or reads it.
    /// Swift's runtime, which prints what registers point at when a program crashes, does so only where
    /// `SWIFT_BACKTRACE` asks for it.
    static func seal(environment: [String: String]) {
        _ = hide_memory_of_process()
        guard environment["SWIFT_BACKTRACE"] == nil else {
            return
        }
        for fault in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
            signal(fault, SIG_DFL)
        }
    }
}
