import Sessions

@testable import Commands

/// A terminal in memory: its time passes when it is waited for, and keys come at moments that a test names.
final class VirtualTerminal: SessionTerminal {
    /// What comes at a moment, in seconds since the start.
    struct Step {
        var second: Double
        var event: TerminalEvent
        /// So long nobody counts the time.
        var asleep = Duration.zero
        /// Where the size is another one from then on.
        var size: ScreenSize?
    }

    var size: ScreenSize
    private(set) var moment = Duration.seconds(100_000)
    var hasKeys: Bool
    private let start = Duration.seconds(100_000)
    private var steps: [Step]
    /// So long nobody counts the time from now on.
    private var sleep = Duration.zero
    /// How long the process stays stopped.
    var stopped = Duration.seconds(42)

    /// What was shown, each frame once.
    private(set) var frames: [(second: Double, frame: ScreenFrame, size: ScreenSize)] = []
    private(set) var bells: [Double] = []
    /// `open`, `close`, `stop`, `awake`, `asleep` and `end 15`, in order.
    private(set) var log: [String] = []

    init(columns: Int = 80, rows: Int = 24, hasKeys: Bool = true, _ steps: [Step] = []) {
        size = ScreenSize(columns: columns, rows: rows)
        self.hasKeys = hasKeys
        self.steps = steps
    }

    private var second: Double { (moment - start) / .seconds(1) }

    func open(screen: Bool) { log.append(screen ? "open" : "open lines") }
    func close() { log.append("close") }
    func ring() { bells.append(second) }
    func end(by signal: Int32) { log.append("end \(signal)") }

    func show(_ frame: ScreenFrame) {
        if frames.last?.frame != frame {
            frames.append((second, frame, size))
        }
    }

    func stop() {
        log.append("stop")
        moment += stopped
    }

    func holdAwake() -> AnyObject? {
        log.append("awake")
        return Lock { [weak self] in self?.log.append("asleep") }
    }

    func next(within limit: Duration?) -> TerminalEvent {
        guard sleep == .zero else {
            moment += sleep
            sleep = .zero
            return .time
        }
        let end = limit.map { moment + $0 }
        if let step = steps.first {
            let due = max(moment, start + .milliseconds(Int(step.second * 1_000)))
            // A step behind the limit that lies further than a second is reached by waiting again.
            if end.map({ due <= $0 }) ?? true {
                steps.removeFirst()
                moment = due
                sleep = step.asleep
                size = step.size ?? size
                return step.event
            }
        }
        guard let end else {
            // Nobody comes any more.
            return .end(1)
        }
        moment = end
        return .time
    }

    private final class Lock {
        private let release: () -> Void

        init(_ release: @escaping () -> Void) {
            self.release = release
        }

        deinit {
            release()
        }
    }
}

extension VirtualTerminal.Step {
    static func at(_ second: Double, _ key: SessionKey) -> Self {
        Self(second: second, event: .key(key))
    }

    /// The computer sleeps for so many seconds.
    static func asleep(at second: Double, for seconds: Int) -> Self {
        Self(second: second, event: .time, asleep: .seconds(seconds))
    }

    static func at(_ second: Double, _ event: TerminalEvent, size: ScreenSize? = nil) -> Self {
        Self(second: second, event: event, size: size)
    }
}

extension VirtualTerminal {
    /// What was on the screen at a second: its rows, without looks.
    func screen(at second: Double) -> [String] {
        frames.last { $0.second <= second }?.frame.rows.map(\.text) ?? []
    }
}
