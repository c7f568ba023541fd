import CivilTime
import ControlAPI
import PlainText
import Household

/// What the daemon has understood, in one or two short lines.
struct OutcomeSentence {
    let outcome: OutcomeMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        let relative = context.relativeTime(in: outcome.start.zone)
        // Of what is moved the start is the new one already.
        let isMoved = outcome.outcome == .moved
        let start = isMoved ? outcome.occurrence.start : outcome.start.local
        let moment = "\(relative.day(start.date)) \(start.time.toTheMinute)"
        let what = "\(outcome.title.withoutControls), \(moment)"
        return ["\(what): \(verdict(relative))\(closed)\(before)"] + waiting
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
        switch outcome.to {
        case .snoozed(let until)?:
            return "snoozed until \(relative.phrase(until))"
        case .moved(let to)?:
            return "moved to \(relative.day(to.date)) \(to.time.toTheMinute)"
        case nil:
            break
        }
        guard outcome.outcome == .done else {
            return outcome.outcome.rawValue
        }
        guard let partner = outcome.partner, !outcome.waiting.isEmpty else {
            return style.good("done")
        }
        return "\(partner.withoutControls) says done"
    }

    private var waiting: [String] {
        guard outcome.outcome == .done, !outcome.waiting.isEmpty else {
            return []
        }
        let names = outcome.waiting.map(\.withoutControls).joined(separator: ", ")
        return ["it counts once \(names) says so too"]
    }
}
