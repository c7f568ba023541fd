import ArgumentParser

/// A ritual and a time that stand beside each other without quotes: `date night next fri`.
///
/// The longest tail that reads as a time is the time, what stands before it the name.
struct NameAndTime {
    var name: String?
    var time: TypedTime?

    init(_ words: [String]) {
        let start = words.indices.first { Self.time(words[$0...]) != nil } ?? words.count
        time = Self.time(words[start...])
        var names = words[..<start]
        if time != nil, names.count > 1, ["for", "to", "until"].contains(names.last) {
            names = names.dropLast()
        }
        name = names.isEmpty ? nil : names.joined(separator: " ")
    }

    private static func time(_ words: ArraySlice<String>) -> TypedTime? {
        words.isEmpty ? nil : try? TypedTime(parsing: words.joined(separator: " "))
    }

    /// Says why no word is a time, by the last that could be one; `nil` where there is a time.
    func refusal(of words: [String], allowed: String) -> ValidationError? {
        guard time == nil, words.count > 1 else {
            return nil
        }
        let last = words.dropFirst().joined(separator: " ")
        do {
            _ = try TypedTime.read(last, allowed: allowed)
            return nil
        } catch {
            return ValidationError(
                "'\(last)' is no time: \((error as? ValidationError)?.message ?? "\(error)")"
            )
        }
    }
}
