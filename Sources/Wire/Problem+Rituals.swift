package import ControlAPI
package import Household
package import Planning

// What the house cannot do, as problem details.

extension Problem {
    package init(unknownRitual id: String, _ household: Household) {
        let known = household.rituals.filter(\.isEnabled).map(\.id).joined(separator: ", ")
        self.init(.unknownRitual, detail: "no ritual '\(id)' is kept here; known are \(known)")
    }

    package init(unknownPartner id: String, _ household: Household) {
        let known = household.partners.map(\.id).joined(separator: ", ")
        self.init(
            .unknownPartner,
            detail: "no partner '\(id)' in this household; known are \(known)"
        )
    }

    package init(_ unclear: UnclearOccurrence) {
        let kind: Kind =
            switch unclear {
            case .unknownRitual: .unknownRitual
            case .unknownOccurrence, .notKeptYet: .noOccurrence
            case .nothingOpen: .conflict
            }
        self.init(kind, detail: unclear.description)
    }
}
