import ControlAPI
import Sessions

/// Leads people through a session on a terminal, or line by line where there is none.
struct SessionRunner {
    let context: CommandContext
    let terminal: any SessionTerminal
    /// Whether the bell stays silent.
    let isQuiet: Bool
    /// Called once at its end, while it is still shown; returns what is said of it.
    let finish: (SessionEnd, Session) -> [String]

    /// How it ended, and the signal that ended it.
    struct Result {
        var said: [String]
        var signal: Int32?
    }

    /// So long the end stays on the screen, if nobody types a key.
    private static let farewell = Duration.seconds(3)

    private var hasScreen: Bool {
        terminal.hasKeys && !context.isPlain && !context.isJSON
            && context.environment["TERM"] != "dumb"
    }

    func lead(_ plan: SessionPlan) throws -> Result {
        let hasScreen = hasScreen
        terminal.open(screen: hasScreen)
        defer { terminal.close() }
        var session = Session(plan)
        var awake: AnyObject?
        var effects: [SessionEffect] = []
        if hasScreen {
            draw(session)
        } else {
            try say(whole: plan)
            if !terminal.hasKeys {
                effects = session.take(.key(.pause), at: terminal.moment)
            }
        }
        while true {
            for effect in effects {
                switch effect {
                case .bell where !isQuiet: terminal.ring()
                case .say(let news) where !hasScreen: try say(news, session)
                case .finish(let end):
                    awake = nil
                    let said = finish(end, session)
                    if hasScreen, end == .complete {
                        showEnd(session, said)
                    }
                    return Result(said: said)
                default: break
                }
            }
            awake = session.isRunning ? awake ?? terminal.holdAwake() : nil
            if hasScreen {
                draw(session)
            }
            let event = terminal.next(within: session.wait(at: terminal.moment))
            if case .end(let signal) = event {
                awake = nil
                return Result(said: finish(.quit, session), signal: signal)
            }
            effects = take(event, &session)
        }
    }

    private func take(_ event: TerminalEvent, _ session: inout Session) -> [SessionEffect] {
        switch event {
        case .key(let key):
            return session.take(.key(key), at: terminal.moment)
        case .stop:
            let effects = session.take(.left, at: terminal.moment)
            terminal.stop()
            return effects + session.take(.returned, at: terminal.moment) + goOn(&session)
        case .time, .resized, .continued, .end:
            return session.take(.tick, at: terminal.moment) + goOn(&session)
        }
    }

    /// Goes on by itself after an absence, where nobody could type the key for it.
    private func goOn(_ session: inout Session) -> [SessionEffect] {
        guard case .paused = session.phase, !terminal.hasKeys else {
            return []
        }
        return session.take(.key(.pause), at: terminal.moment)
    }

    // MARK: - The screen

    private func draw(_ session: Session, closing: [String] = []) {
        let screen = SessionScreen(session, size: terminal.size, closing: closing)
        terminal.show(
            ScreenFrame(
                rows: screen.rows,
                isReversed: session.isFlashing(at: terminal.moment),
                isStyled: context.style.isColoured
            )
        )
    }

    /// Shows the end until somebody types a key, or for a moment.
    private func showEnd(_ session: Session, _ said: [String]) {
        let end = terminal.moment + Self.farewell
        while terminal.moment < end {
            draw(session, closing: said)
            let rest = end - terminal.moment
            switch terminal.next(within: min(rest, session.wait(at: terminal.moment) ?? rest)) {
            case .key, .stop, .end: return
            case .time, .resized, .continued: break
            }
        }
    }

    // MARK: - Lines

    private func say(whole plan: SessionPlan) throws {
        guard !context.isJSON else {
            return
        }
        let words = SessionWords(plan)
        try say(["\(words.title), \(words.whole)"])
        if terminal.hasKeys {
            try say(["keys: " + SessionWords.keys(.ready).joined(separator: ", ")])
        }
    }

    private func say(_ news: SessionNews, _ session: Session) throws {
        if context.isJSON {
            return try say([ControlJSON.text(of: SessionLine(news, session))])
        }
        let words = SessionWords(session.plan)
        try say(words.lines(news, session, hasKeys: terminal.hasKeys))
        if news == .turn, session.turn == 0, session.spent == .zero, terminal.hasKeys {
            try say(["keys: " + SessionWords.keys(.running).joined(separator: ", ")])
        }
    }

    private func say(_ lines: [String]) throws {
        for line in context.isJSON ? lines : lines.flatMap(context.fitted) {
            try context.say(line)
        }
        try context.output.flush()
    }
}
