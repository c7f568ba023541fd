import CivilTime

/// Something that can be asked to wake the daemon at an instant.
protocol Alarm: Sendable {
    /// Asks to be woken at `instant`, at once if it has passed; `nil` asks for nothing.
    func set(_ instant: Instant?)
}

extension AlarmClock: Alarm {}
