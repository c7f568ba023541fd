package import CivilTime
import Recurrence

/// Dates and times as iCalendar writes them.
package enum CalendarMoments {
    /// `20261231T190000`.
    package static func text(_ local: CivilDateTime) -> String { CalendarText.text(local) }

    /// `20261231T180000Z`.
    package static func text(_ instant: Instant) -> String {
        CalendarText.text(.instant(instant))
    }

    /// `PT1H30M`, `-P1DT2H`.
    package static func length(seconds: Int64) -> String {
        guard seconds != 0 else { return "PT0S" }
        let size = seconds.magnitude
        let (days, rest) = size.quotientAndRemainder(dividingBy: 86_400)
        var text = (seconds < 0 ? "-P" : "P") + (days > 0 ? "\(days)D" : "")
        guard rest > 0 else { return text }
        text += "T"
        if rest >= 3600 { text += "\(rest / 3600)H" }
        if rest / 60 % 60 > 0 { text += "\(rest / 60 % 60)M" }
        if rest % 60 > 0 { text += "\(rest % 60)S" }
        return text
    }
}
