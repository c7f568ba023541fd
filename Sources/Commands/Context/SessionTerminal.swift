package import Sessions

/// Where a session is led: a screen, keys, signals, and a clock that goes on while the computer sleeps.
package protocol SessionTerminal: AnyObject {
    /// How big the screen is now.
    var size: ScreenSize { get }
    /// The time since some start, which is the same one for as long as the process lives.
    var moment: Duration { get }
    /// Whether a person can type keys.
    var hasKeys: Bool { get }

    /// Takes keys and signals for itself, and the whole screen where `screen` says so.
    func open(screen: Bool)
    /// Gives all of it back, as it was.
    func close()
    func show(_ frame: ScreenFrame)
    /// Rings the bell, where there is a terminal to ring.
    func ring()
    /// Waits for what comes next, but not longer than `limit`.
    func next(within limit: Duration?) -> TerminalEvent
    /// Gives everything back, stops the process as Ctrl-Z does, and takes it all again once it goes on.
    func stop()
    /// Ends the process by a signal.
    func end(by signal: Int32)
    /// Holds off idle and sleep until the object that it returns is gone; `nil` where that cannot be had.
    func holdAwake() -> AnyObject?
}

/// What comes next on a terminal.
package enum TerminalEvent: Hashable, Sendable {
    case key(SessionKey)
    /// Time has passed, or something of no meaning has happened.
    case time
    case resized
    /// Ctrl-Z: the process is to stop.
    case stop
    /// It goes on after it was stopped from outside.
    case continued
    /// A signal that ends the session.
    case end(Int32)
}
