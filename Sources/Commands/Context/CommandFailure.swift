/// How a command ends, as a shell sees it.
package enum ExitStatus: Int32, Hashable, Sendable {
    case done = 0
    /// It could not be done.
    case failed = 1
    /// A config or data is invalid.
    case invalid = 2
    /// EX_USAGE of sysexits.h.
    case usage = 64
    /// EX_UNAVAILABLE of sysexits.h: no daemon answers.
    case noDaemon = 69
}

/// Why a command could not do what it was asked.
struct CommandFailure: Error, Hashable {
    var status: ExitStatus
    /// What is said on standard error.
    var message: String
    /// Lines that stand before it as they are, such as the diagnostics of a config.
    var details: [String]

    init(_ status: ExitStatus, _ message: String, details: [String] = []) {
        self.status = status
        self.message = message
        self.details = details
    }
}
