package import Household
package import Planning
import Settings

/// Why a request could not be done: problem details for HTTP (RFC 9457).
///
/// A problem is sent as `application/problem+json` with its status, and thrown on both sides.
package struct Problem: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind of problem it is; `type` on the wire is `urn:rituald:problem:KIND`.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case badRequest = "bad-request"
        case unknownRoute = "unknown-route"
        case wrongMethod = "wrong-method"
        case unknownRitual = "unknown-ritual"
        case unknownPartner = "unknown-partner"
        case unknownChannel = "unknown-channel"
        case unknownSignal = "unknown-signal"
        /// No deck, or no prompt of one.
        case unknownDeck = "unknown-deck"
        case unknownDelivery = "unknown-delivery"
        case unknownStep = "unknown-step"
        case noOccurrence = "no-occurrence"
        /// The current state does not allow the request, such as *done* for an occurrence that is
        /// done.
        case conflict
        case tooLarge = "too-large"
        /// A new config has errors; the old one is kept, and `diagnostics` names them.
        case configRejected = "config-rejected"
        /// A test nudge did not get through.
        case deliveryFailed = "delivery-failed"
        case notServed = "not-served"
        /// The most clients that can follow the events do so already.
        case busy
        case failed
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
    /// A title that is the same for every problem of the kind, as RFC 9457 section 3.1.3 asks.
    package var title: String { meaning.title }

    /// The HTTP status.
    package var status: Int { meaning.status }

    private var meaning: (status: Int, title: String) {
        switch self {
        case .badRequest: (400, "The request cannot be read")
        case .unknownRoute: (404, "There is nothing at this path")
        case .unknownRitual: (404, "There is no such ritual")
        case .unknownPartner: (404, "There is no such partner")
        case .unknownChannel: (404, "There is no such channel")
        case .unknownSignal: (404, "There is no such signal")
        case .unknownDeck: (404, "There is no such deck or prompt")
        case .unknownDelivery: (404, "There is no such delivery")
        case .unknownStep: (404, "There is no such step")
        case .noOccurrence: (404, "There is no such occurrence")
        case .wrongMethod: (405, "This path is asked with another method")
        case .conflict: (409, "The request conflicts with the current state")
        case .tooLarge: (413, "The request is too large")
        case .configRejected: (422, "The config is not valid; the old one is kept")
        case .failed: (500, "The daemon could not do it")
        case .notServed: (501, "This daemon does not do that")
        case .busy: (503, "Too many do that already")
        case .deliveryFailed: (502, "The nudge did not get through")
        }
    }
}

// Problems with names and speakers in a request.

extension Problem {
    package init(unknownRitual id: String, _ household: Household) {
        self.init(unknownRitual: id, known: household.rituals.filter(\.isEnabled).map(\.id))
    }

    package init(unknownRitual id: String, known: [String]) {
        let near = Suggestion.phrase(for: id, amongFew: known)
        self.init(.unknownRitual, detail: "no ritual '\(id)' is kept here\(near)")
    }

    package init(unknownPartner id: String, _ household: Household) {
        let near = Suggestion.phrase(for: id, amongFew: household.partners.map(\.id))
        self.init(.unknownPartner, detail: "no partner '\(id)' in this household\(near)")
    }

    package init(unknownChannel id: String, _ household: Household) {
        let near = Suggestion.phrase(for: id, amongFew: household.channels.map(\.id))
        self.init(.unknownChannel, detail: "no channel '\(id)' is configured\(near)")
    }

    package init(unknownSignal name: String, _ household: Household) {
        let near = Suggestion.phrase(for: name, amongFew: household.signals)
        self.init(.unknownSignal, detail: "no ritual waits for a signal '\(name)'\(near)")
    }

    /// A pause where no ritual waits to be paused.
    package static let noPause = Problem(
        .unknownSignal,
        detail: "no pause is switched on here; 'ritualctl catalog add timeout' does it"
    )

    package init(unknownStep name: String, of ritual: Ritual) {
        let known = ritual.ladder.steps.compactMap(\.name)
        guard !known.isEmpty else {
            self.init(
                .unknownStep,
                detail: "'\(ritual.id)' has no steps; 'ritualctl done \(ritual.id)' says all of it"
            )
            return
        }
        let near = Suggestion.phrase(for: name, among: known)
        self.init(
            .unknownStep,
            detail: "no step '\(name)' in '\(ritual.id)'\(near)" + (near.isEmpty ? "; " : " ")
                + (known.count == 1 ? "its step is " : "its steps are ") + Phrase.list(known)
        )
    }

    /// A word that counts for one of several, where it is not known for whom.
    package init(unknownSpeakerOf ritual: Ritual, _ partners: [Partner]) {
        let names = partners.map { "'--partner \($0.id)'" }.joined(separator: " or ")
        self.init(
            .badRequest,
            detail:
                "who says so? '\(ritual.id)' is done once each of you has said it: add \(names), "
                + "or '--both'"
        )
    }

    package init(_ unclear: UnclearOccurrence) {
        if case .unknownRitual(let id, let known) = unclear {
            self.init(unknownRitual: id, known: known)
            return
        }
        let kind: Kind =
            switch unclear {
            case .unknownRitual: .unknownRitual
            case .unknownOccurrence, .notKeptYet: .noOccurrence
            case .nothingOpen, .notTold: .conflict
            case .movedToPast: .badRequest
            }
        self.init(kind, detail: unclear.description)
    }
}
