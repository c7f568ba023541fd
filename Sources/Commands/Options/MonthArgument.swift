import ArgumentParser
import CivilTime
import Household

/// A month or a year on the command line: `dec`, `12`, `2026-12`, `dec 2026`, `2026`.
struct MonthArgument: Hashable {
    /// `nil` is the year that it is.
    var year: Int?
    /// `nil` is the whole year.
    var month: Int?

    /// The first and the last date of it; `today` says what was left out.
    func dates(today: @autoclosure () throws -> CivilDate) throws -> ClosedRange<CivilDate> {
        let year = try year ?? today().year
        let first = try CivilDate(year: year, month: month ?? 1, day: 1)
        let last = try CivilDate(year: year, month: month ?? 12, day: 1)
        return first...last.adding(days: last.daysInMonth - 1)
    }

    /// Reads the words of it, or says what is accepted.
    static func read(_ words: [String]) throws -> MonthArgument {
        let parts = words.joined(separator: " ").lowercased()
            .split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
        let given = MonthArgument(
            year: parts.compactMap(year).first,
            month: parts.compactMap(month).first
        )
        let known = [given.year, given.month].compactMap(\.self).count
        guard known == parts.count, known > 0, words.allSatisfy({ !$0.hasPrefix("-") }) else {
            throw ValidationError(
                "'\(words.joined(separator: " "))' is no month and no year; "
                    + "give one such as dec, 2026-12 or 2026"
            )
        }
        return given
    }

    private static func year(_ word: String) -> Int? {
        word.utf8.count == 4 ? Int(word).flatMap { (1...9999).contains($0) ? $0 : nil } : nil
    }

    private static func month(_ word: String) -> Int? {
        if word.utf8.count <= 2, let number = Int(word) {
            return (1...12).contains(number) ? number : nil
        }
        return word.count < 3
            ? nil
            : (1...12).first { Phrase.month($0).lowercased().hasPrefix(word) }
    }
}
