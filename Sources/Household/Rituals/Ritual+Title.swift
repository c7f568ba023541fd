import CivilTime
import Recurrence

extension Ritual {
    /// The placeholder in a title that counts.
    package static let yearsPlaceholder = "{years}"

    /// What an occurrence is called: `Two years together`; the ritual's own title where none is counted.
    package func title(of key: OccurrenceKey) -> String {
        guard let countedTitle, let start, key.start.date.year > start.year else {
            return title
        }
        let count = key.start.date.year - start.year
        let words = Phrase.count(count)
        let number = words.prefix(1).uppercased() + words.dropFirst()
        let years = "\(number) \(count == 1 ? "year" : "years")"
        return countedTitle.replacing(Self.yearsPlaceholder, with: years)
    }
}
