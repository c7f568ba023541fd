package import CivilTime
package import Recurrence

/// A practice that the product knows: a ritual with its schedule, length, ladder and prompts.
///
/// A household switches it on with `template = "NAME"` and overrides any field.
package struct Template: Sendable {
    package let name: String
    /// What it is, in one or two plain sentences.
    package let summary: String
    private let make: @Sendable (String, Zone) throws(RecurrenceError) -> Ritual

    init(
        name: String,
        summary: String,
        make: @escaping @Sendable (String, Zone) throws(RecurrenceError) -> Ritual
    ) {
        self.name = name
        self.summary = summary
        self.make = make
    }

    /// The ritual as the catalogue proposes it, under an id of the household's choice.
    package func ritual(id: String, zone: Zone) throws(RecurrenceError) -> Ritual {
        try make(id, zone)
    }
}
