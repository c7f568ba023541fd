/// The time that is left in digits five rows high, to be read from where people sit.
enum ClockDigits {
    static let rows = 5

    /// Three dots a row; the colon has one.
    private static let dots: [Character: [String]] = [
        "0": ["###", "# #", "# #", "# #", "###"],
        "1": [" # ", "## ", " # ", " # ", "###"],
        "2": ["###", "  #", "###", "#  ", "###"],
        "3": ["###", "  #", "###", "  #", "###"],
        "4": ["# #", "# #", "###", "  #", "  #"],
        "5": ["###", "#  ", "###", "  #", "###"],
        "6": ["###", "#  ", "###", "# #", "###"],
        "7": ["###", "  #", "  #", "  #", "  #"],
        "8": ["###", "# #", "###", "# #", "###"],
        "9": ["###", "# #", "###", "  #", "###"],
        ":": [" ", "#", " ", "#", " "],
    ]

    /// The rows of a clock such as `4:32`; a dot is two cells wide, so that it is about square.
    static func lines(_ clock: String) -> [String] {
        let digits = clock.compactMap { dots[$0] }
        return (0..<rows).map { row in
            digits.map { digit in
                digit[row].map { $0 == "#" ? "██" : "  " }.joined()
            }
            .joined(separator: "  ")
        }
    }
}
