/// What the daemon can be asked: one method and path each, `GET /v1/upcoming` and so on.
package enum ControlRoute: String, Hashable, Sendable, CaseIterable {
    case upcoming, next, today, status, why, outbox, history, events
    case outboxShow = "outbox/show"
    case outboxRetry = "outbox/retry"
    case outboxDrop = "outbox/drop"
    case openAPI = "openapi.json"
    case done, skip, snooze, move, undo, signal, hold, release, forget
    case sendTest = "send-test"
    case reload, check

    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// `GET` where asking changes nothing, else `POST`; so is `check`, which brings a whole config.
    package var method: Method {
        switch self {
        case .upcoming, .next, .today, .status, .why, .outbox, .outboxShow, .history, .events,
            .openAPI:
            .get
        case .outboxRetry, .outboxDrop, .done, .skip, .snooze, .move, .undo, .signal, .hold,
            .release, .forget, .sendTest, .reload, .check:
            .post
        }
    }

    package var path: String { "/v1/\(rawValue)" }

    /// Finds the route of a path, without its query; `nil` where there is none.
    package init?(path: some StringProtocol) {
        let prefix = "/v1/"
        guard path.hasPrefix(prefix) else {
            return nil
        }
        self.init(rawValue: String(path.dropFirst(prefix.count)))
    }

    /// Finds the route of a request, or says which problem it is: 404 for a path that is not
    /// there, 405 for a path that wants the other method.
    package static func find(method: String, path: String) throws(Problem) -> ControlRoute {
        guard let route = ControlRoute(path: path) else {
            throw Problem(.unknownRoute, detail: "there is no '\(path)'; see /v1/openapi.json")
        }
        guard method == route.method.rawValue else {
            throw Problem(
                .wrongMethod,
                detail: "'\(path)' is asked with \(route.method.rawValue), not \(method)"
            )
        }
        return route
    }
}
