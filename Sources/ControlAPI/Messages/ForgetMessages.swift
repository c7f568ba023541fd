package import CivilTime
package import Delivery

/// `POST /v1/forget`: what lies behind is erased for good; one of the three says what.
package struct ForgetRequest: Hashable, Sendable, Codable {
    /// The id of a ritual, also of one that the config has no longer.
    package var ritual: String?
    /// A local date: everything that was to start earlier.
    package var before: CivilDate?
    /// `true`: every note and every reason; what happened stays.
    package var notes: Bool?

    package init(ritual: String? = nil, before: CivilDate? = nil, notes: Bool? = nil) {
        self.ritual = ritual
        self.before = before
        self.notes = notes
    }
}

/// The answer: how much was erased.
package struct ForgetMessage: Hashable, Sendable, Codable {
    /// What was named, as it was named.
    package var ritual: String?
    package var before: CivilDate?
    package var counts: Erased

    package init(_ erased: Erased, _ request: ForgetRequest) {
        ritual = request.ritual
        before = request.before
        counts = erased
    }
}
