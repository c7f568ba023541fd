import CivilTime
import ControlAPI
import Rituals

/// `ritualctl why` for people: what was decided and said about an occurrence, in order.
struct WhyTimeline {
    private struct Line {
        var at: Instant
        /// Of lines at one instant: what was said comes before what was decided on it.
        var rank: Int
        var text: String
        /// What belongs to it, set in below.
        var details: [String] = []
    }

    let why: WhyMessage
    let style: Style
    let surroundings: Surroundings

    var lines: [String] {
        guard !why.occurrences.isEmpty else {
            return ["nothing is known of \(why.title.withoutControls) on \(why.date)"]
        }
        return why.occurrences.enumerated().flatMap { index, occurrence in
            (index == 0 ? [] : [""]) + [heading(occurrence)] + story(occurrence)
        }
    }

    private func heading(_ occurrence: WhyMessage.Occurrence) -> String {
        let times = OccurrenceTimes(
            start: occurrence.start,
            end: occurrence.end,
            in: surroundings
        )
        let start = times.map { ", \($0.day) \($0.time)" } ?? ""
        return style.strong(why.title.withoutControls + start)
            + ": \(word(occurrence.state))"
            + style.faint("  \(occurrence.occurrence.withoutControls)")
    }

    private func word(_ state: OccurrenceState) -> String {
        switch state {
        case .ahead: "still ahead"
        case .now: "under way"
        case .open: "open, nobody has said how it went"
        case .done: style.good("done")
        case .skipped: "skipped"
        case .moved: "moved"
        case .missed: "missed"
        case .absorbed: "a bigger ritual took its place"
        }
    }

    private func story(_ occurrence: WhyMessage.Occurrence) -> [String] {
        let lines =
            occurrence.decisions.map { decided($0, occurrence.deliveries) }
            + occurrence.outcomes.map(said) + occurrence.ahead.map(ahead)
        let relative = surroundings.relativeTime(in: why.zone)
        let told = lines.sorted { ($0.at, $0.rank) < ($1.at, $1.rank) }
        let moments = told.map { relative.moment($0.at) }
        let cells = moments.map { CellWidth.of($0) }.max() ?? 0
        return zip(told, moments).flatMap { line, moment in
            ["  \(style.faint(moment.fitted(to: cells)))  \(line.text)"]
                + line.details.map { "  " + String(repeating: " ", count: cells + 4) + $0 }
        }
    }

    private func decided(_ decision: WhyMessage.Decided, _ deliveries: [DeliveryMessage]) -> Line {
        let own = deliveries.filter {
            decision.nudge != nil && $0.nudge == decision.nudge && $0.partner == decision.partner
        }
        let verdict = colour(decision.decision)
        let what = "\(decision.stage.withoutControls) for \(decision.partner.withoutControls)"
        return Line(
            at: instant(decision.at),
            rank: 1,
            text: "\(what): \(verdict), \(decision.reason.withoutControls)",
            details: own.map(delivery)
        )
    }

    private func delivery(_ delivery: DeliveryMessage) -> String {
        let detail = delivery.detail.map { " (\($0.withoutControls))" } ?? ""
        let tries = delivery.attempts > 1 ? " after \(delivery.attempts) attempts" : ""
        return "\(delivery.channel.withoutControls): \(colour(delivery.state))\(tries)\(detail)"
    }

    private func said(_ said: WhyMessage.Said) -> Line {
        let who = said.partner?.withoutControls ?? "you"
        let to = said.to.map(place) ?? "another time"
        let what =
            switch said.outcome {
            case "skipped": "\(who) \(style.strong("skipped")) it"
            case "snoozed": "\(who) \(style.strong("snoozed")) it until \(to)"
            case "moved": "\(who) \(style.strong("moved")) it to \(to)"
            case let other: "\(who) said \(style.strong(other.withoutControls))"
            }
        let note = said.note.map { ": “\($0.withoutControls)”" } ?? ""
        return Line(at: instant(said.at), rank: 0, text: what + note)
    }

    private func ahead(_ ahead: WhyMessage.Ahead) -> Line {
        let what = "\(ahead.stage.withoutControls) for \(ahead.partner.withoutControls)"
        return Line(at: instant(ahead.due), rank: 2, text: style.faint("\(what): to come"))
    }

    /// An instant as the household's clock shows it, a local time as it is.
    private func place(_ text: String) -> String {
        let relative = surroundings.relativeTime(in: why.zone)
        if let instant = try? Instant(parsing: text) {
            return relative.moment(instant)
        }
        guard let local = try? CivilDateTime(parsing: text) else {
            return text.withoutControls
        }
        return "\(relative.day(local.date)) \(local.time.toTheMinute)"
    }

    private func colour(_ word: String) -> String {
        switch word {
        case "fired", "delivered": style.good(word)
        case "late", "coalesced", "pending", "sending": style.warning(word)
        case "dead", "expired": style.bad(word)
        default: word.withoutControls
        }
    }

    private func instant(_ text: String) -> Instant {
        (try? Instant(parsing: text)) ?? .distantPast
    }
}
