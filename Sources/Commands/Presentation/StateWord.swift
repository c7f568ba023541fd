import ControlAPI
import Planning

/// How an occurrence stands, in a word or two that follow *it is*.
enum StateWord {
    static func of(_ state: OccurrenceState) -> String {
        switch state {
        case .ahead: "still ahead"
        case .now: "under way"
        case .open: "open, nobody has said how it went"
        case .done: "done"
        case .skipped: "skipped"
        case .moved: "moved"
        case .passed: "over, and nobody was asked"
        case .missed: "missed"
        case .absorbed: "absorbed, a bigger ritual takes its place"
        case .held: "on hold"
        case .expired: "expired, nobody could be told in time"
        }
    }
}
