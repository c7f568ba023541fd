extension Catalogue {
    /// The line of a practice that says when it is, with other times of day.
    ///
    /// It is `nil` where the practice names no times of day on such a line.
    package func schedule(of practice: String, at times: [String]) -> String? {
        let text = (try? entry(practice, in: .practices))?.text ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("schedule = {") }
        guard let line,
            let own = line.firstMatch(of: #/\bat = (?:"[^"]*"|\[[^\]]*\])/#)
        else {
            return nil
        }
        return line[..<own.range.lowerBound] + "at = \(TOMLText.strings(times))"
            + line[own.range.upperBound...]
    }
}
