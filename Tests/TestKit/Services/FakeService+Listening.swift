import Foundation
import Synchronization

// What people press and react with, and the connections on which a service passes that on.

extension FakeService {
    /// The press of a button, or a reaction.
    struct Said: Sendable {
        /// The token of a button, or the key of a reaction.
        var text: String
        /// The message that a reaction is on.
        var message = ""
        /// Whose reaction it is.
        var sender = ""
    }

    /// Presses a button that carries a token, or that posts it to the second topic.
    package func press(_ token: String) {
        shared.say(Said(text: token))
    }

    /// Reacts to a Matrix event.
    package func react(_ key: String, to event: String, by sender: String) {
        shared.say(Said(text: key, message: event, sender: sender))
    }

    /// Ends the connections that wait for what is pressed; the next ones go on where they were.
    package func hangUp() {
        shared.hangUp(forGood: false)
    }
}

/// The state of a service, apart from its server so that the server's threads can hold it.
final class FakeServiceState: Sendable {
    private struct Ending {
        var count = 0
        var isOver = false
    }

    let state: Mutex<FakeService.State>
    private let ending = Mutex(Ending())
    /// Is signalled when something was said, and when connections are to end.
    private let change = NSCondition()

    init(_ state: sending FakeService.State) {
        self.state = Mutex(state)
    }

    func say(_ said: FakeService.Said) {
        state.withLock { $0.said.append(said) }
        signal()
    }

    func hangUp(forGood: Bool) {
        ending.withLock { ending in
            ending.count += 1
            ending.isOver = ending.isOver || forGood
        }
        signal()
    }

    private func signal() {
        change.lock()
        change.broadcast()
        change.unlock()
    }

    /// What was said from the `start`-th on, as soon as there is any; none where the connection is to
    /// end, or after `seconds`.
    private func said(from start: Int, within seconds: Double) -> ArraySlice<FakeService.Said> {
        let begun = ending.withLock { $0 }
        let limit = Date(timeIntervalSinceNow: seconds)
        change.lock()
        defer { change.unlock() }
        while !begun.isOver {
            let said = state.withLock { $0.said.dropFirst(start) }
            guard said.isEmpty, ending.withLock({ $0.count }) == begun.count,
                change.wait(until: limit)
            else {
                return said
            }
        }
        return []
    }

    /// Answers a connection that waits for what is said; `nil` for every other request.
    func listening(_ request: HTTPCapture.Request, of kind: FakeService.Kind) -> HTTPAnswer? {
        let isListening =
            switch kind {
            case .ntfy: request.method == "GET" && request.path.contains("/json?")
            case .telegram: request.path.hasSuffix("/getUpdates")
            case .matrix: request.path.contains("/sync?")
            case .discord, .gotify: false
            }
        guard isListening else {
            return nil
        }
        guard !state.withLock({ $0.isAway }) else {
            return 503
        }
        switch kind {
        case .ntfy: return stream(after: parameter("since", of: request))
        case .telegram: return updates(request)
        default: return sync(since: parameter("since", of: request))
        }
    }

    /// How the names of places in a Matrix timeline begin.
    private static let batch = "s72594_4483_"

    private func parameter(_ name: String, of request: HTTPCapture.Request) -> String? {
        URLComponents(string: request.path)?.queryItems?.first { $0.name == name }?.value
    }

    // https://docs.ntfy.sh/subscribe/api/#fetch-cached-messages: all, or those after a message.
    private func stream(after place: String?) -> HTTPAnswer {
        let start = place.flatMap { Int($0.dropFirst()) }.map { $0 + 1 } ?? 0
        return .tells { [self] send in
            var next = start
            var isHeard = send(
                "HTTP/1.1 200 OK\r\n\r\n" + #"{"id":"o","event":"open","topic":"us"}"# + "\n"
            )
            while isHeard {
                let said = said(from: next, within: 45)
                guard !said.isEmpty else {
                    return
                }
                for (number, one) in zip(said.indices, said) where isHeard {
                    isHeard = send(
                        #"{"id":"m\#(number)","event":"message","message":"\#(one.text)"}"# + "\n"
                    )
                }
                next = said.endIndex
            }
        }
    }

    // https://core.telegram.org/bots/api#getupdates: an offset has all before it forgotten.
    private func updates(_ request: HTTPCapture.Request) -> HTTPAnswer {
        let body = try? JSONSerialization.jsonObject(with: Data(request.body.utf8))
        let offset = (body as? [String: Any])?["offset"] as? Int ?? 0
        let start = state.withLock { state in
            state.forgotten = max(state.forgotten, offset)
            return state.forgotten
        }
        let said = said(from: start, within: 50)
        let updates = zip(said.indices, said).map { number, one in
            #"{"update_id":\#(number),"callback_query":{"id":"p\#(number)","data":"\#(one.text)"}}"#
        }
        return .reply(200, body: #"{"ok":true,"result":[\#(updates.joined(separator: ","))]}"#)
    }

    // https://spec.matrix.org/latest/client-server-api/#get_matrixclientv3sync: the first one does not wait, and
    // has the latest events.
    private func sync(since place: String?) -> HTTPAnswer {
        let since = place.flatMap { Int($0.dropFirst(Self.batch.count)) }
        let said =
            since.map { self.said(from: $0, within: 30) }
            ?? state.withLock { $0.said.suffix(50) }
        let end = max(since ?? 0, said.endIndex)
        let events = zip(said.indices, said).map { number, one in
            #"{"type":"m.reaction","event_id":"$r\#(number)","sender":"\#(one.sender)","content":"#
                + #"{"m.relates_to":{"rel_type":"m.annotation","event_id":"\#(one.message)","#
                + #""key":"\#(one.text)"}}}"#
        }
        let room =
            #"{"!us:matrix.example":{"timeline":{"events":[\#(events.joined(separator: ","))]}}}"#
        return .reply(
            200,
            body: #"{"next_batch":"\#(Self.batch)\#(end)","rooms":{"join":\#(room)}}"#
        )
    }
}
