import CivilTime
import Household

/// What a nudge says.
struct NudgeText: Hashable, Sendable {
    var title: String
    var body: String
    var prompt: String?
}

/// Why something is told late.
enum LateCause: Hashable, Sendable {
    case away
    /// The clock by which it is told was moved from one zone to another.
    case clockMoved(from: String, to: String)
    case planChanged

    /// How it is said, as the beginning of a sentence or as a title.
    var words: String {
        switch self {
        case .away: "While this computer was away"
        case .clockMoved(let from, let to): "Your clock moved from \(from) to \(to)"
        case .planChanged: "Your plan has changed"
        }
    }
}

/// Words a nudge: warm and plain, never scolding, in the tone its partner likes.
struct Wording {
    /// The ritual id under which digests of late nudges are kept.
    static let digestRitual = "catch-up"

    var ritual: Ritual
    var partner: Partner
    var now: Instant
    var cause = LateCause.away

    func text(for step: LadderStep, of occurrence: OpenOccurrence, late: Duration) -> NudgeText {
        var text = NudgeText(title: ritual.title, body: "")
        let time = moment(occurrence.start)
        switch step.stage.kind {
        case .lead: text.body = lead(step, time)
        case .snooze where now < occurrence.start: text.body = lead(step, time)
        case .snooze where isOver(occurrence): text.body = followUp(time)
        // A notice has words of its own, of what was said.
        case .start, .snooze, .digest, .notice:
            text.body = start(time)
            text.prompt = prompt(on: occurrence.key.start.date)
        case .end: text.body = "That was the time you set aside. Well kept."
        case .followUp: text.body = followUp(time)
        case .nag: text.body = nag()
        }
        if late > .zero {
            let cause =
                cause == .away ? "A little late, because this computer was away" : cause.words
            text.body = "\(cause): \(text.body)"
        }
        return text
    }

    /// Whether the time has come to ask how it went.
    private func isOver(_ occurrence: OpenOccurrence) -> Bool {
        ritual.ladder.followUp.map { now >= ritual.zone.instant($0, after: occurrence.end) }
            ?? false
    }

    private func lead(_ step: LadderStep, _ time: String) -> String {
        let task = step.task.map { "\($0). " } ?? ""
        return switch partner.tone {
        case .plain: "\(task)It is \(time)."
        case .reassuring: "\(task)The plan stands: \(time)."
        case .spacious: "\(task)Coming up \(time)."
        }
    }

    private func start(_ time: String) -> String {
        let body = ritual.body ?? "It is time."
        return switch partner.tone {
        case .plain: body
        case .reassuring: "\(body) It is on as planned, \(time)."
        case .spacious: "\(body) Later is fine too."
        }
    }

    private func followUp(_ time: String) -> String {
        switch partner.tone {
        case .plain: "It was planned \(time). Did it happen? A short one counts."
        case .reassuring:
            "It was planned \(time). Did it happen? A short one counts, and so does skipping."
        case .spacious: "Did it happen? Answer whenever it suits you."
        }
    }

    private func nag() -> String {
        "Still open: did it happen? Done and skipped are both good answers."
    }

    /// `on Friday at 19:00`, as the partner's clock and calendar show it.
    private func moment(_ instant: Instant) -> String {
        let local = partner.zone.local(at: instant)
        let day = Phrase.day(local.date, from: partner.zone.local(at: now).date)
        return "\(day) at \(local.time)"
    }

    /// The prompts in turn, one for each date.
    private func prompt(on date: CivilDate) -> String? {
        guard !ritual.prompts.isEmpty else {
            return nil
        }
        let count = ritual.prompts.count
        return ritual.prompts[((date.epochDay % count) + count) % count]
    }
}
