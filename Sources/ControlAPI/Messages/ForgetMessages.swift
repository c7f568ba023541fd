package import CivilTime
package import Delivery

/// `POST /v1/forget`: records of the past are erased for good; exactly one of the three keys says
/// which.
package struct ForgetRequest: Hashable, Sendable, Codable {
    /// The id of a ritual, also of one that the config no longer has.
    package var ritual: String?
    /// A local date: every occurrence that was to start earlier is erased.
    package var before: CivilDate?
    /// `true`: every note and every reason is erased; outcomes and holds stay.
    package var notes: Bool?

    package init(ritual: String? = nil, before: CivilDate? = nil, notes: Bool? = nil) {
        self.ritual = ritual
        self.before = before
        self.notes = notes
    }
}

/// The answer: how much was erased.
package struct ForgetMessage: Hashable, Sendable, Codable {
    /// The ritual that the request named.
    package var ritual: String?
    package var before: CivilDate?
    package var counts: Erased

    package init(_ erased: Erased, _ request: ForgetRequest) {
        ritual = request.ritual
        before = request.before
        counts = erased
    }
}
