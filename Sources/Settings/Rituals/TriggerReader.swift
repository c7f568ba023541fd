import CivilTime
import Household

/// Reads `trigger = { signal = "both-home", between = "16:00-21:00", at_most = "1 a day" }`, and that of a pause:
/// `trigger = { signal = "timeout", returns_after = "24h", word = "lighthouse" }`.
struct TriggerReader {
    let table: TableReader

    func read() -> Trigger? {
        table.refuseKeys(notIn: KnownKeys.trigger)
        let between = table.window("between")
        let limit = limit()
        let pause = pause()
        guard table.has("signal") else {
            table.missing("signal", "the name of what happened, such as 'both-home'")
            return nil
        }
        guard let signal = table.string("signal", expecting: "a name such as 'both-home'"),
            Identifier.check(signal, table.findings)
        else {
            return nil
        }
        return Trigger(
            signal: signal.value,
            between: between,
            atMostPerDay: limit,
            pause: pause
        )
    }

    /// How everyone comes back from the pause that the signal calls; `nil` where it calls none.
    private func pause() -> PauseTerms? {
        let word = table.text("word", limit: ConfigLimits.nudgeTitle)
        guard table.has("returns_after") else {
            if let entry = table.entry("word") {
                table.findings.error(
                    "is the word for a pause; give 'returns_after' too",
                    at: entry.keyPosition,
                    key: table.path(of: "word")
                )
            }
            return nil
        }
        if let entry = table.entry("between") {
            table.findings.error(
                "cannot stand beside 'returns_after'; a pause may be called at any hour",
                at: entry.keyPosition,
                key: table.path(of: "between")
            )
        }
        guard let span = table.span("returns_after") else {
            return nil
        }
        guard let length = PauseTerms.length(span) else {
            if let node = table.node("returns_after") {
                table.findings.error("'\(span)' is not \(PauseTerms.allowed)", at: node)
            }
            return nil
        }
        return PauseTerms(word: word, returnsAfter: length)
    }

    private func limit() -> Int? {
        let what = "a limit such as '1 a day'"
        guard let text = table.string("at_most", expecting: what) else {
            return nil
        }
        let words = text.value.split(separator: " ").map { $0.asciiLowercased }
        guard words.count == 3, ["a", "per"].contains(words[1]), words[2] == "day",
            let count = Int(words[0])
        else {
            table.findings.error("expected \(what), not \(quoted(text.value))", at: text)
            return nil
        }
        guard (1...100).contains(count) else {
            table.findings.error("\(count) a day is not between 1 and 100", at: text)
            return nil
        }
        return count
    }
}
