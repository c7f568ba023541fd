/// Where options stand among the arguments.
enum ArgumentOrder {
    /// Options that have no value.
    ///
    /// What stands before the command must be told from it; a test compares them with what commands have.
    static let flags: Set = [
        "--against-running", "--all", "--both", "--follow", "--help", "--json", "--no-color",
        "--no-start",
        "--markdown", "--notes", "--once",
        "--plain", "--prompt", "--propose", "--quiet", "--version", "--yes",
        "-h",
    ]

    /// The arguments with the command first: options that stand before it are moved behind it.
    static func commandFirst(_ arguments: [String]) -> [String] {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-"), arguments[index] != "--" {
            let hasOwnValue = arguments[index].contains("=") || flags.contains(arguments[index])
            index += hasOwnValue && !isNumbered(arguments[index...]) ? 1 : 2
        }
        guard index > 0, index < arguments.count, arguments[index] != "--" else {
            return arguments
        }
        let rest = arguments[index...]
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end] + arguments[..<index] + rest[end...])
    }

    /// Whether it is `begin`'s `--prompt`, which has a number; that of `next` has none.
    private static func isNumbered(_ arguments: ArraySlice<String>) -> Bool {
        arguments.first == "--prompt" && arguments.dropFirst().first.flatMap { Int($0) } != nil
    }
}
