import CivilTime
import ControlAPI
import Household
import PlainText

/// The next occurrence in one line for a status bar, in words that stay true until the day ends or it begins.
struct NextLine {
    /// Which bar reads it.
    enum Format: String, CaseIterable {
        case plain, waybar, polybar
    }

    /// What waybar takes of a line, as its page on custom modules has it.
    private struct Waybar: Encodable {
        var text: String
        var tooltip: String
        /// `today`, `later`, or `none` where nothing is coming and where no daemon is there.
        var `class`: String
    }

    let next: OccurrenceMessage?
    let context: CommandContext

    func text(_ format: Format) throws -> String {
        let times = next.map { OccurrenceTimes($0, in: context) }
        let phrase = next.flatMap { next in
            times.map { "\(next.title.cut(to: 40)), \($0.day) \($0.time)" }
        }
        switch format {
        case .plain:
            return phrase ?? ""
        case .polybar:
            // `%{` begins a tag.
            return (phrase ?? "").replacing("%{", with: "% {")
        case .waybar:
            let held = next?.held == true ? " (on hold)" : ""
            let tooltip = next.flatMap { next in
                times.map { times in
                    [
                        "\(next.title.withoutControls)\(held)", "\(times.day) \(times.time)",
                        times.length,
                    ]
                    .filter { !$0.isEmpty }.joined(separator: ", ")
                }
            }
            return try ControlJSON.text(
                of: Waybar(
                    text: Self.pango(phrase ?? ""),
                    tooltip: Self.pango(tooltip ?? "nothing is coming"),
                    class: times.map { $0.day == "today" ? "today" : "later" } ?? "none"
                )
            )
        }
    }

    /// When the words change by themselves: at its begin or end, and when the day ends before that.
    var changes: Instant? {
        guard let next else {
            return nil
        }
        let zone = context.relativeTime(in: next.start.zone).zone
        let tomorrow = zone.local(at: context.now()).date.adding(days: 1)
        let midnight = zone.instant(of: CivilDateTime(tomorrow, .midnight))
        return [next.instant, next.end.instant, midnight].filter { $0 > context.now() }.min()
    }

    /// Waybar reads Pango's markup.
    private static func pango(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
