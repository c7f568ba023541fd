package import CivilTime
package import Delivery
package import Emitters
import Household
package import Planning

/// Reads an answer that was heard on a channel: what it says, or why it changes nothing.
///
/// It decides from the plan and the ledger, and writes nothing, so that a simulation can run the very
/// same code.
package struct AnswerReading {
    /// Why an answer changes nothing.
    package enum Refusal: Hashable, Sendable {
        /// The nudge has expired, or is answered already.
        case late
        /// Its token was used before.
        case repeated
        /// It is no answer that this daemon asked for, or it came by another channel.
        case forged
        /// It is about something else than a message of the daemon's.
        case unrelated
    }

    package enum Result: Hashable, Sendable {
        /// A word that counts, with the token that is spent on it.
        case word(Outcome, SpentToken)
        case refused(Refusal)
    }

    private let plan: Plan
    private let ledger: any LedgerReading
    private let tokens: AnswerTokens
    private let now: Instant

    package init(plan: Plan, ledger: any LedgerReading, tokens: AnswerTokens, now: Instant) {
        self.plan = plan
        self.ledger = ledger
        self.tokens = tokens
        self.now = now
    }

    /// Reads one answer that was heard on `channel`.
    ///
    /// - Throws: `LedgerError` where the ledger cannot be read.
    package func read(_ heard: HeardAnswer, on channel: String) throws -> Result {
        switch heard {
        case .token(let text): try read(text, on: channel)
        case .sign(let sign): try read(sign, on: channel)
        case .noise: .refused(.forged)
        }
    }

    private func read(_ token: String, on channel: String) throws -> Result {
        let partners = plan.household.partners.map(\.id)
        guard let (said, action) = tokens.read(token, of: partners) else {
            return .refused(.forged)
        }
        for key in Set(try ledger.decisions(toldBy: said.nudge).map(\.key.occurrence)) {
            let delivery = try ledger.deliveries(about: key).first {
                $0.nudge.id == said.nudge && $0.nudge.partners.contains(said.partner)
                    && $0.channel == channel
            }
            if let delivery {
                let spent = SpentToken(digest: said.digest, expires: delivery.nudge.expires)
                return try read(action, to: delivery, by: said.partner, spending: spent)
            }
        }
        return .refused(.forged)
    }

    private func read(_ sign: HeardSign, on channel: String) throws -> Result {
        guard let delivery = try ledger.delivery(named: sign.message, on: channel) else {
            return .refused(.unrelated)
        }
        guard let partner = sign.partner, delivery.nudge.partners.contains(partner) else {
            return .refused(.forged)
        }
        let spent = SpentToken(
            digest: Fingerprint.of(["sign", channel, sign.name]),
            expires: delivery.nudge.expires
        )
        return try read(sign.action, to: delivery, by: partner, spending: spent)
    }

    private func read(
        _ action: NudgeAction,
        to delivery: Delivery,
        by partner: String,
        spending token: SpentToken
    ) throws -> Result {
        let nudge = delivery.nudge
        guard nudge.actions.contains(action) else {
            return .refused(.forged)
        }
        guard nudge.expires >= now else {
            return .refused(.late)
        }
        guard try !ledger.isSpent(token) else {
            return .refused(.repeated)
        }
        let outcome = nudge.outcome(of: action.answer, by: partner, in: plan, at: now)
        return outcome.map { .word($0, token) } ?? .refused(.late)
    }
}

extension Nudge {
    /// What a partner's answer to it says; `nil` where nobody is named and it matters whose it is, or
    /// where everybody for whom it speaks has answered already.
    ///
    /// One to a message for several partners is said for all, unless it matters who says it.
    package func outcome(
        of answer: NudgeAnswer,
        by partner: String?,
        in plan: Plan,
        at now: Instant
    ) -> Outcome? {
        let key = occurrence.key
        let isAsked = asksWho && answer == .done
        let speaker = partners.count == 1 ? self.partner : isAsked ? partner : nil
        guard !isAsked || speaker.map(partners.contains) == true,
            !(speaker.map { [$0] } ?? partners).allSatisfy({ plan.isAnswered(key, for: $0) })
        else {
            return nil
        }
        return answer.kind(to: self, in: plan, at: now).map {
            Outcome(occurrence: key, kind: $0, partner: speaker, said: now)
        }
    }
}

extension NudgeAnswer {
    /// What it says: *done* where a step is asked for says that of the step; `nil` where a proposed time is
    /// taken that is over, or of an occurrence of which something was said since.
    fileprivate func kind(to nudge: Nudge, in plan: Plan, at now: Instant) -> Outcome.Kind? {
        switch self {
        case .done: return nudge.step.map { .step($0) } ?? .done
        case .skipped: return .skipped
        case .later(let length): return .later(until: now + length)
        case .chosen(let number):
            let key = nudge.occurrence.key
            guard let start = nudge.choice(number)?.start,
                nudge.isOpen(about: key, toldAt: nudge.due, in: plan, at: now),
                let zone = plan.household.ritual(key.ritual)?.zone, zone.instant(of: start) > now
            else {
                return nil
            }
            return .moved(to: start)
        }
    }
}
