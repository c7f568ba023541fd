import CivilTime
import ControlAPI
import Household
import PlainText

/// What `ritualctl timeout` says, and `status` of a pause that is open.
struct PauseSentence {
    private let pause: PauseMessage
    private let context: CommandContext

    init(_ pause: PauseMessage, in context: CommandContext) {
        self.pause = pause
        self.context = context
    }

    var lines: [String] {
        let word = pause.word?.withoutControls ?? PauseTerms.defaultWord
        let first =
            pause.unchanged
            ? "A pause is open already; nothing was changed." : "\(word): everyone is told now."
        return [first, "You come back to it \(time)\(reason)."] + clocks + disturbed + held
            + (pause.unchanged
                ? [] : [context.style.faint("'ritualctl undo' takes it back")])
    }

    /// `back tomorrow 19:13 (in 24 h)`.
    var back: String { "back \(time)" }

    private var time: String {
        let zone = pause.back.first?.start.zone ?? pause.start.zone
        return context.relativeTime(in: zone).phrase(pause.instant)
    }

    private var reason: String {
        pause.shifted && !pause.back.contains(where: \.quiet)
            ? ", a time outside everyone's quiet hours" : ""
    }

    private var zones: Set<String> { Set(pause.back.compactMap(\.start.zone)) }

    /// The time by each partner's clock, where they keep different ones.
    private var clocks: [String] {
        guard zones.count > 1 else {
            return []
        }
        let names = pause.back.map { CellWidth.of($0.name.withoutControls) }.max() ?? 0
        return pause.back.map { back in
            let moment = context.relativeTime(in: back.start.zone).moment(pause.instant)
            let name = back.name.withoutControls.fitted(to: names)
            return "  \(name)  \(moment)  \(context.style.faint(back.start.zone ?? ""))"
        }
    }

    /// That it lies in somebody's quiet hours, and why.
    private var disturbed: [String] {
        let names = pause.back.filter(\.quiet).map(\.name.withoutControls)
        guard !names.isEmpty else {
            return []
        }
        return [
            "No time from 24 to 48 hours ahead is outside everyone's quiet hours; this one lies in "
                + "those of \(Phrase.list(names)).",
            "'ritualctl move \(pause.ritual) TIME' chooses another.",
        ]
    }

    private var held: [String] {
        guard let until = pause.held else {
            return []
        }
        let end = context.relativeTime(in: pause.start.zone).moment(until)
        return ["There is a hold until \(end): the return is not told, unless you release it."]
    }
}
