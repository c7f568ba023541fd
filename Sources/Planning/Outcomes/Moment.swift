package import CivilTime

/// A good moment that somebody put into the jar.
package struct Moment: Hashable, Sendable {
    package var words: String
    /// Who kept it; `nil` where nobody in particular did.
    package var partner: String?
    package var said: Instant

    package init(_ words: String, partner: String? = nil, said: Instant) {
        self.words = words
        self.partner = partner
        self.said = said
    }
}
