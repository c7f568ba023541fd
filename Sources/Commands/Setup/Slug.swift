/// Makes ids of what people call things.
enum Slug {
    /// `Tea on the balcony` is `tea-on-the-balcony`, `Zoë` is `zoe`; with a number where that is taken.
    static func of(_ text: String, besides taken: Set<String> = [], orElse word: String = "ritual")
        -> String
    {
        var slug = ""
        for letters in text.lowercased().unicodeScalars.map(letters) {
            if !letters.isEmpty {
                slug += letters
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug += "-"
            }
        }
        // Room for a number.
        slug = String(slug.prefix(mostCharacters))
        while slug.hasSuffix("-") {
            slug.removeLast()
        }
        if slug.isEmpty {
            slug = word
        }
        guard taken.contains(slug) else {
            return slug
        }
        return (2...).lazy.map { "\(slug)-\($0)" }.first { !taken.contains($0) } ?? slug
    }

    private static let mostCharacters = 40

    /// The letter or the digit without what is above and below it; an apostrophe is none and no gap either.
    private static func letters(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? String(scalar) : ""
        }
        let name = scalar.properties.name ?? ""
        let prefix = "LATIN SMALL LETTER "
        guard name.hasPrefix(prefix) else {
            return ""
        }
        let base = name.dropFirst(prefix.count).prefix { $0 != " " }.lowercased()
        return base == "sharp" ? "ss" : base.count <= 2 ? base : ""
    }
}
