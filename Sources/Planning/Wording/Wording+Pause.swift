import CivilTime
import Household

// Words for a pause, what was said when it was called, and what is asked a day after the return.

extension Wording {
    /// The title of the question a day later.
    static let reflection = "What was it really about?"

    /// A pause was called: its title is the agreed word.
    func paused(_ occurrence: OpenOccurrence) -> NudgeText {
        let texts = ritual.texts.pause ?? Self.pauseTexts
        return NudgeText(
            title: pauseWord,
            body: filling(occurrence).fill(texts[partner.tone])
        )
    }

    /// It was taken back.
    func pauseTakenBack() -> NudgeText {
        // Where only titles are shown, it is not to look like another pause.
        NudgeText(
            title: "\(pauseWord): taken back",
            body: "The pause was taken back; nothing more comes of it."
        )
    }

    private var pauseWord: String { ritual.pause?.word ?? PauseTerms.defaultWord }

    /// What is said of a pause that has no words of its own.
    private static let pauseTexts = ToneTexts(
        plain: "Everything can wait. You come back to it {day} at {start}.",
        reassuring: "It is a pause and nothing more. You come back to it {day} at {start}.",
        spacious: "There is time. You come back to it {day} at {start}.",
        literal: "The pause begins now and ends {day} at {start}, when you come back to it."
    )
}

extension Nudge {
    /// Whether it asks, by itself, what a pause was about.
    package var isReflection: Bool { stage.kind == .followUp && title == Wording.reflection }
}
