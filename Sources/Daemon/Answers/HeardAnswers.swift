import CivilTime
import Delivery
import Emitters
import Household
import Logging
import Planning
import Synchronization

/// Takes what listeners heard, by the way that `ritualctl` takes too.
///
/// An answer that is genuine, new and in time becomes an outcome. Everything else changes nothing and
/// is counted.
final class HeardAnswers: Sendable {
    /// What became of an answer that was heard.
    enum Verdict: Hashable, Sendable {
        case taken
        /// The nudge has expired, or is answered already.
        case late
        /// Its token was used before.
        case repeated
        /// It is no answer that this daemon asked for, or it came by another channel.
        case forged
        /// It is about something else than a message of the daemon's.
        case unrelated
        /// It could not be taken now, and is to be heard again.
        case notNow
    }

    private let answers: ChannelAnswers
    private let tokens: AnswerTokens
    /// How many answers of each channel changed nothing, since the start.
    private let refused = Mutex<[String: Int]>([:])

    init(_ answers: ChannelAnswers, tokens: AnswerTokens) {
        self.answers = answers
        self.tokens = tokens
    }

    /// How many answers changed nothing since the start, by their channels.
    var refusals: [String: Int] { refused.withLock { $0 } }

    /// Takes one answer; `isReplay` says that the service may have told it before the start.
    ///
    /// What could not be taken now is not counted: it is heard again.
    func hear(_ heard: HeardAnswer, on channel: String, isReplay: Bool) async -> Hearing {
        let verdict = await take(heard, on: channel)
        switch verdict {
        case .taken: return .taken
        case .notNow: return .notNow
        case .unrelated: break
        case .late, .repeated:
            if !isReplay {
                count(channel)
            }
        case .forged: count(channel)
        }
        return .refused
    }

    private func count(_ channel: String) {
        refused.withLock { $0[channel, default: 0] += 1 }
    }

    private func take(_ heard: HeardAnswer, on channel: String) async -> Verdict {
        do {
            switch heard {
            case .token(let text): return try await take(text, on: channel)
            case .sign(let sign): return try await take(sign, on: channel)
            case .noise: return .forged
            }
        } catch {
            answers.log.error(
                "an answer on '\(channel)' cannot be taken: \(error); it is asked for again"
            )
            return .notNow
        }
    }

    private func take(_ token: String, on channel: String) async throws -> Verdict {
        let partners = await answers.planning.household.partners.map(\.id)
        guard let (said, action) = tokens.read(token, of: partners) else {
            return .forged
        }
        for key in Set(try answers.ledger.decisions(toldBy: said.nudge).map(\.key.occurrence)) {
            let delivery = try answers.ledger.deliveries(about: key).first {
                $0.nudge.id == said.nudge && $0.nudge.partners.contains(said.partner)
                    && $0.channel == channel
            }
            if let delivery {
                let spent = SpentToken(digest: said.digest, expires: delivery.nudge.expires)
                return try await say(action, to: delivery, by: said.partner, spending: spent)
            }
        }
        return .forged
    }

    private func take(_ sign: HeardSign, on channel: String) async throws -> Verdict {
        guard let delivery = try answers.ledger.delivery(named: sign.message, on: channel) else {
            return try isNaming(channel) ? .notNow : .unrelated
        }
        guard let partner = sign.partner, delivery.nudge.partners.contains(partner) else {
            return .forged
        }
        let spent = SpentToken(
            digest: Fingerprint.of(["sign", channel, sign.name]),
            expires: delivery.nudge.expires
        )
        return try await say(sign.action, to: delivery, by: partner, spending: spent)
    }

    /// Whether a message may be shown on a channel whose name is not known yet: one that is on its way, or
    /// that was when the daemon was killed, and is sent again.
    private func isNaming(_ channel: String) throws -> Bool {
        try answers.ledger.deliveries(in: [.sending, .pending], limit: ChannelAnswers.most).contains
        {
            $0.channel == channel && $0.kind == .show && $0.attempts > 0 && $0.message == nil
        }
    }

    private func say(
        _ action: NudgeAction,
        to delivery: Delivery,
        by partner: String?,
        spending token: SpentToken?
    ) async throws -> Verdict {
        guard delivery.nudge.actions.contains(action) else {
            return .forged
        }
        guard delivery.nudge.expires >= answers.now() else {
            return .late
        }
        if let token, try answers.ledger.isSpent(token) {
            return .repeated
        }
        let isTaken = try await answers.say(
            action.answer,
            to: delivery.nudge,
            by: partner,
            on: delivery.channel,
            spending: token
        )
        return isTaken ? .taken : .late
    }
}
