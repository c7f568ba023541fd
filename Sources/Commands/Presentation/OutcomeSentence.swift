import CivilTime
import ControlAPI
import PlainText
import Household

/// What the daemon has understood, in one or two short lines.
struct OutcomeSentence {
    let outcome: OutcomeMessage
    let style: Style
    let surroundings: Surroundings

    var lines: [String] {
        let start = WireTime(outcome.start)
        let relative = surroundings.relativeTime(in: start?.zone)
        let title = outcome.title.withoutControls
        let moment = (scheduled ?? start?.local).map {
            ", \(relative.day($0.date)) \($0.time.toTheMinute)"
        }
        return ["\(title)\(moment ?? ""): \(verdict(relative))\(closed)\(before)"] + waiting
    }

    /// When what is moved was to be; its start is the new one already.
    private var scheduled: CivilDateTime? {
        guard outcome.outcome == "moved", let text = outcome.occurrence.split(separator: "@").last
        else {
            return nil
        }
        return try? CivilDateTime(parsing: String(text))
    }

    /// Those before it that are closed by the same word.
    private var closed: String {
        switch outcome.closed.count {
        case 0: ""
        case 1: ", and so is the one before it"
        case let count: ", and so are the \(count) before it"
        }
    }

    private var before: String { outcome.unchanged ? ", as was said before" : "" }

    private func verdict(_ relative: RelativeTime) -> String {
        let word = outcome.outcome.withoutControls
        switch outcome.outcome {
        case "done":
            guard let partner = outcome.partner, !outcome.waiting.isEmpty else {
                return style.good(word)
            }
            return "\(partner.withoutControls) says done"
        case "snoozed":
            guard let until = outcome.to.flatMap({ try? Instant(parsing: $0) }) else {
                return word
            }
            return "snoozed until \(relative.phrase(until))"
        case "moved":
            guard let to = outcome.to.flatMap({ try? CivilDateTime(parsing: $0) }) else {
                return word
            }
            return "moved to \(relative.day(to.date)) \(to.time.toTheMinute)"
        default: return word
        }
    }

    private var waiting: [String] {
        guard outcome.outcome == "done", !outcome.waiting.isEmpty else {
            return []
        }
        let names = outcome.waiting.map(\.withoutControls).joined(separator: ", ")
        return ["it counts once \(names) says so too"]
    }
}
