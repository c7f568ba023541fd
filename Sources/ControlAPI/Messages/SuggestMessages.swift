package import CivilTime
package import Planning

/// `POST /v1/propose`: the same, and the partners are asked which it is to be.
package struct ProposeRequest: Hashable, Sendable, Codable {
    package var ritual: String
    package var occurrence: DateOrTime?
    /// Who proposes, and is not asked; who sits here, where it is `null`, else nobody.
    package var partner: String?

    package init(ritual: String, occurrence: DateOrTime? = nil, partner: String? = nil) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
    }
}

/// The answer of `GET /v1/suggest` and of `POST /v1/propose`.
package struct SuggestMessage: Hashable, Sendable, Codable {
    /// The occurrence as it stands.
    package var occurrence: OccurrenceMessage
    /// At most three, in order; empty where there is none.
    package var proposals: [ProposalMessage]
    /// What could not be read of the calendars, in words.
    package var unread: [String]
    /// The partners who were asked which of them it is to be; none in `GET /v1/suggest`.
    package var asked: [String] = []

    package init(occurrence: OccurrenceMessage, proposals: [ProposalMessage], unread: [String]) {
        self.occurrence = occurrence
        self.proposals = proposals
        self.unread = unread
    }
}

/// A time at which an occurrence could be.
package struct ProposalMessage: Hashable, Sendable, Codable {
    package var start: ExtendedTime
    package var instant: Instant
    /// Why it is this time, in words.
    package var reason: String

    package init(_ proposal: Proposal) {
        start = ExtendedTime(proposal.start)
        instant = proposal.start.instant
        reason = proposal.reason
    }
}
