import Recurrence
import Household

/// Reads `repeat`: what the next occurrence of a ritual counts from.
///
/// `after done` needs a schedule that is counted: `every`, at one time of day. What a rule or a calendar
/// names are dates of their own, and a signal comes when it comes.
struct RepeatReader {
    let table: TableReader

    /// - Parameters:
    ///   - ritual: the ritual it is set on.
    ///   - isTimed: whether its occasion could be read; where not, that is said already.
    func read(into ritual: inout Ritual, isTimed: Bool) {
        guard let word = table.choice("repeat", of: [Repeats.afterDone.rawValue]) else {
            return
        }
        guard isTimed else {
            return
        }
        if let complaint = Self.complaint(ritual.occasion) {
            table.findings.error("'after done' \(complaint)", at: word)
        } else {
            ritual.repeats = .afterDone
        }
    }

    private static func complaint(_ occasion: Occasion) -> String? {
        switch occasion {
        case .schedule(.every(let step)) where step.times.count > 1:
            "counts from one time of day; give 'at' one time, not \(step.times.count)"
        case .schedule(.every), .schedule(.elapsed):
            nil
        case .schedule(.rule):
            "needs a schedule with 'every'; an 'rrule' names its dates itself"
        case .schedule(.calendar):
            "needs a schedule with 'every'; a 'calendar' names its dates itself"
        case .schedule(.varying):
            "counts from one time of day; give 'at' instead of 'between'"
        case .schedule(.together):
            "counts from one time of day; give 'at' a time, not 'together'"
        case .schedule(.excepting(let excepted)):
            complaint(.schedule(excepted.base))
        case .schedule(.dates):
            "needs a schedule with 'every'; these dates come once"
        case .signal:
            "needs a schedule with 'every'; a signal comes when it comes"
        }
    }
}
