import CivilTime
package import ControlAPI
package import Delivery
import Household
package import Planning

// How decisions, and the deliveries that follow from them, are said on the wire.

extension DecisionMessage {
    package init(_ decision: Decision) {
        self.init(
            at: decision.decided.description,
            ritual: decision.key.occurrence.ritual,
            occurrence: decision.key.occurrence.description,
            stage: decision.key.stage.description,
            partner: decision.key.partner,
            decision: decision.verdict.rawValue,
            reason: decision.reason,
            nudge: decision.nudgeID,
            title: decision.nudge?.title,
            body: decision.nudge?.body
        )
    }
}

extension WhyMessage.Decided {
    package init(_ decision: Decision, channels: [String]) {
        self.init(
            stage: decision.key.stage.description,
            partner: decision.key.partner,
            due: decision.due.description,
            at: decision.decided.description,
            decision: decision.verdict.rawValue,
            reason: decision.reason,
            nudge: decision.nudgeID,
            channels: channels
        )
    }
}

extension DeliveryMessage {
    /// - Parameters:
    ///   - delivery: what is said.
    ///   - zone: the household's, in which a person is shown its times.
    package init(_ delivery: Delivery, zone: String) {
        self.init(
            id: delivery.id,
            nudge: delivery.nudge.id,
            ritual: delivery.nudge.ritual,
            title: delivery.nudge.title,
            occurrence: delivery.nudge.occurrence.key.description,
            stage: delivery.nudge.stage.description,
            partner: delivery.nudge.partner,
            channel: delivery.channel,
            state: delivery.state.rawValue,
            attempts: delivery.attempts,
            nextAttempt: delivery.nextAttempt?.description,
            detail: delivery.dismissed == nil ? delivery.detail : "put out of sight",
            updated: delivery.updated.description,
            zone: zone
        )
    }
}

extension DeliveryStoryMessage.Attempt {
    package init(_ attempt: AttemptRecord) {
        self.init(
            number: attempt.number,
            begun: attempt.begun.description,
            ended: attempt.ended?.description,
            state: attempt.state?.rawValue,
            detail: attempt.detail,
            status: attempt.status,
            milliseconds: attempt.latency?.wholeMilliseconds,
            reply: attempt.reply
        )
    }
}

extension Duration {
    /// In milliseconds, rounded down.
    package var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension StatusMessage.Deliveries {
    package init(_ counts: [Delivery.State: Int]) {
        self.init(
            pending: counts[.pending] ?? 0,
            sending: counts[.sending] ?? 0,
            delivered: counts[.delivered] ?? 0,
            dead: counts[.dead] ?? 0,
            expired: counts[.expired] ?? 0,
            withdrawn: counts[.withdrawn] ?? 0
        )
    }
}
