/// What the daemon can be asked: one method and path each, `GET /v1/upcoming` and so on.
///
/// `docs/openapi.json` describes every route that is served.
package enum ControlRoute: String, Hashable, Sendable, CaseIterable {
    case upcoming, next, today, open, names, status, why, outbox, history, days
    case decks, deck, moments, digest
    /// A stream of server-sent events.
    case events
    /// A copy of the ledger, as SQLite has it.
    case backup
    case outboxShow = "outbox/show"
    case outboxRetry = "outbox/retry"
    case outboxDrop = "outbox/drop"
    case deckMark = "deck/mark"
    case moment
    case done, skip, snooze, move, undo, signal, timeout, hold, release, forget
    case sendTest = "send-test"
    case reload, check

    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// `GET` where asking changes nothing, else `POST`; so is `check`, which brings a whole config.
    package var method: Method {
        switch self {
        case .upcoming, .next, .today, .open, .names, .status, .why, .outbox, .outboxShow, .history,
            .days, .decks, .deck, .moments, .digest, .events, .backup:
            .get
        case .deckMark, .moment, .outboxRetry, .outboxDrop, .done, .skip, .snooze, .move, .undo,
            .signal, .timeout, .hold, .release, .forget, .sendTest, .reload, .check:
            .post
        }
    }

    private static let prefix = "/v1/"

    package var path: String { Self.prefix + rawValue }

    /// Finds the route of a path, without its query; `nil` where there is none.
    package init?(path: some StringProtocol) {
        guard path.hasPrefix(Self.prefix) else {
            return nil
        }
        self.init(rawValue: String(path.dropFirst(Self.prefix.count)))
    }

    /// Finds the route of a request, or says which problem it is: 404 for a path that is not
    /// there, 405 for a path that wants the other method.
    package static func find(method: String, path: String) throws(Problem) -> ControlRoute {
        guard let route = ControlRoute(path: path) else {
            throw Problem(
                .unknownRoute,
                detail: "there is no '\(path)'; docs/openapi.json lists what there is"
            )
        }
        guard method == route.method.rawValue else {
            throw Problem(
                .wrongMethod,
                detail: "'\(path)' is asked with \(route.method.rawValue), not '\(method)'"
            )
        }
        return route
    }
}
