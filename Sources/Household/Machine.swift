/// The machine that a daemon runs on: two may keep one household, each with its own desktop.
package struct Machine: Hashable, Sendable {
    /// The id of the partner who sits there; `nil` where that may be anybody.
    package var partner: String?

    package init(partner: String? = nil) {
        self.partner = partner
    }
}
