import CSession
import Glibc
import Sessions

/// The terminal of the running process.
final class ProcessTerminal: SessionTerminal {
    private let input = STDIN_FILENO
    private let output = STDOUT_FILENO
    private var signals: Int32 = -1
    /// The terminal's modes before; `nil` while they are as they were.
    private var modes: termios?
    private var isScreen = false
    private var reader = KeyReader()
    private var keys: [SessionKey] = []
    /// What each row of the screen shows; empty where nothing is known of it.
    private var shown: [String] = []

    private static let takeScreen = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
    private static let leaveScreen = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

    var hasKeys: Bool { isatty(input) == 1 && isatty(output) == 1 }

    var size: ScreenSize {
        var size = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return ScreenSize(columns: 80, rows: 24)
        }
        return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    var moment: Duration {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    func open(screen: Bool) {
        signals = csession_open_signals()
        isScreen = screen
        take()
    }

    func close() {
        giveBack()
        if signals >= 0 {
            csession_close_signals(signals)
            signals = -1
        }
    }

    func show(_ frame: ScreenFrame) {
        let lines = frame.lines(columns: size.columns)
        var text = ""
        for (index, line) in lines.enumerated()
        where !shown.indices.contains(index) || shown[index] != line {
            text += "\u{1B}[\(index + 1);1H\(line)"
        }
        if shown.count > lines.count {
            text += "\u{1B}[\(lines.count + 1);1H\u{1B}[J"
        }
        shown = lines
        write(text)
    }

    func ring() {
        if isatty(output) == 1 {
            write("\u{7}")
        }
    }

    func stop() {
        giveBack()
        csession_stop()
        take()
    }

    func end(by signal: Int32) {
        csession_end_by(signal)
    }

    func holdAwake() -> AnyObject? {
        // Everybody on this machine can read it.
        let file = csession_hold_awake("ritualctl", "a timer runs")
        return file < 0 ? nil : AwakeLock(file)
    }

    private final class AwakeLock {
        private let file: Int32

        init(_ file: Int32) {
            self.file = file
        }

        deinit {
            Glibc.close(file)
        }
    }
}

extension ProcessTerminal {
    func next(within limit: Duration?) -> TerminalEvent {
        if !keys.isEmpty {
            return .key(keys.removeFirst())
        }
        var entries = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasKeys ? input : -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, nfds_t(entries.count), Self.milliseconds(limit)) > 0 else {
            return .time
        }
        if entries[0].revents != 0 {
            return signal(csession_read_signal(signals))
        }
        return entries[1].revents == 0 ? .time : readKeys()
    }

    private func signal(_ number: Int32) -> TerminalEvent {
        switch number {
        case 0:
            return .time
        case SIGWINCH:
            forget()
            return .resized
        case SIGTSTP:
            return .stop
        case SIGCONT:
            // A shell has set the modes that it likes, and has written where the screen was.
            setModes()
            forget()
            return .continued
        default:
            return .end(number)
        }
    }

    private func readKeys() -> TerminalEvent {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(input, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN {
            return .time
        }
        guard count > 0 else {
            // Nobody is at the other end any more.
            return .end(SIGHUP)
        }
        keys += reader.take(bytes[..<count])
        return keys.isEmpty ? .time : .key(keys.removeFirst())
    }

    /// Rounded up, so that what is waited for has come; -1 for ever.
    private static func milliseconds(_ limit: Duration?) -> Int32 {
        guard let limit else {
            return -1
        }
        let (seconds, attoseconds) = limit.components
        return Int32(
            clamping: max(
                0,
                seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
            )
        )
    }

    private func take() {
        setModes()
        if isScreen {
            shown = []
            write(Self.takeScreen)
        }
    }

    private func giveBack() {
        if isScreen {
            write(Self.leaveScreen)
        }
        if var modes {
            tcsetattr(input, TCSANOW, &modes)
            self.modes = nil
        }
    }

    /// Keys come one by one, and are not shown; Ctrl-C and Ctrl-Z stay signals.
    private func setModes() {
        var now = termios()
        guard hasKeys, tcgetattr(input, &now) == 0 else {
            return
        }
        modes = modes ?? now
        now.c_lflag &= ~tcflag_t(ICANON | ECHO)
        now.c_iflag &= ~tcflag_t(IXON)
        withUnsafeMutableBytes(of: &now.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        tcsetattr(input, TCSANOW, &now)
    }

    /// Has the whole screen drawn anew.
    private func forget() {
        shown = []
        if isScreen {
            write("\u{1B}[0m\u{1B}[2J")
        }
    }

    /// Writes to the terminal; where it is gone, its hangup is told as a signal.
    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                return
            }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
