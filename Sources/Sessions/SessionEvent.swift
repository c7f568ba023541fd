/// What happens to a session.
package enum SessionEvent: Hashable, Sendable {
    case key(SessionKey)
    /// Time has passed.
    case tick
    /// Nobody can look from now on: the process is about to be stopped.
    case left
    /// Somebody is there again.
    case returned
}

/// What a person can say with one key.
package enum SessionKey: Hashable, Sendable {
    /// Begins, pauses, goes on.
    case pause
    case skip
    case back
    case quit
}

/// What a session wants done.
package enum SessionEffect: Hashable, Sendable {
    case bell
    /// The screen is shown in reverse for as long as `Session.isFlashing`.
    case flash
    /// A line, where there is no screen.
    case say(SessionNews)
    /// It is over.
    case finish(SessionEnd)
}

/// What has happened, for those who read lines.
package enum SessionNews: Hashable, Sendable {
    /// The turn of the session's `turn` begins, or begins again.
    case turn
    /// So much of the turn is left: whole minutes.
    case left(Duration)
    case paused
    case resumed
    /// Nobody was there for so long; it is paused.
    case away(Duration)
    case ended(SessionEnd)
}

package enum SessionEnd: Hashable, Sendable {
    case complete
    /// It was quit before its end.
    case quit
}
