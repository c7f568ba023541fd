package import CivilTime
package import Rituals

/// A nudge as one line for a person at a terminal.
///
/// ```
/// 20:30  Check-in · alex — Ten minutes, phones away. What was good today?
/// ```
package struct NudgeLine: CustomStringConvertible {
    package let description: String

    /// The time is that of the partner's clock when the nudge was due.
    package init(_ nudge: Nudge, in zone: Zone) {
        var line = "\(nudge.title) · \(nudge.partner)"
        if nudge.late > .zero {
            line += " (\(Self.length(nudge.late)) late)"
        }
        let words = nudge.words(separator: " ")
        if !words.isEmpty {
            line += " — \(words)"
        }
        description = "\(zone.local(at: nudge.due).time)  \(line.onOneLine)"
    }

    private static func length(_ duration: Duration) -> String {
        let minutes = duration.components.seconds / 60
        switch minutes {
        case ..<1: return "\(duration.components.seconds) s"
        case ..<60: return "\(minutes) min"
        case ..<(48 * 60): return "\(minutes / 60) h"
        default: return "\(minutes / (24 * 60)) days"
        }
    }
}
