/// The templates and plans that a config can name.
package enum Catalogue {
    package static let templates: [Template] = [.checkIn, .date]

    package static var names: [String] { templates.map(\.name) }

    package static let planNames = [SevenSevenSeven.name, ThreeSixNine.name]

    /// The template of that name, or `nil`.
    package static func template(named name: String) -> Template? {
        templates.first { $0.name == name }
    }
}
