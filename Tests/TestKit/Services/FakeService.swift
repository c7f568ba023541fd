import Foundation
import Synchronization

/// A service that shows messages and takes them back, as its documentation has it, on loopback.
///
/// Every request is in `requests`. A fault is what becomes of one request instead of its reply; the
/// first fault meets the first request.
package final class FakeService: Sendable {
    package enum Kind: Sendable, CaseIterable {
        case ntfy, telegram, discord, gotify, matrix
    }

    package enum Fault: Sendable {
        /// The request is taken, and its reply is lost.
        case lostReply
        /// The service asks for so many seconds, and takes nothing.
        case busy(seconds: Int)
        /// A proxy before it answers that it is not there.
        case away
    }

    /// What the service holds.
    struct State {
        var faults: [Fault?]
        /// Whether the server is from the time before messages could be taken back.
        var isOld: Bool
        var isAway = false
        /// The texts that are shown, by the service's name of each.
        var shown: [String: String] = [:]
        /// The names of those that are too old to be deleted.
        var aged: Set<String> = []
        /// Every text that appeared as a new message, in order.
        var appeared: [String] = []
        /// The names of Matrix' messages, each of which is taken once.
        var events: Set<String> = []
        /// What was pressed or reacted with, in order.
        var said: [Said] = []
        /// How many of those Telegram was told to forget.
        var forgotten = 0

        /// Shows a text under a name, and says whether that is a new message.
        mutating func show(_ text: String, as name: String) {
            if shown[name] == nil {
                appeared.append(text)
            }
            shown[name] = text
        }

        func nextNumber() -> Int { 100 + appeared.count }
    }

    let shared: FakeServiceState
    private let server: HTTPCapture
    /// One for each request that was answered, once its answer is made; connections that wait for
    /// what is pressed are not among them.
    package let answered: EventLog<Void>

    /// - Throws: `ProcessError` where it cannot listen.
    package init(_ kind: Kind, faults: [Fault?] = [], isOld: Bool = false) throws {
        let shared = FakeServiceState(State(faults: faults, isOld: isOld))
        self.shared = shared
        let answered = EventLog<Void>("the service")
        self.answered = answered
        server = try HTTPCapture { request, turn in
            if let answer = shared.listening(request, of: kind) {
                return answer
            }
            defer { answered.append(()) }
            return shared.state.withLock { $0.take(request, of: kind, turn) }
        }
    }

    deinit {
        shared.hangUp(forGood: true)
    }

    package var requests: EventLog<HTTPCapture.Request> { server.requests }
    /// The texts that are shown now, in order.
    package var shown: [String] { shared.state.withLock { $0.shown.values.sorted() } }
    package var appeared: [String] { shared.state.withLock { $0.appeared } }

    package func url(_ path: String = "") -> String { server.url(path) }

    /// Lets the time pass after which what is shown cannot be deleted.
    package func age() {
        shared.state.withLock { $0.aged.formUnion($0.shown.keys) }
    }

    package func set(away: Bool) {
        shared.state.withLock { $0.isAway = away }
    }
}

extension FakeService.State {
    fileprivate mutating func take(
        _ request: HTTPCapture.Request,
        of kind: FakeService.Kind,
        _ turn: Int
    ) -> HTTPAnswer {
        var fault = turn < faults.count ? faults[turn] : nil
        if isAway {
            fault = .away
        }
        switch fault {
        case .away: return 503
        case .busy(let seconds): return busy(seconds, kind)
        case .lostReply:
            _ = answer(request, of: kind)
            return .resets
        case nil: return answer(request, of: kind)
        }
    }

    /// What a reply repeats of a request.
    private func json(_ value: Any?) -> String {
        let data = value.flatMap { try? JSONSerialization.data(withJSONObject: $0) }
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    private func busy(_ seconds: Int, _ kind: FakeService.Kind) -> HTTPAnswer {
        switch kind {
        case .telegram:
            .reply(
                429,
                body: #"{"ok":false,"error_code":429,"parameters":{"retry_after":\#(seconds)}}"#
            )
        case .discord: .reply(429, body: #"{"retry_after":\#(seconds).0,"global":false}"#)
        case .ntfy, .gotify: .reply(429, headers: ["Retry-After": "\(seconds)"])
        case .matrix: .reply(429, body: #"{"retry_after_ms":\#(seconds * 1_000)}"#)
        }
    }

    private mutating func answer(
        _ request: HTTPCapture.Request,
        of kind: FakeService.Kind
    ) -> HTTPAnswer {
        let body = try? JSONSerialization.jsonObject(with: Data(request.body.utf8))
        let fields = body as? [String: Any] ?? [:]
        return switch kind {
        case .ntfy: ntfy(request, fields)
        case .telegram: telegram(request, fields)
        case .discord: discord(request, fields)
        case .gotify: gotify(request, fields)
        case .matrix: matrix(request, fields)
        }
    }

    // https://docs.ntfy.sh/publish/#updating-deleting-notifications
    private mutating func ntfy(
        _ request: HTTPCapture.Request,
        _ fields: [String: Any]
    ) -> HTTPAnswer {
        let missing = HTTPAnswer.reply(404, body: #"{"code":40401,"http":404}"#)
        let number = nextNumber()
        switch request.method {
        case "POST" where request.path == "/":
            let sequence = isOld ? nil : fields["sequence_id"] as? String
            show(fields["message"] as? String ?? "triggered", as: sequence ?? "id\(number)")
            return .reply(
                200,
                body:
                    #"{"id":"id\#(number)","event":"message","actions":\#(json(fields["actions"]))}"#
            )
        case "DELETE" where !isOld:
            let parts = request.path.split(separator: "/")
            guard parts.count == 2, parts[1].utf8.count <= 64 else {
                return missing
            }
            shown[String(parts[1])] = nil
            return .reply(200, body: #"{"id":"id\#(number)","event":"message_delete"}"#)
        default: return missing
        }
    }

    // https://core.telegram.org/bots/api#deletemessage, …#editmessagetext
    private mutating func telegram(
        _ request: HTTPCapture.Request,
        _ fields: [String: Any]
    ) -> HTTPAnswer {
        let refused = { (words: String) in
            HTTPAnswer.reply(
                400,
                body: #"{"ok":false,"error_code":400,"description":"Bad Request: \#(words)"}"#
            )
        }
        let text = fields["text"] as? String ?? ""
        let name = (fields["message_id"] as? Int).map { "\($0)" } ?? ""
        switch request.path.split(separator: "/").last {
        case "sendMessage":
            let number = nextNumber()
            show(text, as: "\(number)")
            let buttons = json(fields["reply_markup"])
            return .reply(
                200,
                body: #"{"ok":true,"result":{"message_id":\#(number),"reply_markup":\#(buttons)}}"#
            )
        case "answerCallbackQuery": return .reply(200, body: #"{"ok":true,"result":true}"#)
        case "deleteMessage":
            guard shown[name] != nil else {
                return refused("message to delete not found")
            }
            guard !aged.contains(name) else {
                return refused("message can't be deleted for everyone")
            }
            shown[name] = nil
            return .reply(200, body: #"{"ok":true,"result":true}"#)
        case "editMessageText":
            guard let before = shown[name] else {
                return refused("message to edit not found")
            }
            guard before != text else {
                return refused("message is not modified")
            }
            shown[name] = text
            return .reply(200, body: #"{"ok":true,"result":{"message_id":\#(name)}}"#)
        default: return .reply(404, body: #"{"ok":false,"error_code":404}"#)
        }
    }

    // https://discord.com/developers/docs/resources/webhook#delete-webhook-message
    private mutating func discord(
        _ request: HTTPCapture.Request,
        _ fields: [String: Any]
    ) -> HTTPAnswer {
        let path = request.path.prefix { $0 != "?" }
        if request.method == "POST" {
            let number = nextNumber()
            show(fields["content"] as? String ?? "", as: "\(number)")
            return request.path.contains("wait=true")
                ? .reply(200, body: #"{"id":"\#(number)"}"#) : 204
        }
        guard request.method == "DELETE", path.hasPrefix("/api/webhooks/1/hook/messages/"),
            shown.removeValue(forKey: String(path.split(separator: "/").last ?? "")) != nil
        else {
            return .reply(404, body: #"{"message":"Unknown Message","code":10008}"#)
        }
        return 204
    }

    // https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid, …#redactions
    private mutating func matrix(
        _ request: HTTPCapture.Request,
        _ fields: [String: Any]
    ) -> HTTPAnswer {
        let parts = request.path.split(separator: "/").map { $0.removingPercentEncoding ?? "" }
        guard request.method == "PUT", parts.count == 8, parts[3] == "rooms" else {
            return .reply(404, body: #"{"errcode":"M_UNRECOGNIZED"}"#)
        }
        let event = "$" + parts[7]
        switch parts[5] {
        case "send":
            // A transaction counts once.
            if events.insert(event).inserted {
                show(fields["body"] as? String ?? "", as: event)
            }
        default:
            guard events.contains(parts[6]) else {
                return .reply(404, body: #"{"errcode":"M_NOT_FOUND"}"#)
            }
            shown[parts[6]] = nil
        }
        return .reply(200, body: #"{"event_id":"\#(event)"}"#)
    }

    // https://gotify.net/api-docs
    private mutating func gotify(
        _ request: HTTPCapture.Request,
        _ fields: [String: Any]
    ) -> HTTPAnswer {
        let key = request.headers["x-gotify-key"]
        switch (request.method, request.path.split(separator: "/").map(String.init)) {
        case ("POST", ["message"]) where key == "application":
            let number = nextNumber()
            show(fields["message"] as? String ?? "", as: "\(number)")
            return .reply(200, body: #"{"id":\#(number),"appid":5}"#)
        case ("DELETE", let path) where key == "client" && path.count == 2:
            return shown.removeValue(forKey: path[1]) == nil
                ? .reply(404, body: #"{"errorCode":404}"#) : 200
        default: return .reply(403, body: #"{"errorCode":403}"#)
        }
    }
}
