/// Why a request could not be done: problem details for HTTP (RFC 9457).
///
/// It is sent as `application/problem+json` with its status, and thrown on both sides.
package struct Problem: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of problem it is; `type` on the wire is `urn:rituald:problem:KIND`.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case badRequest = "bad-request"
        case unknownRoute = "unknown-route"
        case wrongMethod = "wrong-method"
        case unknownRitual = "unknown-ritual"
        case unknownPartner = "unknown-partner"
        case unknownChannel = "unknown-channel"
        case unknownDelivery = "unknown-delivery"
        case noOccurrence = "no-occurrence"
        /// What it is about is not in a state that allows it, such as done already.
        case conflict = "conflict"
        case tooLarge = "too-large"
        /// A new config has errors; the old one is kept, and `diagnostics` names them.
        case configRejected = "config-rejected"
        /// A test nudge did not get through.
        case deliveryFailed = "delivery-failed"
        case notServed = "not-served"
        case busy = "busy"
        case failed = "failed"
    }

    /// The prefix of every `type`.
    package static let typePrefix = "urn:rituald:problem:"
    package static let contentType = "application/problem+json"

    package var type: String
    package var title: String
    package var status: Int
    package var detail: String
    /// What is wrong with a rejected config; `nil` for other problems.
    package var diagnostics: [DiagnosticMessage]?

    package init(_ kind: Kind, detail: String, diagnostics: [DiagnosticMessage]? = nil) {
        type = Problem.typePrefix + kind.rawValue
        title = kind.title
        status = kind.status
        self.detail = detail
        self.diagnostics = diagnostics
    }

    /// The kind, or `nil` where a newer daemon names one this version does not know.
    package var kind: Kind? {
        type.hasPrefix(Problem.typePrefix)
            ? Kind(rawValue: String(type.dropFirst(Problem.typePrefix.count))) : nil
    }

    package var description: String { detail }
}

extension Problem.Kind {
    /// The same words for every problem of the kind, as RFC 9457 section 3.1.3 asks.
    package var title: String {
        switch self {
        case .badRequest: "The request cannot be read"
        case .unknownRoute: "There is nothing at this path"
        case .wrongMethod: "This path is asked with another method"
        case .unknownRitual: "There is no such ritual"
        case .unknownPartner: "There is no such partner"
        case .unknownChannel: "There is no such channel"
        case .unknownDelivery: "There is no such delivery"
        case .noOccurrence: "There is no such occurrence"
        case .conflict: "Things do not stand so that it can be done"
        case .tooLarge: "The request is too large"
        case .configRejected: "The config is not valid; the old one is kept"
        case .deliveryFailed: "The nudge did not get through"
        case .notServed: "This daemon does not do that"
        case .busy: "The daemon has too many requests at once"
        case .failed: "The daemon could not do it"
        }
    }

    /// The HTTP status.
    package var status: Int {
        switch self {
        case .badRequest: 400
        case .unknownRoute, .unknownRitual, .unknownPartner, .unknownChannel, .unknownDelivery,
            .noOccurrence:
            404
        case .wrongMethod: 405
        case .conflict: 409
        case .tooLarge: 413
        case .configRejected: 422
        case .failed: 500
        case .notServed: 501
        case .deliveryFailed: 502
        case .busy: 503
        }
    }
}
