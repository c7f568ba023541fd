/// A signal that makes a ritual happen, within a window of the day and a limit a day.
package struct Trigger: Hashable, Sendable {
    package var signal: String
    /// The part of the day in which the signal counts, which may cross midnight; `nil` means always.
    package var between: ClockWindow?
    /// How often it may happen on one local date; `nil` means `mostPerDay`.
    package var atMostPerDay: Int?
    /// Where the signal calls a pause: how everyone comes back from it.
    package var pause: PauseTerms?

    /// The default limit a day; more signals than this come from a faulty sensor.
    package static let mostPerDay = 100

    package init(
        signal: String,
        between: ClockWindow? = nil,
        atMostPerDay: Int? = nil,
        pause: PauseTerms? = nil
    ) {
        self.signal = signal
        self.between = between
        self.atMostPerDay = atMostPerDay
        self.pause = pause
    }
}
