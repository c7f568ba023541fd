import CivilTime
import Glibc
import SystemZones

extension CommandContext {
    /// The context of the running process.
    package static func process() -> CommandContext {
        // A reader that leaves shows as an error of the next write, see `TextOutputError.closed`.
        signal(SIGPIPE, SIG_IGN)
        let zones = SystemZoneDatabase()
        return CommandContext(
            environment: processEnvironment(),
            now: { wallClock() },
            zones: zones,
            systemZone: zones.localZoneName(),
            input: FileInput(descriptor: STDIN_FILENO),
            output: FileOutput(descriptor: STDOUT_FILENO),
            errors: FileOutput(descriptor: STDERR_FILENO),
            client: { SocketControlClient(socketPath: $0) },
            events: { SocketEventSource(path: $0, now: wallClock) },
            answers: isatty(STDIN_FILENO) == 1 ? { readLine() } : nil,
            execute: { $0.run() },
            terminal: ProcessTerminal(),
            terminalColumns: widthOfTerminal()
        )
    }
}

/// The one place in which the commands read the clock.
private func wallClock() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(secondsSinceEpoch: Int64(time.tv_sec))
}

private func widthOfTerminal() -> Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
        return nil
    }
    return Int(size.ws_col)
}

private func processEnvironment() -> [String: String] {
    let names = [
        "ACCESSIBLE", "COLUMNS", "DBUS_SESSION_BUS_ADDRESS", "EDITOR", "HOME", "NO_COLOR", "PATH",
        "TERM", "VISUAL", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR",
    ]
    var environment: [String: String] = [:]
    for name in names {
        environment[name] = getenv(name).map { String(cString: $0) }
    }
    return environment
}
