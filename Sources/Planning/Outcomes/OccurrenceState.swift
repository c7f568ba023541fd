/// How an occurrence stands.
///
/// `Plan.state(of:at:)` gives every state but the last three, which follow from what was decided:
///
/// | from | to | when |
/// |---|---|---|
/// | | `ahead` | it is laid out |
/// | `ahead` | `moved` | a partner moves it |
/// | `ahead`, `moved` | `now` | it starts |
/// | `now` | `open` | it ends |
/// | `open` | `passed` | the next one has begun or was done, and all that was put off was asked |
/// | each | `done`, `skipped` | it is answered for everyone |
/// | each but `done`, `skipped` | `absorbed` | a bigger ritual touches it |
/// | `done`, `skipped`, `moved` | what it was | the word is taken back |
/// | `passed` | `missed` | it was asked about, and nobody has answered |
/// | `ahead`, `now`, `open`, `passed` | `held` | it falls into a hold |
/// | `now`, `open`, `passed` | `expired` | nothing of it could be told in time |
package enum OccurrenceState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Has not begun.
    case ahead
    /// Has begun and not ended.
    case now
    /// Has ended, and nobody has said how it went.
    case open
    case done
    case skipped
    /// Was moved and has not begun at its new time.
    case moved
    /// The next one has begun, and nobody has said how it went, nor was asked.
    case passed
    /// The same, and somebody was asked.
    case missed
    /// A bigger ritual took its place.
    case absorbed
    /// It falls into a hold: neither kept nor missed.
    case held
    /// Its time passed while nobody could be told, such as during a long absence.
    case expired

    /// Whether somebody may still answer it.
    package var isAnswerable: Bool { [.ahead, .now, .open, .moved].contains(self) }
}
