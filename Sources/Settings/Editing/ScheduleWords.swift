package import CivilTime

/// How a schedule writes what a person types on a command line.
///
/// A config itself takes none of these words; it answers them with what to write.
package enum ScheduleWords {
    /// `daily` is every day, `friday` every week on Fridays, `weekdays` every day on weekdays; else as it is.
    package static func step(_ text: String) -> (every: String, on: String?) {
        let word = text.asciiLowercased
        if let days = StepLength.weekdays(word) {
            return days
        }
        return (StepLength.adverbs[word] ?? text, nil)
    }

    /// `Fridays` is `fri`; what is no weekday is as it is.
    package static func weekday(_ text: String) -> String {
        StepLength.weekdays(text.asciiLowercased)?.on ?? text
    }

    /// Whether a step counts from a date, which it then has to give.
    package static func needsStart(_ every: String, hasDays: Bool) -> Bool {
        guard let length = try? StepLength(parsing: every) else {
            return false
        }
        return length.needsStart && !(length == .weeks(1) && hasDays)
    }

    /// The time that `19:00`, `7pm`, `7:30 p.m.`, `19h` or `noon` is; `nil` where it is none.
    package static func time(_ text: String) -> ClockTime? {
        (try? ClockTime(parsing: text)) ?? ClockTime(guessedFrom: text)
    }
}
