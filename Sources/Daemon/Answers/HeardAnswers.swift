import Delivery
import Emitters
import Logging
import Planning
import Synchronization

/// Takes what listeners heard, by the way that `ritualctl` takes too.
///
/// An answer that is genuine, new and in time becomes an outcome. Everything else changes nothing and
/// is counted.
final class HeardAnswers: Sendable {
    /// What became of an answer that was heard.
    private enum Verdict {
        case taken
        case refused(AnswerReading.Refusal)
        /// It could not be taken now, and is to be heard again.
        case notNow
    }

    /// How many deliveries are looked through for one whose message has no name yet.
    private static let most = 1_000

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
        switch await take(heard, on: channel) {
        case .taken: return .taken
        case .notNow: return .notNow
        case .refused(.unrelated): break
        case .refused(.late), .refused(.repeated):
            if !isReplay {
                count(channel)
            }
        case .refused(.forged): count(channel)
        }
        return .refused
    }

    private func count(_ channel: String) {
        refused.withLock { $0[channel, default: 0] += 1 }
    }

    private func take(_ heard: HeardAnswer, on channel: String) async -> Verdict {
        do {
            let reading = AnswerReading(
                plan: await answers.planning.planner.plan,
                ledger: answers.ledger,
                tokens: tokens,
                now: answers.now()
            )
            switch try reading.read(heard, on: channel) {
            case .refused(.unrelated) where try isNaming(channel): return .notNow
            case .refused(let refusal): return .refused(refusal)
            case .word(let outcome, let token):
                let isTaken = try await answers.say(outcome, on: channel, spending: token)
                return isTaken ? .taken : .refused(.late)
            }
        } catch {
            answers.log.error(
                "an answer on '\(channel)' cannot be taken: \(error); it is asked for again"
            )
            return .notNow
        }
    }

    /// Whether a message may be shown on a channel whose name is not known yet: one that is on its way, or
    /// that was when the daemon was killed, and is sent again.
    private func isNaming(_ channel: String) throws -> Bool {
        try answers.ledger.deliveries(in: [.sending, .pending], limit: Self.most).contains {
            $0.channel == channel && $0.kind == .show && $0.attempts > 0 && $0.message == nil
        }
    }
}
