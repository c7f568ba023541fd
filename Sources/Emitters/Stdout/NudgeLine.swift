package import CivilTime
import Household
package import Planning

/// A nudge as one line for a person at a terminal.
///
/// ```
/// 20:30  Check-in · Alex — Ten minutes, phones away. What was good today?
/// ```
package struct NudgeLine: CustomStringConvertible {
    package let description: String

    /// The time is that of the partner's clock when the nudge was due; `name` is the partner's.
    package init(_ nudge: Nudge, for name: String, in zone: Zone) {
        var line = "\(nudge.title) · \(name)"
        if nudge.late > .zero {
            line += " (\(Phrase.length(nudge.late)) late)"
        }
        let words = nudge.words(separator: " ")
        if !words.isEmpty {
            line += " — \(words)"
        }
        description = "\(zone.local(at: nudge.due).time)  \(line.onOneLine)"
    }
}
