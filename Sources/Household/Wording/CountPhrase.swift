/// Says how many there are of something.
package enum CountPhrase {
    /// `1 ritual`, `9 rituals`.
    package static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// `9 rituals for two partners`, which is how a household is summed up in one line.
    package static func household(rituals: Int, partners: Int) -> String {
        "\(counted(rituals, "ritual")) for \(word(partners)) \(partners == 1 ? "partner" : "partners")"
    }

    private static func word(_ count: Int) -> String {
        let words = [
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        ]
        return words.indices.contains(count) ? words[count] : "\(count)"
    }
}
