import CivilTime
import ControlAPI
import Delivery
import Emitters
import Household
import Logging
import Planning

/// Answers what phones post to the socket of their own.
///
/// Strangers reach it through a proxy. So it takes only a token that was made for one nudge, partner and
/// action, and says only that an answer was taken or was not: no ids, no titles, no lists.
struct AnswerResponder: Sendable {
    /// What a request came to, as an HTTP status.
    private enum End: Int {
        case taken = 200
        /// Whatever is wrong with a token or an origin.
        case refused = 403
        case nothingThere = 404
        case tooLarge = 413
        case wrongType = 415
        case failed = 500

        /// The status's own words, as a problem without a type has them (RFC 9457, section 4.2.1).
        var title: String {
            switch self {
            case .taken: "OK"
            case .refused: "Forbidden"
            case .nothingThere: "Not Found"
            case .tooLarge: "Content Too Large"
            case .wrongType: "Unsupported Media Type"
            case .failed: "Internal Server Error"
            }
        }
    }

    private struct Body: Decodable {
        var token: String
    }

    let answers: ChannelAnswers
    let planning: PlannerActor
    let ledger: PlannerActor.Store
    let tokens: AnswerTokens
    let now: @Sendable () -> Instant
    let log: Logger
    let names: LogNames

    func respond(to request: ControlRequest) async -> ControlReply {
        let end = await take(request)
        guard end != .taken else {
            return ControlReply(status: 200, contentType: ControlJSON.contentType, text: "{}")
        }
        return ControlReply(
            status: end.rawValue,
            contentType: Problem.contentType,
            text: #"{"type": "about:blank", "title": "\#(end.title)", "status": \#(end.rawValue)}"#
        )
    }

    private func take(_ request: ControlRequest) async -> End {
        let action = NudgeAction.allCases.first { $0.answerPath == request.path }
        guard let action, request.method == "POST", request.query.items.isEmpty else {
            return .nothingThere
        }
        let household = await planning.household
        // A page in a browser says where it is from; an app does not.
        if let origin = request.origin, !household.answerOrigins.contains(origin.lowercased()) {
            return .refused
        }
        guard request.mediaType == ControlJSON.contentType else {
            return .wrongType
        }
        guard !request.isTooLarge else {
            return .tooLarge
        }
        guard let body = try? ControlJSON.read(Body.self, from: request.body),
            let said = tokens.read(body.token, as: action, of: household.partners.map(\.id))
        else {
            return .refused
        }
        return await take(said, as: action, in: household)
    }

    /// Takes what a genuine token says, once.
    private func take(
        _ said: AnswerTokens.Reading,
        as action: NudgeAction,
        in household: Household
    ) async -> End {
        do {
            guard let delivery = try delivery(of: said, in: household),
                delivery.nudge.actions.contains(action)
            else {
                return .refused
            }
            try await answers.say(
                action.answer,
                to: delivery.nudge,
                by: said.partner,
                on: delivery.channel,
                spending: SpentToken(digest: said.digest, expires: delivery.nudge.expires)
            )
            return .taken
        } catch {
            let reason = names.clean("\(error)")
            log.error("an answer from a phone cannot be taken: \(reason)")
            return .failed
        }
    }

    /// The delivery of the nudge that is answered, by a channel with buttons, unless it has expired.
    private func delivery(
        of said: AnswerTokens.Reading,
        in household: Household
    ) throws -> Delivery? {
        let channels = household.answerAddresses
        let now = now()
        for key in Set(try ledger.decisions(toldBy: said.nudge).map(\.key.occurrence)) {
            let delivery = try ledger.deliveries(about: key).first {
                $0.nudge.id == said.nudge && $0.nudge.partners.contains(said.partner)
                    && channels[$0.channel] != nil && $0.nudge.expires >= now
            }
            if let delivery {
                return delivery
            }
        }
        return nil
    }
}

extension NudgeAction {
    /// What a button says that has no length of its own.
    var answer: NudgeAnswer {
        switch self {
        case .done: .done
        case .later: .later(AnswerTokens.later)
        case .skip: .skipped
        case .first, .second, .third: .chosen(choice ?? 0)
        }
    }
}

extension ControlRequest {
    /// What the body is, without parameters.
    fileprivate var mediaType: String? {
        contentType?.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}

extension Household {
    /// The origins (RFC 6454) of the addresses to which buttons post.
    fileprivate var answerOrigins: Set<String> {
        Set(answerAddresses.values.compactMap(\.origin))
    }
}

extension String {
    /// The origin of a web address, as a browser writes it.
    fileprivate var origin: String? {
        let parts = lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1].isEmpty else {
            return nil
        }
        let host = parts[2].split(separator: "@").last ?? ""
        let usual = parts[0] == "https:" ? ":443" : ":80"
        return "\(parts[0])//\(host.hasSuffix(usual) ? host.dropLast(usual.count) : host)"
    }
}
