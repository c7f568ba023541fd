import CivilTime
import Household

/// What a nudge says.
struct NudgeText: Hashable, Sendable {
    var title: String
    var body: String
    var prompt: String?
    /// What is remembered with it.
    var quote: String?
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
    /// What there is to talk about.
    var prompt: String?
    /// The others whom the ritual is for, where it is at a time at which all are awake.
    var others: [Partner] = []
    /// When the next one starts that takes place, of the same.
    var following: Instant?

    /// So much of a body and what is remembered with it a notification shows at least.
    static let mostBody = 240

    /// What a step of an occurrence says; with a start also what is `remembered`, in so many characters.
    func text(
        for step: LadderStep,
        of occurrence: OpenOccurrence,
        late: Duration,
        remembered: (_ room: Int) -> String? = { _ in nil }
    ) -> NudgeText {
        var text = NudgeText(title: ritual.title(of: occurrence.key), body: "")
        var isStart = false
        switch step.stage.kind {
        case .lead: text.body = lead(step, occurrence)
        case .snooze where now < occurrence.start: text.body = lead(step, occurrence)
        case .snooze where isOver(occurrence): text.body = followUp(occurrence)
        // A notice has words of its own, of what was said.
        case .start, .snooze, .digest, .notice:
            text.body = start(occurrence)
            text.prompt = prompt
            isStart = true
        case .end: text.body = end(occurrence)
        case .followUp:
            text.title = ritual.isReflection(step.stage) ? Self.reflection : ritual.title
            text.body = followUp(occurrence)
        case .nag: text.body = nag(occurrence)
        }
        text.body += elsewhere(step, occurrence)
        if late > .zero {
            let cause =
                cause == .away ? "A little late, because this computer was away" : cause.words
            text.body = "\(cause): \(text.body)"
        }
        if isStart {
            text.quote = remembered(Self.mostBody - text.body.count - 1)
        }
        return text
    }

    /// Whether the time has come to ask how it went.
    private func isOver(_ occurrence: OpenOccurrence) -> Bool {
        ritual.ladder.followUp.map { now >= ritual.zone.instant($0, after: occurrence.end) }
            ?? false
    }

    private func lead(_ step: LadderStep, _ occurrence: OpenOccurrence) -> String {
        let asked = step.preparing
        let task = asked.task.map { sentence($0, isAgain: asked.isAskedAgain) } ?? ""
        let time = moment(occurrence.start)
        return switch partner.tone {
        case .plain: "\(task)It is \(time)."
        case .reassuring: "\(task)The plan stands: \(time)."
        case .spacious: "\(task)Coming up \(time)."
        case .literal: "\(task)\(literal(occurrence))"
        }
    }

    /// What is to be done by a step: once more, it is said more gently, or that it is open.
    private func sentence(_ task: String, isAgain: Bool) -> String {
        guard !task.hasSuffix("?") else {
            return "\(task) "
        }
        guard isAgain else {
            return "\(task). "
        }
        return partner.tone == .literal
            ? "This step is open. \(task). " : "\(task), when it suits you. "
    }

    private func start(_ occurrence: OpenOccurrence) -> String {
        if let texts = ritual.texts.start {
            return filling(occurrence).fill(texts[partner.tone])
        }
        let body = ritual.body ?? "It is time."
        return switch partner.tone {
        case .plain: body
        case .reassuring: "\(body) It is on as planned, \(moment(occurrence.start))."
        case .spacious: "\(body) There is no hurry."
        case .literal: "\(literal(occurrence)) \(body)"
        }
    }

    private func end(_ occurrence: OpenOccurrence) -> String {
        if let texts = ritual.texts.end {
            return filling(occurrence).fill(texts[partner.tone])
        }
        let time = partner.zone.local(at: occurrence.end).time.toTheMinute
        return partner.tone == .literal
            ? "It is \(time). \(ritual.title(of: occurrence.key)) ends now."
            : "That was the time you set aside."
    }

    private func followUp(_ occurrence: OpenOccurrence) -> String {
        if let texts = ritual.texts.followUp {
            return filling(occurrence).fill(texts[partner.tone])
        }
        let time = moment(occurrence.start)
        return switch partner.tone {
        case .plain: "It was to be \(time). Did it happen? A short one counts."
        case .reassuring:
            "It was to be \(time). Did it happen? A short one counts, and so does skipping."
        case .spacious: "Did it happen? Answer whenever it suits you."
        case .literal:
            "\(ritual.title(of: occurrence.key)) was to be \(time). Did it happen? Answers: done or skipped."
        }
    }

    private func nag(_ occurrence: OpenOccurrence) -> String {
        partner.tone == .literal
            ? "\(ritual.title(of: occurrence.key)), planned \(moment(occurrence.start)): still open. "
                + "Answers: done or skipped."
            : "Still open: did it happen? Done and skipped are both good answers."
    }

    /// Says what, when, how long and until when: `Date: on Friday, 19:00 to 22:00, 3 h`.
    private func literal(_ occurrence: OpenOccurrence) -> String {
        filling(occurrence).fill(
            ritual.duration.isZero
                ? "{title}: {day} at {start}." : "{title}: {day}, {start} to {end}, {length}."
        )
    }

    /// What the placeholders of a text stand for, as the partner's clock and calendar show it.
    func filling(_ occurrence: OpenOccurrence) -> TextFilling {
        let start = partner.zone.local(at: occurrence.start)
        let end = partner.zone.local(at: occurrence.end)
        let today = partner.zone.local(at: now).date
        let day = end.date == start.date ? "" : "\(Phrase.day(end.date, from: start.date)) "
        return TextFilling(
            title: ritual.title(of: occurrence.key),
            day: Phrase.day(start.date, from: today),
            start: start.time.toTheMinute,
            end: day + end.time.toTheMinute,
            length: Phrase.length(occurrence.end - occurrence.start)
        )
    }

    /// `on Friday at 19:00`, as the partner's clock and calendar show it.
    private func moment(_ instant: Instant) -> String {
        let local = partner.zone.local(at: instant)
        let day = Phrase.day(local.date, from: partner.zone.local(at: now).date)
        return "\(day) at \(local.time)"
    }
}
