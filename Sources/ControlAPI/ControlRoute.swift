/// The routes of the control API, each with one method and path, such as `GET /v1/upcoming`.
///
/// `docs/openapi.json` describes every route that is served.
package enum ControlRoute: String, Hashable, Sendable, CaseIterable {
    case upcoming, next, today, open, names, status, why, outbox, history, days
    case decks, deck, moments, digest, suggest
    /// A stream of server-sent events.
    case events
    /// A calendar to subscribe to, and one to import.
    case calendar = "calendar.ics"
    case export = "export.ics"
    /// A copy of the ledger, as a file of SQLite.
    case backup
    case outboxShow = "outbox/show"
    case outboxRetry = "outbox/retry"
    case outboxDrop = "outbox/drop"
    case deckMark = "deck/mark"
    case moment
    case done, skip, snooze, move, propose, undo, signal, timeout, hold, release, forget
    case sendTest = "send-test"
    case reload, check

    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// `GET` for a route that changes nothing, else `POST`; also for `check`, whose body is a whole
    /// config.
    package var method: Method {
        switch self {
        case .upcoming, .next, .today, .open, .names, .status, .why, .outbox, .outboxShow, .history,
            .days, .decks, .deck, .moments, .digest, .suggest, .events, .backup, .calendar,
            .export:
            .get
        case .deckMark, .moment, .outboxRetry, .outboxDrop, .done, .skip, .snooze, .move,
            .propose, .undo,
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

    /// Finds the route of a request, or throws a problem: 404 for an unknown path, 405 for the
    /// wrong method.
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
