import CivilTime
import ControlAPI
import Household
import PlainText

/// What the daemon has understood, in one or two short lines.
struct OutcomeSentence {
    let outcome: OutcomeMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        let relative = context.relativeTime(in: outcome.start.zone)
        let title = outcome.title.withoutControls
        if case .moved(let to) = outcome.to {
            let from = outcome.from?.local ?? outcome.occurrence.start
            let moments = [from, to].map { moment($0, relative) }
            return ["\(title): moved from \(moments[0]) to \(moments[1])\(before)"] + wayBack
        }
        let what = "\(title), \(moment(outcome.start.local, relative))"
        if let step = outcome.step {
            return ["\(what): \(step.withoutControls) \(style.good("done"))\(before)"]
                + rest(relative) + wayBack
        }
        return ["\(what): \(verdict(relative))\(closed)\(before)"] + waiting
            + wayBack
    }

    /// What is left to be prepared.
    private func rest(_ relative: RelativeTime) -> [String] {
        if let open = StepWords.open(outcome.steps).first {
            return ["open: \(open.step.withoutControls)"]
        }
        return StepWords.next(outcome.steps, relative).map { ["next: \($0)"] }
            ?? ["all is prepared"]
    }

    private var wayBack: [String] {
        outcome.unchanged ? [] : [style.faint("'ritualctl undo' takes it back")]
    }

    private func moment(_ local: CivilDateTime, _ relative: RelativeTime) -> String {
        "\(relative.day(local.date)) \(local.time.toTheMinute)"
    }

    /// Those before it about which nobody is asked any more.
    private var closed: String {
        switch outcome.closed.count {
        case 0: ""
        case 1: "; nobody is asked about the one before it any more"
        case let count: "; nobody is asked about the \(count) before it any more"
        }
    }

    private var before: String { outcome.unchanged ? ", as was said before" : "" }

    private func verdict(_ relative: RelativeTime) -> String {
        if case .snoozed(let until) = outcome.to {
            return "snoozed until \(relative.phrase(until))"
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
