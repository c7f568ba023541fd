package import CivilTime

/// What was agreed about a pause: its word, and when everyone comes back from it.
package struct PauseTerms: Hashable, Sendable {
    /// The agreed word; `nil` where there is none of their own.
    package var word: String?
    /// How long after it was called everyone comes back, where nobody says otherwise.
    package var returnsAfter: Duration

    /// The signal that `ritualctl timeout` sends.
    package static let signal = "timeout"
    /// What is said where there is no agreed word.
    package static let defaultWord = "A pause"
    /// Nobody comes back sooner.
    package static let shortest = Duration.seconds(24 * 3_600)
    /// Nobody waits longer.
    package static let longest = Duration.seconds(48 * 3_600)
    /// Why the stages of one that was taken back are not told.
    package static let takenBack = "the pause was taken back"
    /// The lengths that a pause may have, in words.
    package static let allowed = "between 24h and 48h"

    package init(word: String? = nil, returnsAfter: Duration = shortest) {
        self.word = word
        self.returnsAfter = returnsAfter
    }

    /// A typed length as the time that elapses, a day being 24 hours; `nil` where no pause may be that long.
    package static func length(_ span: Span) -> Duration? {
        let length = Duration.seconds(Int64(span.days) * 86_400 + span.seconds)
        return span.months == 0 && shortest <= length && length <= longest ? length : nil
    }
}

extension Ritual {
    /// What was agreed about the pause that it is; `nil` where it is something else.
    package var pause: PauseTerms? {
        if case .signal(let trigger) = occasion { trigger.pause } else { nil }
    }

    /// Whether a stage is told at once, quiet hours or not.
    ///
    /// A pause and the return from it are; the question a day later can wait for the morning.
    package func isUrgent(at stage: Stage) -> Bool {
        isUrgent && !isReflection(stage)
    }

    /// Whether a stage asks what a pause was about: no answer is waited for.
    package func isReflection(_ stage: Stage) -> Bool {
        pause != nil && stage.kind == .followUp
    }
}
