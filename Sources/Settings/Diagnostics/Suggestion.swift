/// The nearest known word to a mistyped one.
package enum Suggestion {
    /// `; did you mean 'x'?`, or an empty text where nothing is near.
    package static func phrase(for text: String, among known: [String]) -> String {
        nearest(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// `; did you mean 'x'?`, or where nothing is near the words that are allowed.
    static func phrase(for text: String, amongAll known: [String]) -> String {
        let near = phrase(for: text, among: known)
        return near.isEmpty ? "; allowed: \(known.joined(separator: ", "))" : near
    }

    /// `; did you mean 'x'?`, or where nothing is near the words there are.
    package static func phrase(for text: String, amongFew known: [String]) -> String {
        let near = phrase(for: text, among: known)
        guard near.isEmpty else {
            return near
        }
        return known.isEmpty ? "; there is none" : "; known are \(known.joined(separator: ", "))"
    }

    /// The known word with the fewest typing slips from `text`, at most a third of its length.
    ///
    /// Case and the difference between `-` and `_` are no slips. Of equals the first one wins.
    package static func nearest(to text: String, among known: [String]) -> String? {
        let longest = 64
        guard known.count <= 1_000, !text.isEmpty, text.count <= longest else {
            return nil
        }
        let wanted = folded(text)
        var best: (word: String, slips: Int)?
        for word in known where word.count <= longest {
            let candidate = folded(word)
            let allowed = max(1, max(wanted.count, candidate.count) / 3)
            guard abs(candidate.count - wanted.count) <= allowed else {
                continue
            }
            let count = slips(from: wanted, to: candidate)
            if count <= allowed, count < min(best?.slips ?? .max, candidate.count) {
                best = (word, count)
            }
        }
        return best?.word
    }

    private static func folded(_ text: String) -> [Character] {
        text.lowercased().map { $0 == "_" ? "-" : $0 }
    }

    /// How many characters were added, left out, changed or swapped with their neighbour
    /// (optimal string alignment).
    private static func slips(from left: [Character], to right: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var line = [row + 1]
            for (column, other) in right.enumerated() {
                var least = min(
                    last[column + 1] + 1,
                    line[column] + 1,
                    last[column] + (character == other ? 0 : 1)
                )
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    least = min(least, before[column - 1] + 1)
                }
                line.append(least)
            }
            (before, last) = (last, line)
        }
        return last[right.count]
    }
}
