import CivilTime
import Household
import PlainText
import Recurrence

/// What is said of a ritual that came to the config.
enum AddedRitual {
    static func sentence(_ ritual: Ritual, in context: CommandContext) -> String {
        let next = ritual.schedule?.occurrences(in: ritual.zone, after: context.now())
            .first { _ in true }
        let time = next.map {
            ", next \(context.relativeTime(in: ritual.zone.identifier).moment($0.instant))"
        }
        return "added \(ritual.title.withoutControls) (\(ritual.id))\(time ?? "")"
    }
}
