/// A practice that the product knows: what it is, why people keep it, and the ritual that it proposes.
///
/// A household switches it on with `template = "NAME"` and overrides any field.
package struct Practice: Hashable, Sendable {
    package var name: String
    /// What it is, in one sentence.
    package var what: String
    /// What it is good for, in one sentence.
    package var why: String
    /// The ritual as the catalogue proposes it, with the practice's name as its id.
    package var ritual: Ritual
    /// How a guided session of it goes; `nil` where there is nothing to lead.
    package var session: SessionScript?

    package init(
        name: String,
        what: String,
        why: String,
        ritual: Ritual,
        session: SessionScript? = nil
    ) {
        self.name = name
        self.what = what
        self.why = why
        self.ritual = ritual
        self.session = session
    }

    /// Where these practices have no place; shown wherever the catalogue is.
    package static let safety =
        "These practices are not for a relationship with abuse, coercion or fear; there, safety and "
        + "professional help come first."
}
