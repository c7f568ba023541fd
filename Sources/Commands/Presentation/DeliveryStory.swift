import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText

/// `ritualctl outbox show` for people: a delivery, and each attempt at it.
struct DeliveryStory {
    let story: DeliveryStoryMessage
    let context: CommandContext

    private var style: Style { context.style }

    private var delivery: DeliveryMessage { story.delivery }
    private var relative: RelativeTime { context.relativeTime(in: delivery.zone) }

    var lines: [String] {
        let next =
            delivery.wait.map { ", \($0.phrase(moment))" } ?? delivery.nextAttempt.map {
                ", next \(moment($0))"
            } ?? ""
        let state = style.strong(delivery.stateWord)
        let heading = "delivery \(delivery.id), \(delivery.worded): \(state)\(next)"
        let names = "\(delivery.occurrence)  nudge \(delivery.nudge)".withoutControls
        guard !story.attempts.isEmpty else {
            return [heading, "  " + style.faint(names), "  no attempt was made yet"]
        }
        return [heading, "  " + style.faint(names)] + story.attempts.flatMap(lines)
    }

    private func lines(_ attempt: DeliveryStoryMessage.Attempt) -> [String] {
        let what = "  \(attempt.number)  \(moment(attempt.begun))  \(outcome(attempt))"
        guard let reply = attempt.reply?.withoutControls, !reply.isEmpty else {
            return [what]
        }
        return [what, "     " + style.faint("it answered: \(reply)")]
    }

    private func outcome(_ attempt: DeliveryStoryMessage.Attempt) -> String {
        guard attempt.ended != nil else {
            return delivery.state == .sending && attempt.number == story.attempts.last?.number
                ? "under way" : "cut off: the daemon ended in the middle of it"
        }
        let length = attempt.milliseconds.map { " after \(Latency.worded($0))" } ?? ""
        let detail = attempt.detail?.withoutControls ?? attempt.state?.rawValue ?? ""
        return attempt.state == .delivered
            ? style.good(detail) + length : style.warning(detail) + length
    }

    private func moment(_ instant: Instant) -> String { relative.moment(instant) }
}

/// How long an answer took.
enum Latency {
    /// `120 ms`, `3.4 s`.
    static func worded(_ milliseconds: Int) -> String {
        milliseconds < 1_000
            ? "\(milliseconds) ms" : "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }
}

extension DeliveryMessage {
    /// `Date night (start) for alex, by phone`.
    var worded: String { "\(told), by \(channel)".withoutControls }

    /// `Date night (start) for alex`; of what is for nobody, its title.
    var told: String {
        partners.isEmpty ? title : "\(title) (\(stage)) for \(Phrase.list(partners))"
    }

    /// The id of the nudge that it tells a partner; `nil` where it is not for them.
    func nudge(for partner: String) -> String? {
        guard partner != self.partner else {
            return nudge
        }
        return partners.contains(partner)
            ? StageKey(occurrence: occurrence, stage: stage, partner: partner).nudgeID : nil
    }
}
