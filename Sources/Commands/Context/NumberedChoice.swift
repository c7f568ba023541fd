extension CommandContext {
    /// Has a person choose one of several lines by its number.
    ///
    /// - Returns: its place; `nil` where nobody is there to choose.
    func choose(among rows: [String]) throws -> Int? {
        guard let answers, errors.isTerminal else {
            return nil
        }
        for (index, row) in rows.enumerated() {
            try errors.write("  \(index + 1)  \(row)\n")
        }
        try errors.write("Which one? [1-\(rows.count)] ")
        try errors.flush()
        let answer = answers()?.split(whereSeparator: \.isWhitespace).joined() ?? ""
        guard let number = Int(answer), rows.indices.contains(number - 1) else {
            throw CommandFailure(.failed, "nothing was said")
        }
        return number - 1
    }
}
